from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import evidence, questions, tables
from analysis.evidence import Evidence
from analysis.plan import of_study
from analysis.question import Account
from analysis.result import Result
from tests.analysis.cases import evidence_of
from tests.analysis.synthetic import STUDY, Truth, write_export

ACCURACY = questions.load("accuracy")
TEACHES = "accuracy/heatmap-teaches/difference"
BEATS = "accuracy/heatmap-beats-placebo/difference"


def results_of(found: Evidence) -> dict[str, Result]:
    return {result.name: result for result in ACCURACY.results(found)}


def account_of(found: Evidence) -> Account:
    return ACCURACY.account(found, ACCURACY.results(found))


def planted(folder: Path, **truth: Any) -> Evidence:
    return evidence.of_mode(tables.read(write_export(folder / "export", Truth(**truth))), "live")


def with_plan(found: Evidence, *hypotheses: dict[str, Any]) -> Evidence:
    plan = STUDY.model_dump(mode="json") | {"hypothesis": list(hypotheses)}
    return replace(found, plan=of_study(type(STUDY).model_validate(plan)))


def test_the_mean_of_an_arm_is_over_participants_not_trials(people: Evidence) -> None:
    mean = results_of(people)["accuracy/test/none/mean"]
    mine = people.trials[(people.trials["block"] == "test") & (people.trials["arm"] == "none")]
    per_person = mine[mine["answered"]].groupby("participant")["correct"].apply(lambda each: each.astype(float).mean())
    assert mean.estimate == pytest.approx(per_person.mean())
    assert mean.n == {"none": 20}
    assert mean.n_trials == 18 * 24 + 2 * 12
    assert mean.reference == 0.25


def test_a_planted_effect_is_found(tmp_path: Path) -> None:
    found = planted(tmp_path, skill={"none": 0.45, "placebo": 0.45, "heatmap": 0.7}, n=dict.fromkeys(STUDY.arms, 40))
    teaches = results_of(found)[TEACHES]
    assert teaches.interval is not None
    assert teaches.test is not None
    assert 0.1 < teaches.interval.low < 0.24 < teaches.interval.high < 0.3
    assert teaches.test.p_adjusted is not None
    assert teaches.test.p_adjusted < 0.001
    assert "accuracy was higher in arm heatmap than in arm none" in account_of(found).answers[0]


def test_where_nothing_is_planted_the_report_leaves_it_open(tmp_path: Path) -> None:
    found = planted(tmp_path, skill=dict.fromkeys(STUDY.arms, 0.5))
    assert "leave open whether accuracy differs between arms heatmap and none" in account_of(found).answers[0]


def test_confirmatory_p_values_are_corrected_together_and_intervals_say_which_is_which(people: Evidence) -> None:
    found = results_of(people)
    p = {name: found[name].test for name in (TEACHES, BEATS)}
    assert all(test is not None and test.adjustment == "Holm" and test.n_comparisons == 2 for test in p.values())
    smaller, larger = sorted((test for test in p.values() if test), key=lambda test: test.p)
    assert smaller.p_adjusted == pytest.approx(2 * smaller.p)
    assert larger.p_adjusted == pytest.approx(max(larger.p, 2 * smaller.p))
    single, together = found[TEACHES].interval, found[TEACHES].simultaneous
    assert single is not None
    assert together is not None
    assert (single.level, together.level) == (0.95, 0.975)
    assert together.low < single.low < single.high < together.high


def test_a_single_confirmatory_comparison_is_not_corrected(people: Evidence) -> None:
    one = {"name": "one", "block": "test", "contrast": "heatmap - none"}
    other = {"name": "other", "block": "test", "contrast": "placebo - none", "family": "exploratory"}
    found = results_of(with_plan(people, one, other))
    for name in ("one", "other"):
        result = found[f"accuracy/{name}/difference"]
        assert result.test is not None
        assert result.test.p_adjusted is None
        assert result.simultaneous is None


def test_a_comparison_that_cannot_be_made_still_counts_in_the_correction(tmp_path: Path) -> None:
    found = results_of(evidence_of("an empty arm", tmp_path))
    test = found[TEACHES].test
    assert test is not None
    assert test.p_adjusted == pytest.approx(min(1.0, 2 * test.p))
    assert found[BEATS].status == "not_estimable"
    assert (
        found[BEATS].reason
        == "each group needs two participants; the first has 6 participants, the second no participants"
    )


def test_swapped_arms_give_the_mirrored_result(people: Evidence) -> None:
    plan = {"name": "one", "block": "test", "contrast": "heatmap - none"}
    one = results_of(with_plan(people, plan))["accuracy/one/difference"]
    other = results_of(with_plan(people, plan | {"contrast": "none - heatmap"}))["accuracy/one/difference"]
    assert one.estimate == -(other.estimate or 0)
    assert one.interval is not None
    assert other.interval is not None
    assert one.interval.low == -other.interval.high
    assert one.test is not None
    assert other.test is not None
    assert one.test.p == other.test.p


def test_renamed_arms_give_the_same_numbers_under_the_new_names(people: Evidence) -> None:
    names = {"none": "plain", "placebo": "noise", "heatmap": "map"}
    plan = STUDY.model_dump(mode="json")
    plan["arms"] = {names[arm]: facts for arm, facts in plan["arms"].items()}
    plan["hypothesis"] = [{"name": "heatmap-teaches", "block": "test", "contrast": "map - plain"}]

    def renamed(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(arm=table["arm"].map(names))

    other = replace(
        people,
        plan=of_study(type(STUDY).model_validate(plan)),
        participants=renamed(people.participants),
        trials=renamed(people.trials),
    )
    assert results_of(other)[TEACHES].estimate == results_of(people)[TEACHES].estimate
    assert (
        results_of(other)["accuracy/test/map/mean"].interval
        == results_of(people)["accuracy/test/heatmap/mean"].interval
    )


def test_where_all_answers_are_right_there_is_a_mean_and_no_interval(tmp_path: Path) -> None:
    found = results_of(evidence_of("all answers right", tmp_path))
    mean = found["accuracy/test/heatmap/mean"]
    assert (mean.estimate, mean.interval, mean.status) == (1.0, None, "no_interval")
    assert found[TEACHES].estimate == 0.0
    assert found[TEACHES].test is None


def test_intervals_stay_where_a_proportion_can_be(tmp_path: Path) -> None:
    found = ACCURACY.results(evidence_of("two per arm", tmp_path))
    for result in found:
        if result.scale == "standardised difference" or result.interval is None:
            continue
        lowest = 0.0 if result.scale == "proportion" else -1.0
        assert lowest <= result.interval.low <= result.interval.high <= 1.0


def test_an_unanswered_trial_is_not_a_wrong_one(people: Evidence) -> None:
    def forgotten(trials: pd.DataFrame) -> pd.DataFrame:
        wrong = trials["correct"].eq(False).fillna(False)
        return trials.assign(answered=trials["answered"] & ~wrong, correct=trials["correct"].mask(wrong))

    only_right = replace(people, trials=forgotten(people.trials))
    assert results_of(only_right)["accuracy/test/none/mean"].estimate == 1.0


@pytest.mark.parametrize(
    ("smallest", "said"),
    [
        (0.02, "the whole interval lies beyond it"),
        (0.2, "the interval holds differences that would matter and differences that would not"),
        (0.9, "the whole interval lies closer to zero than that"),
    ],
)
def test_the_interval_is_held_against_the_smallest_effect_of_the_plan(
    people: Evidence, smallest: float, said: str
) -> None:
    plan = {"name": "one", "block": "test", "contrast": "heatmap - none", "smallest_effect": smallest}
    assert said in account_of(with_plan(people, plan)).sentences[0]


def test_the_sentence_for_a_paper_is_written_as_apa_asks(people: Evidence) -> None:
    sentence = account_of(people).sentences[0]
    assert sentence.startswith("heatmap − none: 22.0 percentage points, 95% CI [")
    assert "; mixed model t(57) = " in sentence
    assert "p < .001; Holm-adjusted for 2 comparisons p < .001; Hedges' g = 1.54, 95% CI [0.84, 2.23]." in sentence


def test_a_mean_without_a_block_of_that_name_is_not_made_up(people: Evidence) -> None:
    assert not [name for name in results_of(people) if "ratings" in name]


GAIN = {
    "name": "gain",
    "contrast": "(heatmap.test - heatmap.training) - (none.test - none.training)",
    "smallest_effect": 0.05,
}


def test_a_difference_of_differences_is_of_what_each_participant_gained(people: Evidence) -> None:
    """On participants' means: held against gains computed from the trials, by Welch's formula written out."""
    trials = people.trials[people.trials["answered"]]
    shares = trials.assign(correct=trials["correct"].astype(float)).pivot_table(
        index=["arm", "participant"], columns="block", values="correct"
    )
    gains = (shares["test"] - shares["training"]).dropna()
    ours, theirs = gains["heatmap"], gains["none"]
    every = results_of(with_plan(people, GAIN))
    found, modelled = every["accuracy/gain/participant_means"], every["accuracy/gain/difference"]
    assert found.estimate == pytest.approx(ours.mean() - theirs.mean())
    assert modelled.estimate == pytest.approx(ours.mean() - theirs.mean(), abs=0.02)
    assert found.std_error == pytest.approx((ours.var() / len(ours) + theirs.var() / len(theirs)) ** 0.5)
    assert found.n == {"heatmap": 20, "none": 20}
    assert found.labels["block"] == "test, training"
    assert found.interval is not None
    assert found.interval.low < ours.mean() - theirs.mean() < found.interval.high


def test_a_combination_has_its_own_words_and_no_standardised_size(people: Evidence) -> None:
    found = with_plan(people, GAIN)
    assert "accuracy/gain/hedges_g" not in results_of(found)
    account = account_of(found)
    written = "(heatmap.test − heatmap.training) − (none.test − none.training)"
    assert written in account.answers[0]
    assert account.sentences[0].startswith(f"{written}: ")
    assert account.tables[0].rows[0][0] == written


def test_an_average_of_arms_is_compared_with_another(people: Evidence) -> None:
    plan = {"name": "maps", "block": "test", "contrast": "(heatmap + placebo) / 2 - none"}
    arms = ("heatmap", "placebo", "none")
    means = {arm: results_of(people)[f"accuracy/test/{arm}/mean"].estimate or 0.0 for arm in arms}
    every = results_of(with_plan(people, plan))
    found = every["accuracy/maps/participant_means"]
    assert found.estimate == pytest.approx(means["heatmap"] / 2 + means["placebo"] / 2 - means["none"])
    assert every["accuracy/maps/difference"].estimate == pytest.approx(found.estimate, abs=0.02)
    assert found.n == {"heatmap": 20, "placebo": 20, "none": 20}


def test_a_part_within_one_arm_is_compared_with_another_of_the_same_people(people: Evidence) -> None:
    plan = {"name": "forgot", "contrast": "heatmap.test - heatmap.training"}
    found = results_of(with_plan(people, plan))["accuracy/forgot/participant_means"]
    assert found.n == {"heatmap": 20}
    assert found.test is not None
    assert found.test.df == 19


def test_who_lacks_a_part_is_left_out_of_means_but_not_of_the_model(people: Evidence) -> None:
    trials = people.trials
    left = trials[~((trials["participant"] == trials["participant"].iloc[0]) & (trials["block"] == "training"))]
    found = results_of(with_plan(replace(people, trials=left), GAIN))
    assert sum(found["accuracy/gain/participant_means"].n.values()) == 39
    assert sum(found["accuracy/gain/difference"].n.values()) == 40


@pytest.mark.parametrize("direction", ["greater", "less"])
def test_a_one_sided_test_keeps_the_two_sided_interval(people: Evidence, direction: str) -> None:
    plan = {"name": "teaches", "block": "test", "contrast": "heatmap - none"}
    both, one = (
        results_of(with_plan(people, plan | {"direction": way}))["accuracy/teaches/difference"]
        for way in ("two-sided", direction)
    )
    assert both.test is not None
    assert one.test is not None
    assert one.interval == both.interval
    is_towards = (both.estimate or 0.0) > 0
    half = both.test.p / 2
    assert one.test.p == pytest.approx(half if is_towards == (direction == "greater") else 1 - half)
    sentence = account_of(with_plan(people, plan | {"direction": direction})).sentences[0]
    assert "one-sided p" in sentence
