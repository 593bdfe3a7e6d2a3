from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scipy import stats

from analysis import questions
from analysis.evidence import Evidence
from analysis.plan import of_study
from analysis.question import Account
from analysis.result import Result
from tests.analysis.cases import evidence_of
from tests.analysis.planted_plans import planned, study_of

EQUIVALENCE = questions.load("equivalence")
ACCURACY = questions.load("accuracy")
PLAN = {"name": "alike", "outcome": "confidence", "smallest_effect": 0.1}
SEED = 4
CLAIM = PLAN | {"claim": "equivalence"}


def results_of(found: Evidence) -> dict[str, Result]:
    return {result.name: result for result in EQUIVALENCE.results(found)}


def account_of(found: Evidence) -> Account:
    return EQUIVALENCE.account(found, EQUIVALENCE.results(found))


def replanned(found: Evidence, *hypotheses: dict[str, Any]) -> Evidence:
    return replace(found, plan=of_study(study_of(*hypotheses)))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Forty people in each arm, of whom no arm makes others sure of themselves; read only."""
    return planned(tmp_path_factory.mktemp("many"), PLAN, n=40, seed=SEED)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Three people in each arm; read only."""
    return planned(tmp_path_factory.mktemp("few"), PLAN, n=3, n_trials={"training": 2, "test": 6})


def decided(found: Evidence, name: str = "alike") -> str:
    return results_of(found)[f"equivalence/{name}/difference"].labels["decision"]


def test_equal_arms_of_many_people_are_equivalent_and_of_few_undecided(many: Evidence, few: Evidence) -> None:
    assert decided(many) == "equivalent"
    assert decided(few) == "undecided"


@pytest.mark.parametrize(
    ("shift", "smallest", "decision"),
    [(0.0, 0.2, "equivalent"), (0.25, 0.2, "different"), (0.25, 0.5, "both"), (0.0, 0.005, "undecided")],
)
def test_the_decision_tells_apart_what_both_tests_say(
    many: Evidence, shift: float, smallest: float, decision: str
) -> None:
    """Confidence of arm heatmap is moved by a quarter of a scale of five points: one point."""
    trials = many.trials
    mine = (trials["arm"] == "heatmap") & (trials["question"] == "confidence") & trials["answered"]
    points = trials.loc[mine, "response"].astype(int) + round(4 * shift)
    moved = trials.assign(response=trials["response"].mask(mine, points.astype(str).reindex(trials.index)))
    longer = moved.assign(n_options=moved["n_options"].mask(moved["question"] == "confidence", 5))
    found = replanned(replace(many, trials=longer), PLAN | {"smallest_effect": smallest})
    assert decided(found) == decision


def test_the_tests_take_the_planned_difference_with_its_own_error(many: Evidence) -> None:
    """TOST written out on the estimate, standard error and degrees of freedom of the mixed model of accuracy."""
    found = replanned(many, {"name": "alike", "outcome": "accuracy", "smallest_effect": 0.08})
    answer = {each.name: each for each in ACCURACY.results(found)}["accuracy/alike/difference"]
    made = results_of(found)["equivalence/alike/difference"]
    assert answer.estimate is not None
    assert answer.std_error is not None
    assert answer.test is not None
    assert answer.test.kind == "mixed model"
    lower = stats.t.sf((answer.estimate + 0.08) / answer.std_error, answer.test.df)
    upper = stats.t.cdf((answer.estimate - 0.08) / answer.std_error, answer.test.df)
    assert made.test is not None
    assert made.test.p == pytest.approx(max(lower, upper))
    reach = stats.t.ppf(0.95, answer.test.df) * answer.std_error
    assert made.interval is not None
    assert made.interval.level == pytest.approx(0.9)
    assert (made.interval.low, made.interval.high) == pytest.approx((answer.estimate - reach, answer.estimate + reach))
    assert (made.family, made.smallest_effect) == ("exploratory", 0.08)


def test_a_claim_enters_the_confirmatory_family_with_the_p_of_both_tests(many: Evidence) -> None:
    found = replanned(many, CLAIM, {"name": "other", "outcome": "under_reliance"})
    confidence = {each.name: each for each in questions.load("confidence").results(found)}
    other = {each.name: each for each in questions.load("reliance").results(found)}["reliance/other/difference"].test
    claim = confidence["confidence/alike/difference"]
    made = results_of(found)["equivalence/alike/difference"]
    assert claim.labels["claim"] == "equivalence"
    assert claim.test is not None
    assert other is not None
    assert (claim.test.kind, claim.test.n_comparisons) == ("TOST", 2)
    assert claim.test.p_adjusted == pytest.approx(2 * claim.test.p)
    assert claim.test.p < other.p
    assert other.p_adjusted == pytest.approx(other.p)
    assert made.test == claim.test
    assert made.family == "confirmatory"
    assert claim.interval is not None
    assert claim.interval.level == 0.95


@pytest.mark.parametrize(
    ("smallest", "said"),
    [
        (0.1, "arms heatmap and none were equivalent in confidence within ±10 points of 100: a difference of "),
        (0.002, "these data leave open whether arms heatmap and none are equivalent in confidence within ±0.2 points"),
    ],
)
def test_the_answer_to_a_claim_says_whether_arms_are_equivalent(many: Evidence, smallest: float, said: str) -> None:
    found = replanned(many, CLAIM | {"smallest_effect": smallest})
    asked = questions.load("confidence")
    account = asked.account(found, asked.results(found))
    assert said in account.answers[0]
    assert ", 90% CI [" in account.answers[0]
    assert "TOST t(" in account.sentences[0]
    assert "TOST t(" in " ".join(account.tables[0].rows[0])
    assert "confirmatory, equivalence" in account.drawings[0].svg.replace("</", " </")
    assert not [each for each in account.sentences if "other methods" in each]


def test_a_claim_that_the_correction_takes_back_is_left_open(many: Evidence) -> None:
    """The smallest effect is put where TOST by itself gives p = .04; with a second hypothesis Holm makes it .08."""
    asked = questions.load("confidence")
    answer = {each.name: each for each in asked.results(replanned(many, PLAN))}["confidence/alike/difference"]
    assert answer.estimate is not None
    assert answer.std_error is not None
    assert answer.test is not None
    bound = abs(answer.estimate) + answer.std_error * float(stats.t.isf(0.04, answer.test.df))
    found = replanned(many, CLAIM | {"smallest_effect": bound}, {"name": "other", "outcome": "under_reliance"})
    said = asked.account(found, asked.results(found)).answers[0]
    assert "these data leave open" in said
    assert "the tests hold by themselves, but corrected for 2 comparisons p = .08" in said
    assert decided(found) == "undecided"


def test_tests_that_no_plan_claims_are_exploratory_and_corrected_among_themselves(many: Evidence) -> None:
    others = [{"name": f"h{place}", "outcome": "under_reliance", "smallest_effect": 0.1 * place} for place in (1, 2)]
    found = results_of(replanned(many, CLAIM, *others))
    tests = {name: found[f"equivalence/{name}/difference"].test for name in ("h1", "h2")}
    assert all(test and (test.adjustment, test.n_comparisons) == ("Benjamini-Hochberg", 2) for test in tests.values())


def test_bayes_factors_are_of_participants_values_under_three_priors(many: Evidence) -> None:
    """Values that hardly differ speak for no difference, the more so the wider the prior."""
    found = results_of(many)
    factors = [found[f"equivalence/alike/bayes_factor/{name}"] for name in ("medium", "wide", "ultrawide")]
    values = [each.estimate for each in factors]
    assert all(value is not None and value > 1 for value in values)
    assert values == sorted(values, key=lambda value: value or 0.0)
    assert {each.reference for each in factors} == {1.0}
    assert factors[0].n == {"heatmap": 40, "none": 40}


def test_only_hypotheses_with_a_smallest_effect_are_asked(many: Evidence) -> None:
    assert results_of(replanned(many, {"name": "alike", "outcome": "confidence"})) == {}
    assert account_of(replanned(many, {"outcome": "confidence"})) == Account()


def test_what_cannot_be_tested_says_why(tmp_path: Path) -> None:
    found = evidence_of("an empty arm", tmp_path)
    plan = {"name": "beats", "block": "test", "contrast": "heatmap - placebo", "smallest_effect": 0.05}
    again = replace(found, plan=replace(found.plan, hypothesis=study_of(plan).hypothesis))
    made = results_of(again)["equivalence/beats/difference"]
    assert (made.status, made.test) == ("not_estimable", None)
    assert "decision" not in made.labels
    (sentence,) = account_of(again).sentences
    assert (
        "whether arms heatmap and placebo are equivalent in accuracy cannot be said: each group needs two" in sentence
    )


def test_the_section_shows_the_bounds_the_tests_and_the_factors(many: Evidence) -> None:
    account = account_of(many)
    assert not account.answers
    tests, factors = account.tables
    assert tests.columns[4:] == ("90% CI", "p (TOST)")
    assert tests.rows[0][:3] == ("heatmap − none", "equivalent", "±10 points of 100")
    assert factors.columns[1] == "BF₀₁, medium (r = 0.71)"
    assert "90% CI" in account.drawings[0].alt


def test_units_that_differ_are_drawn_apart(many: Evidence) -> None:
    found = replanned(many, PLAN, {"outcome": "response_time", "smallest_effect": 100})
    names = [drawing.name for drawing in account_of(found).drawings]
    assert names == ["equivalence-difference-of-confidence", "equivalence-milliseconds"]


def test_a_claim_about_a_combination_is_held_against_zero(many: Evidence) -> None:
    study = study_of(CLAIM)
    contrast = "(heatmap.test - heatmap.training) - (none.test - none.training)"
    (one,) = (each.model_copy(update={"contrast": contrast, "block": None}) for each in study.hypothesis)
    found = replace(many, plan=replace(of_study(study), hypothesis=(one,)))
    assert not [name for name in results_of(found) if "bayes_factor" in name]
    asked = questions.load("confidence")
    said = asked.account(found, asked.results(found)).answers[0]
    assert "of confidence" in said
    assert "0 within ±10 points of 100" in said
