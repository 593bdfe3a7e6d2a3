"""What holds for every question: a new file in analysis/questions is covered without a change here."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from analysis import questions
from analysis.evidence import Evidence
from analysis.question import Account, Question
from analysis.result import Result
from tests.analysis.cases import CASES, evidence_of, without_hypotheses
from tests.analysis.svg import parsed

QUESTIONS = [pytest.param(questions.load(name), id=name) for name in questions.names()]
every_question = pytest.mark.parametrize("question", QUESTIONS)


@pytest.fixture(scope="module")
def case_of(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """Makes the evidence of a case once."""

    @cache
    def of(case: str) -> Evidence:
        return evidence_of(case, tmp_path_factory.mktemp("case"))

    return of


@pytest.fixture(scope="module")
def results_of(case_of):  # type: ignore[no-untyped-def]
    """Puts a question to a case once."""

    @cache
    def of(question: Question, case: str) -> Sequence[Result]:
        return question.results(case_of(case))

    return of


def as_text(results: Sequence[Result]) -> str:
    return json.dumps([result.to_json() for result in results], allow_nan=False)


def shown(account: Account) -> str:
    cells = [cell for table in account.tables for row in table.rows for cell in row]
    notes = [table.note for table in account.tables]
    return "\n".join([*account.answers, *account.sentences, *account.methods, *cells, *notes])


def test_there_are_questions() -> None:
    assert {"accuracy", "participants"} <= set(questions.names())


@every_question
@pytest.mark.parametrize("case", CASES)
def test_its_results_are_whole_and_named_once(question: Question, case: str, results_of) -> None:  # type: ignore[no-untyped-def]
    results = results_of(question, case)
    names = [result.name for result in results]
    assert len(set(names)) == len(names)
    for result in results:
        assert result.estimand
        assert result.method
        assert Result.from_json(json.loads(json.dumps(result.to_json(), allow_nan=False))) == result


@every_question
@pytest.mark.parametrize("case", CASES)
def test_its_account_can_be_read_whatever_came_in(question: Question, case: str, case_of, results_of) -> None:  # type: ignore[no-untyped-def]
    account = question.account(case_of(case), results_of(question, case))
    assert not re.search(r"\bnan\b|\binf\b|\bNone\b|p = \.?0+\b", shown(account))
    for drawing in account.drawings:
        assert parsed(drawing.svg) is not None
        assert len(drawing.alt) > 30
        assert drawing.caption
    for table in account.tables:
        assert all(len(row) == len(table.columns) for row in table.rows)


@every_question
def test_it_can_do_without_hypotheses(question: Question, people: Evidence) -> None:
    plain = without_hypotheses(people)
    if results := question.results(plain):
        account = question.account(plain, results)
        assert account.drawings or account.tables


@every_question
def test_it_applies_to_something(question: Question, results_of) -> None:  # type: ignore[no-untyped-def]
    assert any(results_of(question, case) for case in CASES)


@every_question
def test_it_leaves_the_evidence_as_it_was(question: Question, people: Evidence) -> None:
    before = [table.copy(deep=True) for table in (people.participants, people.trials, people.events)]
    question.account(people, question.results(people))
    for copy, table in zip(before, (people.participants, people.trials, people.events), strict=True):
        pd.testing.assert_frame_equal(copy, table)


@every_question
def test_the_order_of_rows_changes_nothing(question: Question, people: Evidence) -> None:
    def shuffled(table: pd.DataFrame) -> pd.DataFrame:
        return table.sample(frac=1, random_state=5).reset_index(drop=True)

    mixed = replace(people, participants=shuffled(people.participants), trials=shuffled(people.trials))
    assert as_text(question.results(mixed)) == as_text(question.results(people))


@every_question
def test_the_names_of_participants_change_nothing(question: Question, people: Evidence) -> None:
    def renamed(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(participant=table["participant"].str.replace("p0", "p9"))

    others = replace(people, participants=renamed(people.participants), trials=renamed(people.trials))
    assert as_text(question.results(others)) == as_text(question.results(people))


@every_question
def test_it_draws_the_same_picture_from_the_same_evidence(question: Question, people: Evidence) -> None:
    def pictures() -> list[str]:
        return [drawing.svg for drawing in question.account(people, question.results(people)).drawings]

    assert pictures() == pictures()


def test_a_question_of_ones_own_is_loaded_by_its_dotted_name() -> None:
    assert questions.load("analysis.questions.accuracy:QUESTION") is questions.load("accuracy")
