"""What holds for every question: a new file in analysis/questions is covered without a change here."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pandas as pd
import pytest

from analysis import questions
from analysis.evidence import Evidence
from analysis.question import Account, Question
from analysis.result import Result
from tests.analysis.cases import CASES, evidence_of, without_hypotheses
from tests.analysis.svg import parsed

QUESTIONS = [pytest.param(questions.load(name), id=name) for name in questions.names()]
Change = Callable[[Evidence], Evidence]
TABLES = ("participants", "trials", "events")
every_question = pytest.mark.parametrize("question", QUESTIONS)


# Where something that a question might not bear is asked of evidence in which it has something to say.
TELLING = (
    "plenty",
    "with confidence",
    "advice, accepted or refused",
    "advice after an answer",
    "background of many",
    "scores of explanations",
    "ratings",
    "marks and maps",
    "moderators",
    "every outcome planned",
)
few_or_all = pytest.mark.parametrize("extent", ["few", pytest.param("all", marks=pytest.mark.slow)])


def shuffled(found: Evidence) -> Evidence:
    """Rows in another order."""

    def mixed(table: pd.DataFrame) -> pd.DataFrame:
        return table.sample(frac=1, random_state=5).reset_index(drop=True)

    return replace(found, participants=mixed(found.participants), trials=mixed(found.trials))


def renamed(found: Evidence) -> Evidence:
    """Names of participants in the opposite order."""

    def others(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(participant=[f"q{9999 - int(name[1:])}" for name in table["participant"]])

    return replace(found, participants=others(found.participants), trials=others(found.trials))


def kind(result: Result) -> tuple[str | None, ...]:
    """What results of other arms, blocks and numbers have in common."""
    test = result.test.kind if result.test else None
    return result.name.rpartition("/")[2], result.scale, result.family, result.status, test


class Asked:
    """Evidence of cases, what questions find in it and how they tell it, each made once.

    touched: which tables of a case's evidence a question changed on the way.
    """

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self._factory = factory
        self._evidence: dict[str, Evidence] = {}
        self._changed: dict[tuple[str, Change], Evidence] = {}
        self._results: dict[tuple[int, str], Sequence[Result]] = {}
        self._accounts: dict[tuple[int, str], Account] = {}
        self._touched: dict[tuple[int, str], set[str]] = defaultdict(set)
        self._copies: dict[str, dict[str, pd.DataFrame]] = {}

    def case_of(self, case: str) -> Evidence:
        if case not in self._evidence:
            self._evidence[case] = evidence_of(case, self._factory.mktemp("case"))
        return self._evidence[case]

    def changed(self, case: str, change: Change) -> Evidence:
        """One for all questions, as they share what they compute of the same evidence."""
        key = (case, change)
        if key not in self._changed:
            self._changed[key] = change(self.case_of(case))
        return self._changed[key]

    def results_of(self, question: Question, case: str) -> Sequence[Result]:
        key = (id(question), case)
        if key not in self._results:
            with self._watched(key):
                self._results[key] = question.results(self.case_of(case))
        return self._results[key]

    def account_of(self, question: Question, case: str) -> Account:
        key, results = (id(question), case), self.results_of(question, case)
        if key not in self._accounts:
            with self._watched(key):
                self._accounts[key] = question.account(self.case_of(case), results)
        return self._accounts[key]

    def telling(self, question: Question, extent: str) -> Sequence[str]:
        """Telling cases; all, or as few as hold every kind of result that the question has in any of them."""
        telling = [case for case in TELLING if self.results_of(question, case)] or list(CASES)
        if extent == "all":
            return telling
        unseen = {case: {kind(result) for result in self.results_of(question, case)} for case in telling}
        few: list[str] = []
        while any(unseen.values()):
            few.append(max(telling, key=lambda case: len(unseen[case])))
            unseen = {case: kinds - unseen[few[-1]] for case, kinds in unseen.items()}
        return few

    def touched(self, question: Question, case: str) -> set[str]:
        self.account_of(question, case)
        return self._touched[id(question), case]

    @contextmanager
    def _watched(self, key: tuple[int, str]) -> Iterator[None]:
        found = self.case_of(key[1])
        copies = self._copies.setdefault(key[1], {name: getattr(found, name).copy(deep=True) for name in TABLES})
        yield
        changed = {name for name, copy in copies.items() if not copy.equals(getattr(found, name))}
        copies.update({name: getattr(found, name).copy(deep=True) for name in changed})
        self._touched[key] |= changed


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return Asked(tmp_path_factory)


def assert_same(found: Sequence[Result], expected: Sequence[Result]) -> None:
    """The same results, but for the last digits: sums depend on the order of their terms, and fits stop near an end."""
    assert [result.name for result in found] == [result.name for result in expected]
    for ours, theirs in zip(found, expected, strict=True):
        row, other = ours.to_row(), theirs.to_row()
        numbers = {key for key, value in other.items() if isinstance(value, float)}
        assert {key: row[key] for key in row.keys() - numbers} == {key: other[key] for key in other.keys() - numbers}
        assert [row[key] for key in sorted(numbers)] == pytest.approx(
            [other[key] for key in sorted(numbers)], rel=1e-5, abs=1e-6
        )


def shown(account: Account) -> str:
    cells = [cell for table in account.tables for row in table.rows for cell in row]
    notes = [table.note for table in account.tables]
    return "\n".join([*account.answers, *account.sentences, *account.methods, *cells, *notes])


def test_there_are_questions() -> None:
    assert {"accuracy", "participants"} <= set(questions.names())


@every_question
def test_few_cases_tell_all_that_a_question_tells_in_any(question: Question, asked: Asked) -> None:
    few, every = asked.telling(question, "few"), asked.telling(question, "all")
    told, known = (
        {kind(result) for case in cases for result in asked.results_of(question, case)} for cases in (few, every)
    )
    assert told == known != set()


@every_question
@pytest.mark.parametrize("case", CASES)
def test_its_results_are_whole_and_named_once(question: Question, case: str, asked: Asked) -> None:
    results = asked.results_of(question, case)
    names = [result.name for result in results]
    assert len(set(names)) == len(names)
    for result in results:
        assert result.estimand
        assert result.method
        assert Result.from_json(json.loads(json.dumps(result.to_json(), allow_nan=False))) == result


@every_question
@pytest.mark.parametrize("case", CASES)
def test_its_account_can_be_read_whatever_came_in(question: Question, case: str, asked: Asked) -> None:
    account = asked.account_of(question, case)
    assert not re.search(r"\bnan\b|\binf\b|\bNone\b|p = \.?0+\b", shown(account))
    for drawing in account.drawings:
        assert parsed(drawing.svg) is not None
        assert len(drawing.alt) > 30
        assert drawing.caption
    for table in account.tables:
        assert all(len(row) == len(table.columns) for row in table.rows)


@every_question
def test_it_applies_to_something(question: Question, asked: Asked) -> None:
    assert any(asked.results_of(question, case) for case in CASES)


@every_question
@few_or_all
def test_it_can_do_without_hypotheses(question: Question, extent: str, asked: Asked) -> None:
    for case in asked.telling(question, extent):
        plain = asked.changed(case, without_hypotheses)
        if results := question.results(plain):
            account = question.account(plain, results)
            assert account.drawings or account.tables, case


@every_question
@pytest.mark.parametrize("case", CASES)
def test_it_leaves_the_evidence_as_it_was(question: Question, case: str, asked: Asked) -> None:
    assert asked.touched(question, case) == set()


@every_question
@few_or_all
@pytest.mark.parametrize("change", [shuffled, renamed])
def test_neither_the_order_of_rows_nor_names_of_participants_change_anything(
    question: Question, extent: str, change: Change, asked: Asked
) -> None:
    for case in asked.telling(question, extent):
        assert_same(question.results(asked.changed(case, change)), asked.results_of(question, case))


@every_question
@few_or_all
def test_it_draws_the_same_picture_from_the_same_evidence(question: Question, extent: str, asked: Asked) -> None:
    for case in asked.telling(question, extent):
        again = question.account(asked.case_of(case), asked.results_of(question, case))
        drawn = asked.account_of(question, case)
        assert [drawing.svg for drawing in again.drawings] == [drawing.svg for drawing in drawn.drawings], case


def test_a_question_of_ones_own_is_loaded_by_its_dotted_name() -> None:
    assert questions.load("analysis.questions.accuracy:QUESTION") is questions.load("accuracy")
