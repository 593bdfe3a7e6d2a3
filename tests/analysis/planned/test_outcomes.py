"""Planned comparisons of every outcome: held against Welch's formula, on values computed from the trials."""

from dataclasses import replace
from math import sqrt
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import questions
from analysis.evidence import Evidence
from analysis.plan import of_study
from analysis.planned.primary import primary
from analysis.question import Account
from analysis.result import Result
from tests.analysis.planted_plans import EVERY, planned, study_of, with_everything
from tests.analysis.planted_plans import of_records as evidence_of_records
from tests.analysis.synthetic import STUDY, Truth, records

Z = NormalDist().inv_cdf
QUESTIONS = {
    "response_time": "response_time",
    "confidence": "confidence",
    "d_prime": "sensitivity",
    "over_reliance": "reliance",
    "under_reliance": "reliance",
    "rating": "ratings",
}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Twelve people in each arm, with a hypothesis about every outcome; read only."""
    return planned(tmp_path_factory.mktemp("every"), *EVERY)


def results_of(question: str, found: Evidence) -> dict[str, Result]:
    return {result.name: result for result in questions.load(question).results(found)}


def account_of(question: str, found: Evidence) -> Account:
    asked = questions.load(question)
    return asked.account(found, asked.results(found))


def replanned(found: Evidence, *hypotheses: dict[str, Any], stages: str = "one") -> Evidence:
    return replace(found, plan=of_study(study_of(*hypotheses, stages=stages)))


def answered(found: Evidence, question: str, block: str = "test") -> pd.DataFrame:
    trials = found.trials
    return trials[(trials["block"] == block) & (trials["question"] == question) & trials["answered"]]


def by_person(rows: pd.DataFrame, values: "pd.Series[Any]") -> "pd.Series[float]":
    """Means by arm and participant."""
    return values.astype("float64").groupby([rows["arm"], rows["participant"]]).mean()


def d_prime(rows: pd.DataFrame) -> float:
    """Of one participant, with the log-linear correction of Hautus (1995)."""
    right = rows["classifier_correct"].astype(bool)
    accepted = rows["response"] == "accept"
    hits, false_alarms = (((accepted & there).sum() + 0.5) / (there.sum() + 1) for there in (right, ~right))
    return Z(float(hits)) - Z(float(false_alarms))


def values_of(outcome: str, found: Evidence) -> "pd.Series[float]":
    """One value per arm and participant, computed from the trials."""
    decisions = answered(found, "decision")
    right = decisions["classifier_correct"].astype(bool)
    accepted = decisions["response"] == "accept"
    if outcome == "response_time":
        return decisions["rt_ms"].astype("float64").groupby([decisions["arm"], decisions["participant"]]).median()
    if outcome == "confidence":
        rows = answered(found, "confidence")
        return by_person(rows, (rows["response"].astype("float64") - 1) / 4)
    if outcome == "d_prime":
        return pd.Series({key: d_prime(rows) for key, rows in decisions.groupby(["arm", "participant"])})
    if outcome == "over_reliance":
        return by_person(decisions[~right], accepted[~right])
    if outcome == "under_reliance":
        return by_person(decisions[right], ~accepted[right])
    rows = answered(found, "ease", "ratings")
    return by_person(rows, rows["response"].astype("float64"))


def of(values: "pd.Series[float]", arm: str) -> "pd.Series[float]":
    """The values of that arm."""
    return values[values.index.get_level_values(0) == arm]


def welch(first: "pd.Series[float]", second: "pd.Series[float]") -> tuple[float, float, float]:
    """The difference, its standard error and its degrees of freedom (Welch 1947)."""
    parts = [each.var(ddof=1) / len(each) for each in (first, second)]
    below = sum(part**2 / (len(each) - 1) for part, each in zip(parts, (first, second), strict=True))
    return first.mean() - second.mean(), sqrt(sum(parts)), sum(parts) ** 2 / below


@pytest.mark.parametrize("outcome", QUESTIONS)
def test_an_outcome_is_compared_by_welch_on_what_each_participant_did(outcome: str, everything: Evidence) -> None:
    name = outcome.replace("_", "-")
    (found,) = [each for each in primary(everything) if each.labels["hypothesis"] == name]
    values = values_of(outcome, everything)
    difference, std_error, df = welch(of(values, "heatmap"), of(values, "none"))
    assert found.name == f"{QUESTIONS[outcome]}/{name}/difference"
    assert found.n == {"heatmap": 12, "none": 12}
    assert found.estimate == pytest.approx(difference)
    assert found.std_error == pytest.approx(std_error)
    assert found.test is not None
    assert found.test.df == pytest.approx(df)
    t = difference / std_error
    if outcome == "confidence":  # equivalence within 0.2 is claimed
        lower, upper = stats.t.sf((difference + 0.2) / std_error, df), stats.t.cdf((difference - 0.2) / std_error, df)
        assert found.test.p == pytest.approx(max(lower, upper))
    elif outcome == "over_reliance":  # planned one-sided: less
        assert found.test.p == pytest.approx(stats.t.cdf(t, df))
    else:
        assert found.test.p == pytest.approx(2 * stats.t.sf(abs(t), df))
    assert found.interval is not None
    reach = stats.t.ppf(0.975, df) * std_error
    assert (found.interval.low, found.interval.high) == pytest.approx((difference - reach, difference + reach))


def test_all_confirmatory_hypotheses_are_one_family_whatever_their_outcomes(everything: Evidence) -> None:
    """Holm's step-down written out over six of the seven; the exploratory one stands apart."""
    tests = {each.labels["hypothesis"]: each.test for each in primary(everything)}
    assert tests["d-prime"] is not None
    assert tests["d-prime"].p_adjusted is None
    family = sorted((test for name, test in tests.items() if test and name != "d-prime"), key=lambda test: test.p)
    assert len(family) == 6
    largest = 0.0
    for place, test in enumerate(family):
        largest = max(largest, min(1.0, (6 - place) * test.p))
        assert (test.adjustment, test.n_comparisons) == ("Holm", 6)
        assert test.p_adjusted == pytest.approx(largest)


@pytest.mark.parametrize("question", sorted(set(QUESTIONS.values())))
def test_a_question_answers_its_hypotheses_first_and_at_the_top(question: str, everything: Evidence) -> None:
    account = account_of(question, everything)
    mine = [outcome for outcome, where in QUESTIONS.items() if where == question]
    assert len(account.answers) == len(mine)
    assert account.tables[0].caption == "Planned comparisons"
    assert len(account.tables[0].rows) == len(mine)
    assert account.drawings[0].name == f"{question}-differences"
    plain = account_of(question, replanned(everything, {"outcome": "accuracy"}))
    assert not plain.answers
    assert list(account.sentences[-len(plain.sentences) :]) == list(plain.sentences)


def test_companions_do_not_repeat_the_planned_comparison(everything: Evidence) -> None:
    found = results_of("reliance", everything)
    assert "reliance/over-reliance/participant_means" not in found
    assert "reliance/over-reliance/cluster_robust" not in found
    by_ranks = found["reliance/over-reliance/ranks"].test
    values = values_of("over_reliance", everything)
    expected = stats.mannwhitneyu(of(values, "heatmap"), of(values, "none"), alternative="two-sided")
    assert by_ranks is not None
    assert by_ranks.statistic == expected.statistic
    planned_one, permuted = (found[f"reliance/over-reliance/{name}"] for name in ("difference", "permutation"))
    assert permuted.estimate == planned_one.estimate
    assert permuted.test is not None


def test_the_amounts_are_told_in_the_unit_of_the_outcome(everything: Evidence) -> None:
    said = {question: account_of(question, everything).answers[0] for question in ("response_time", "confidence")}
    times, sure = values_of("response_time", everything), values_of("confidence", everything)
    assert f"a difference of {_shown(times, 1, 0)} ms, 95% CI [" in said["response_time"]
    assert f"a difference of {_shown(sure, 100, 1)} points of 100, 95% CI [" in said["confidence"]
    assert "response time differs between arms heatmap and none" in said["response_time"]


def _shown(values: "pd.Series[float]", factor: float, digits: int) -> str:
    difference = factor * (of(values, "heatmap").mean() - of(values, "none").mean())
    return f"{difference:.{digits}f}".replace("-", "−")


def test_hypotheses_that_share_a_contrast_are_told_apart(everything: Evidence) -> None:
    names = [row[0] for row in account_of("reliance", everything).tables[0].rows]
    assert names == ["over-reliance: heatmap − none", "under-reliance: heatmap − none"]
    table = account_of("exclusions", everything).tables[1]
    assert len({row[0] for row in table.rows}) == len(table.rows) == 14


def test_a_shift_of_times_is_found_in_milliseconds(tmp_path: Path) -> None:
    """Every answer of arm heatmap takes 500 ms longer, right or wrong; a hidden page's time counts in no arm."""
    people, trials, events = records(Truth(n=dict.fromkeys(STUDY.arms, 20)))
    slower = [
        replace(each, rt_ms=each.rt_ms + 500.0) if each.arm == "heatmap" and each.rt_ms is not None else each
        for each in trials
    ]
    hidden = [
        replace(each, rt_ms=1e6, timing_flags="hidden") if each.position_in_block == 0 else each for each in slower
    ]
    study = study_of({"outcome": "response_time", "smallest_effect": 100})
    found = primary(evidence_of_records(tmp_path, study, people, hidden, events))[0]
    assert found.interval is not None
    assert found.interval.low < 500 < found.interval.high
    assert found.interval.low > 200


def test_an_item_or_all_items_of_a_block_can_be_rated(everything: Evidence) -> None:
    ratings = everything.trials[everything.trials["block"] == "ratings"]
    scale = ratings[(ratings["n_options"] == 5) & ratings["check"].isna()]
    means = by_person(scale, scale["response"].astype("float64"))
    without_line = replace(everything, trials=everything.trials[everything.trials["question"] != "effort"])
    plan: dict[str, Any] = {"outcome": "rating", "block": "ratings"}
    found = primary(replanned(without_line, plan))[0]
    assert found.estimate == pytest.approx(of(means, "heatmap").mean() - of(means, "none").mean())
    assert found.n_trials == 24 * 3
    line = primary(replanned(everything, plan | {"question": "effort"}))[0]
    assert line.labels["block"] == "ratings.effort"
    assert line.estimate is not None


@pytest.mark.parametrize(
    ("plan", "stages", "reason"),
    [
        ({"outcome": "rating", "block": "ratings"}, "one", "scales of different length; name one as question"),
        ({"outcome": "rating", "block": "ratings", "question": "joy"}, "one", "nobody rated ratings.joy"),
        ({"outcome": "switching"}, "two", "block test asks for no answer before the advice"),
        ({"outcome": "over_reliance", "block": "training"}, "one", "nobody was advised in block training"),
        ({"outcome": "d_prime", "block": "training"}, "one", "the answers of block training are not of two kinds"),
    ],
)
def test_what_nobody_was_asked_is_told_with_its_reason(
    plan: dict[str, Any], stages: str, reason: str, everything: Evidence
) -> None:
    fitting = plan if plan.get("block") != "training" else {**plan, "block": "test"}
    study = study_of(fitting, stages=stages)
    (asked,) = (each.model_copy(update={"block": plan.get("block", "test")}) for each in study.hypothesis)
    found = replace(everything, plan=replace(of_study(study), hypothesis=(asked,)))
    (answer,) = primary(found)
    assert answer.status == "not_estimable"
    assert reason in str(answer.reason)
    question = answer.question
    assert [name for name in results_of(question, found) if f"/{answer.labels['hypothesis']}/" in name] == [answer.name]
    assert reason in account_of(question, found).answers[0]


def test_a_combination_of_blocks_is_of_what_each_participant_gained(everything: Evidence) -> None:
    """Confidence in the test minus that in practice, per participant, by Welch's formula."""
    every = everything.trials[(everything.trials["question"] == "confidence") & everything.trials["answered"]]
    places = ((every["response"].astype("float64") - 1) / 4).groupby(
        [every["arm"], every["participant"], every["block"]]
    )
    table = places.mean().unstack("block")
    gains = table["test"] - table["training"]
    contrast = "(heatmap.test - heatmap.training) - (none.test - none.training)"
    study = study_of({"outcome": "confidence"})
    (one,) = (each.model_copy(update={"contrast": contrast, "block": None}) for each in study.hypothesis)
    (found,) = primary(replace(everything, plan=replace(of_study(study), hypothesis=(one,))))
    difference, std_error, _ = welch(of(gains, "heatmap"), of(gains, "none"))
    assert (found.estimate, found.std_error) == (pytest.approx(difference), pytest.approx(std_error))


def test_the_measure_of_accuracy_is_not_what_is_rated(everything: Evidence) -> None:
    names = list(results_of("accuracy", replanned(everything, {"outcome": "rating", "block": "ratings"})))
    assert "accuracy/test/none/mean" in names
    assert not [name for name in names if "ratings" in name]


def test_a_planted_liking_is_found(tmp_path: Path) -> None:
    """Opinions of arm heatmap are higher by 1.2 log odds (planted_ratings)."""
    people, trials, events = records(Truth(n=dict.fromkeys(STUDY.arms, 100), n_trials={"test": 2}))
    study = study_of({"outcome": "rating", "block": "ratings", "question": "trust", "direction": "greater"})
    (found,) = primary(evidence_of_records(tmp_path, study, people, with_everything(trials), events))
    assert found.test is not None
    assert found.test.p < 0.01
    assert found.estimate is not None
    assert np.sign(found.estimate) == 1
