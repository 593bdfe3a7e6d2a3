"""Every question is asked of data from elsewhere: it answers, or has nothing to say; it never breaks."""

import json
import re
import warnings
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from analysis import questions
from analysis.evidence import Evidence
from analysis.question import Question
from analysis.result import Result
from tests.analysis.outside.tables import PLAN, TWO_STAGES, Row, advised, answers, evidence
from tests.analysis.outside.test_within import WITHIN
from tests.analysis.outside.test_within import rows as within_rows

ACCEPT = PLAN.replace("n_options = 4", 'task = "accept"').replace(
    'correct = "acc"', 'correct = "acc"\nai_correct = "ai"'
)
BARE = PLAN.split("[[hypothesis]]", maxsplit=1)[0].replace("n_options = 4", "")
RICH = (
    PLAN.replace(
        'correct = "acc"',
        'correct = "acc"\ncompleted = "end"\ncheck = "check"\nrt = { name = "rt", unit = "ms" }\n'
        'confidence = { name = "sure", points = 5 }',
    )
    + '[[exclusion]]\nname = "unfinished"\nrule = "not_complete"\n'
)


def _rich() -> list[Row]:
    made = [row | {"check": int(n % 8 == 0), "end": int(n >= 8)} for n, row in enumerate(answers())]
    return [row | {"rt": 900 + 37 * (n % 11), "sure": 1 + n % 5} for n, row in enumerate(made)]


CASES: dict[str, tuple[Callable[[], Sequence[Row]], str]] = {
    "bare": (answers, BARE),
    "planned": (answers, PLAN),
    "one participant": (lambda: answers(1), PLAN),
    "two participants": (lambda: answers(2), PLAN),
    "one item": (lambda: answers(6, 1), PLAN),
    "no answer": (lambda: [row | {"acc": ""} for row in answers(4)], PLAN),
    "all right": (lambda: [row | {"acc": 1} for row in answers(6)], PLAN),
    "accept or refuse": (lambda: [row | {"ai": n % 2} for n, row in enumerate(answers())], ACCEPT),
    "two stages": (lambda: list(advised()), TWO_STAGES),
    "no advice was shown": (lambda: [row | {"ai": ""} for row in advised()], TWO_STAGES),
    "within": (within_rows, WITHIN),
    "rich": (_rich, RICH),
}
every_case = pytest.mark.parametrize("case", CASES)
every_question = pytest.mark.parametrize("name", questions.names())


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Evidence]:
    """The evidence of every case."""
    return {case: evidence(tmp_path_factory.mktemp("case"), make(), plan) for case, (make, plan) in CASES.items()}


def asked(question: Question, found: Evidence) -> Sequence[Result]:
    """The results, without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return question.results(found)


@every_question
@every_case
def test_it_answers_or_has_nothing_to_say(name: str, case: str, cases: dict[str, Evidence]) -> None:
    question, found = questions.load(name), cases[case]
    results = asked(question, found)
    for result in results:
        assert Result.from_json(json.loads(json.dumps(result.to_json(), allow_nan=False))) == result
    account = question.account(found, results)
    cells = [cell for table in account.tables for row in table.rows for cell in row]
    said = "\n".join([*account.answers, *account.sentences, *account.methods, *cells])
    assert not re.search(r"\bnan\b|\binf\b|\bNone\b|1970", said)


# What each case has something to say about; participants and accuracy always.
@pytest.mark.parametrize(
    ("case", "more"),
    [
        ("planned", {"items"}),
        ("accept or refuse", {"items", "reliance", "sensitivity"}),
        ("two stages", {"items", "reliance", "confidence"}),
        ("rich", {"items", "attrition", "confidence", "exclusions", "manipulation_checks", "response_time"}),
    ],
)
def test_what_is_absent_is_not_asked(case: str, more: set[str], cases: dict[str, Evidence]) -> None:
    optional = {"attrition", "baseline", "confidence", "exclusions", "items", "ratings", "reliance"}
    optional |= {"response_time", "sensitivity", "faithfulness", "manipulation_checks"}
    there = {name for name in optional if asked(questions.load(name), cases[case])}
    assert there == more
    assert asked(questions.load("accuracy"), cases[case])
    assert asked(questions.load("participants"), cases[case])


def test_reliance_is_counted_as_by_hand(cases: dict[str, Evidence]) -> None:
    """The share of wrong advice that became the final answer, of each participant; then the mean."""
    wrong = [row for row in advised() if row["condition"] == "heat map" and row["ai"] != row["truth"]]
    people = sorted({str(row["pid"]) for row in wrong})
    shares = [np.mean([row["last"] == row["ai"] for row in wrong if row["pid"] == who]) for who in people]
    results = {each.name: each.estimate for each in questions.load("reliance").results(cases["two stages"])}
    assert results["reliance/trials/map/over_reliance/mean"] == pytest.approx(np.mean(shares))


def test_who_did_not_finish_is_told_only_where_the_table_tells(cases: dict[str, Evidence]) -> None:
    def steps(case: str) -> dict[str, float | None]:
        found = questions.load("participants").results(cases[case])
        return {each.name: each.estimate for each in found if "/none/" in each.name}

    assert steps("planned") == {"participants/none/randomised": 6, "participants/none/analysed": 6}
    assert steps("rich")["participants/none/completed"] == 5
