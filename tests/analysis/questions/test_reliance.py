import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import evidence, questions, tables
from analysis.errors import AnalysisError
from analysis.evidence import Evidence
from analysis.question import Account
from analysis.reliance.advised import Advised
from analysis.reliance.curves import curves_against_first
from analysis.reliance.shares import shares_of_arms
from analysis.result import Interval, Result
from study_app.records import TrialRecord
from tests.analysis.cases import evidence_of
from tests.analysis.planted import with_advice
from tests.analysis.stats.taesiri import trials_of
from tests.analysis.synthetic import Truth, records, write_records

RELIANCE = questions.load("reliance")
NAMES = {"a": "California", "b": "Herring", "c": "Western"}
TOLD, UNTOLD = json.dumps({"final": "x", "advice": "y"}), json.dumps({"final": "x"})
ONE = {"none": ["ra ra rr wa wr wr", "ra ra rr wa wa wr"], "placebo": ["ra ra ra wa wa wr", "ra ra rr wa wa wa"]}
# each trial: truth, advice, own answer, final answer
TWO = {
    "none": ["aaba aabb aaaa abab abaa abcb", "aaba aaba aaac abaa abaa abcc"],
    "placebo": ["aaba aaba abab abab", "aaba aabb abab abaa"],
}


def results_of(found: Evidence) -> dict[str, Result]:
    return {result.name: result for result in RELIANCE.results(found)}


def account_of(found: Evidence) -> Account:
    return RELIANCE.account(found, RELIANCE.results(found))


def exported(folder: Path, truth: Truth, change: Any) -> Evidence:
    people, trials, events = records(truth)
    written = write_records(folder / "export", people, change(trials), events)
    return evidence.of_mode(tables.read(written), "live")


def written_out(folder: Path, arms: dict[str, list[str]], **more: Any) -> Evidence:
    """Trials as typed: one stage as `ra` (classifier right, accepted) to `wr`; two stages as `aaba`."""
    n_trials = max(len(person.split()) for people in arms.values() for person in people)
    truth = Truth(n={arm: len(people) for arm, people in arms.items()}, n_trials={"test": n_trials})
    scripts = [person.split() for people in arms.values() for person in people]

    def change(trials: list[TrialRecord]) -> list[TrialRecord]:
        made: list[TrialRecord] = []
        for trial in trials:
            script = scripts[int(trial.participant.removeprefix("p"))]
            if trial.position < len(script):
                made += typed(replace(trial, task="advise", **more), script[trial.position])
        return made

    return exported(folder, truth, change)


def typed(trial: TrialRecord, code: str) -> list[TrialRecord]:
    if len(code) == 2:
        right, accepted = code[0] == "r", code[1] == "a"
        predicted = trial.label if right else "another"
        answer = replace(trial, predicted=predicted, classifier_correct=right, n_options=2)
        response = "accept" if accepted else "refuse"
        return [replace(answer, question="decision", response=response, correct=accepted == right)]
    truth, advice, own, final = (NAMES[letter] for letter in code)
    asked = replace(trial, label=truth, predicted=advice, classifier_correct=advice == truth)
    return [
        replace(asked, question="own", response=own, correct=own == truth, values=None),
        replace(asked, question="final", response=final, correct=final == truth, stage="advice"),
    ]


def planted(folder: Path, stages: str, **truth: Any) -> Evidence:
    return exported(folder, Truth(**truth), lambda trials: with_advice(trials, stages))


def test_over_and_under_reliance_are_of_the_trials_in_which_they_could_happen(tmp_path: Path) -> None:
    """Of three wrong ones the first accepts one, the second two; either refuses one of three right ones."""
    found = results_of(written_out(tmp_path, ONE))
    over, under = (found[f"reliance/test/none/{name}/mean"] for name in ("over_reliance", "under_reliance"))
    assert (over.estimate, under.estimate) == pytest.approx((0.5, 1 / 3))
    assert (over.n, over.n_trials, under.n_trials) == ({"none": 2}, 6, 6)


def test_every_measure_of_two_stages_comes_out_as_counted_by_hand(tmp_path: Path) -> None:
    """Means of the two participants' shares, and both participants' trials together."""
    found = results_of(written_out(tmp_path, TWO))
    counted = {
        "over_reliance": ((2 / 3 + 0) / 2, 2 / 6),
        "under_reliance": ((1 / 3 + 1 / 3) / 2, 2 / 6),
        "switch_fraction": ((3 / 5 + 2 / 5) / 2, 5 / 10),
        "rair": ((1 / 2 + 2 / 2) / 2, 3 / 4),
        "rsr": ((1 / 2 + 2 / 2) / 2, 3 / 4),
    }
    for name, (mean, pooled) in counted.items():
        assert found[f"reliance/test/none/{name}/mean"].estimate == pytest.approx(mean), name
        assert found[f"reliance/test/none/{name}/pooled"].estimate == pytest.approx(pooled), name


def test_pooled_shares_count_trials_and_means_count_participants(tmp_path: Path) -> None:
    found = results_of(written_out(tmp_path, {"none": ["wa wa wa wr", "wr"], "placebo": ["wa", "wr"]}))
    assert found["reliance/test/none/over_reliance/mean"].estimate == pytest.approx(0.375)
    assert found["reliance/test/none/over_reliance/pooled"].estimate == pytest.approx(0.6)


def test_who_had_no_such_trial_is_counted_and_not_scored_as_nought(tmp_path: Path) -> None:
    found = results_of(written_out(tmp_path, {"none": ["wa wa ra", "ra ra", "wa wr rr"], "placebo": ["ra", "rr"]}))
    mean = found["reliance/test/none/over_reliance/mean"]
    assert mean.estimate == pytest.approx(0.75)
    assert (mean.n, mean.n_trials) == ({"none": 2}, 4)
    assert found["reliance/test/none/over_reliance/without"].estimate == 1
    nowhere = found["reliance/test/placebo/over_reliance/mean"]
    assert nowhere.reason == "no participant has a trial where the classifier was wrong"
    assert found["reliance/test/placebo/over_reliance/without"].estimate == 2


def test_one_stage_has_no_switching_and_no_complementarity(tmp_path: Path) -> None:
    found = written_out(tmp_path, ONE)
    names = results_of(found)
    assert not [name for name in names if "rair" in name or "rsr" in name or "switch" in name]
    gain = names["reliance/test/none/complementarity"]
    assert gain.status == "not_estimable"
    assert "in one stage nobody answers without advice" in str(gain.reason)
    assert any("Complementarity in block test is not available" in each for each in account_of(found).sentences)


def test_complementarity_is_above_the_better_of_the_two_alone(tmp_path: Path) -> None:
    """Placebo: right with advice 2/4 and 2/4, own 2/4 and 2/4, the classifier 2/4: no gain."""
    found = results_of(written_out(tmp_path, TWO))
    assert found["reliance/test/placebo/complementarity"].estimate == pytest.approx(0.0)
    none = found["reliance/test/none/complementarity"]
    # final right 3/6 and 4/6; own right 3/6 and 3/6; the classifier 3/6
    assert found["reliance/test/none/team"].estimate == pytest.approx(7 / 12)
    assert none.estimate == pytest.approx(1 / 12)
    assert none.labels["better_alone"] == "both"


def test_the_curve_mixes_the_two_cases_as_a_classifier_of_that_accuracy_would(tmp_path: Path) -> None:
    """Right where the classifier is right 2/3, where wrong 1/2; placebo 5/6 and 1/6: they cross at 2/3."""
    found = results_of(written_out(tmp_path, ONE))
    assert found["reliance/test/none/at/0.50"].estimate == pytest.approx(7 / 12)
    assert found["reliance/test/none/at/0.80"].estimate == pytest.approx(0.8 * 2 / 3 + 0.2 / 2)
    assert found["reliance/test/placebo - none/at/1.00"].estimate == pytest.approx(1 / 6)
    crossing = found["reliance/test/placebo - none/crossing"]
    assert crossing.estimate == pytest.approx(2 / 3)
    assert (crossing.labels["better_below"], crossing.labels["better_above"]) == ("none", "placebo")
    # none meets the classifier where 2/3 p + 1/2 (1 - p) = p
    assert found["reliance/test/none/crossing"].estimate == pytest.approx(0.6)
    assert found["reliance/test/classifier"].estimate == pytest.approx(0.5)


def test_planted_reliance_is_found_with_its_interval(tmp_path: Path) -> None:
    found = results_of(planted(tmp_path, "one", n=dict.fromkeys(("none", "placebo", "heatmap"), 40)))
    for arm in ("none", "placebo", "heatmap"):
        for name, truth in (("over_reliance", 0.5), ("under_reliance", 0.2)):
            for kind in ("mean", "pooled"):
                interval = found[f"reliance/test/{arm}/{name}/{kind}"].interval
                assert interval is not None
                assert interval.low - 0.02 < truth < interval.high + 0.02
                assert interval.high - interval.low < 0.12


def test_intervals_are_over_participants_who_differ_and_not_over_their_trials(tmp_path: Path) -> None:
    """Ten people of whom half accept all of 24 wrong ones: as of ten values 0 or 1, not of 240."""
    people = [" ".join(["wa" if place % 2 else "wr"] * 24) for place in range(10)]
    found = results_of(written_out(tmp_path, {"none": people, "placebo": ["wa"]}))
    for kind in ("mean", "pooled"):
        interval = found[f"reliance/test/none/over_reliance/{kind}"].interval
        assert interval is not None
        # .5 ± t(.975, 9) sqrt(.25 × 10 / 9 / 10) = .5 ± 2.262 × .1667
        assert (interval.low, interval.high) == pytest.approx((0.1230, 0.8770), abs=0.001)


def told_in(found: Evidence, *arms: str) -> Evidence:
    """As the task stores it: with the final answer the advice, in these arms only."""
    trials = found.trials
    final = trials["question"] == "final"
    values = trials["values"].mask(final, UNTOLD).mask(final & trials["arm"].isin(arms), TOLD)
    return replace(found, trials=trials.assign(values=values))


def test_arms_that_were_told_no_advice_do_not_count_and_are_named(tmp_path: Path) -> None:
    found = told_in(evidence_of("advice after an answer", tmp_path), "placebo", "heatmap")
    results = results_of(found)
    assert not [name for name in results if "/none" in name or " none" in name]
    differences = [each for each in results.values() if each.labels["kind"] == "difference"]
    assert {each.labels["second"] for each in differences} == {"placebo"}
    assert "none was told no advice and is left out." in account_of(found).tables[0].note


def test_where_nothing_was_stored_of_the_advice_all_trials_count(tmp_path: Path) -> None:
    found = evidence_of("advice after an answer", tmp_path)
    assert found.trials["values"].isna().all()
    everywhere = told_in(found, "none", "placebo", "heatmap")
    assert {name: each.estimate for name, each in results_of(found).items()} == {
        name: each.estimate for name, each in results_of(everywhere).items()
    }


def test_advice_that_nobody_was_told_of_is_no_advice(tmp_path: Path) -> None:
    assert RELIANCE.results(told_in(evidence_of("advice after an answer", tmp_path))) == []


def test_torn_values_are_a_fault_of_the_file_and_say_where(tmp_path: Path) -> None:
    found = evidence_of("advice after an answer", tmp_path)
    torn = replace(found, trials=found.trials.assign(values='{"final": '))
    with pytest.raises(AnalysisError, match=r"trials\.csv: values of participant p0000, position 8"):
        RELIANCE.results(torn)


def test_a_study_without_advice_is_not_asked(people: Evidence) -> None:
    assert RELIANCE.results(people) == []
    assert RELIANCE.account(people, []) == Account()


def test_an_own_answer_without_a_final_one_does_not_count(tmp_path: Path) -> None:
    found = written_out(tmp_path, TWO)
    last = (found.trials["question"] == "final") & (found.trials["position"] == 0) & (found.trials["arm"] == "none")
    trials = found.trials.assign(
        answered=found.trials["answered"] & ~last,
        response=found.trials["response"].mask(last),
        correct=found.trials["correct"].mask(last),
    )
    results = results_of(replace(found, trials=trials))
    # without `aaba` of either
    assert results["reliance/test/none/rair/pooled"].n_trials == 2
    assert results["reliance/test/none/alone"].n_trials == 10


def test_trials_of_pictures_whose_class_is_not_known_do_not_count(tmp_path: Path) -> None:
    found = evidence_of("advice after an answer", tmp_path)
    assert RELIANCE.results(replace(found, trials=found.trials.assign(label=None))) == []


def test_a_block_that_changed_its_stages_is_told_of_twice(tmp_path: Path) -> None:
    arms = {"none": ["ra wa rr wr", "aaba abab aabb abaa"], "placebo": ["ra wa rr wr", "aaba abab aabb abaa"]}
    found = written_out(tmp_path, arms)
    blocks = {each.labels["block"] for each in RELIANCE.results(found)}
    assert blocks == {"test.decision", "test.final"}
    assert [each.caption for each in account_of(found).tables if "Reliance" in each.caption] == [
        "Reliance on advice in Test (decision)",
        "Reliance on advice in Test (final)",
    ]


@pytest.mark.parametrize(("stages", "n"), [("one", 4), ("two", 10)])
def test_comparisons_with_the_first_arm_are_exploratory_and_corrected_together(
    tmp_path: Path, stages: str, n: int
) -> None:
    found = results_of(planted(tmp_path, stages, n=dict.fromkeys(("none", "placebo", "heatmap"), 12)))
    differences = [each for each in found.values() if each.labels["kind"] == "difference"]
    assert len(differences) == n
    for each in differences:
        assert each.family == "exploratory"
        assert each.test is not None
        assert (each.test.adjustment, each.test.n_comparisons) == ("Benjamini-Hochberg", n)
        assert each.test.p_adjusted is not None
        assert each.test.p_adjusted >= each.test.p - 1e-12


def test_arms_that_truly_differ_are_told_apart_and_the_winner_is_said_with_where(tmp_path: Path) -> None:
    """Careful: right 13 of 20, wrong resisted 17 of 20; trusting: 19 of 20 and 5 of 20: tied at .6 / .9."""

    def person(right: int, wrong: int) -> str:
        codes = ["ra"] * right + ["rr"] * (20 - right) + ["wr"] * wrong + ["wa"] * (20 - wrong)
        return " ".join(codes)

    careful = [person(13 + shift, 17 - shift) for shift in (-1, 0, 0, 1) * 5]
    trusting = [person(19 + shift, 5 + shift) for shift in (-1, 0, 0, 1) * 5]
    found = written_out(tmp_path, {"none": careful, "heatmap": trusting})
    crossing = results_of(found)["reliance/test/heatmap - none/crossing"]
    assert crossing.estimate == pytest.approx(2 / 3)
    assert crossing.interval is not None
    assert 0.6 < crossing.interval.low < crossing.interval.high < 0.7
    said = next(each for each in account_of(found).sentences if each.startswith("With a classifier"))
    assert "none would be right more often than heatmap with one right in 50% to 60% of trials" in said
    assert "heatmap would be right more often than none with one right in 70% to 100% of trials" in said
    assert "the curves cross at 66.7%, 95% CI [" in said
    assert "at the other accuracies from 50% to 100% it is open" in said
    held = next(each for each in account_of(found).sentences if "exploratory" in each)
    assert held.startswith(
        "Of 4 exploratory comparisons with arm none (2 without a test), 2 hold at the 5% level: over"
    )
    assert "heatmap − none: 60.0 percentage points, 95% CI" in held


def test_a_crossing_that_may_be_anywhere_is_said_to_be_open(tmp_path: Path) -> None:
    said = [each for each in account_of(planted(tmp_path, "one")).sentences if each.startswith("With a classifier")]
    assert len(said) == 2
    for sentence in said:
        assert "it is open at every accuracy from 50% to 100% whether" in sentence
        assert "the curves cross at" not in sentence


def test_the_order_of_rows_and_the_names_of_people_change_no_number(tmp_path: Path) -> None:
    found = planted(tmp_path, "two", n=dict.fromkeys(("none", "placebo", "heatmap"), 8), dropouts=1)
    names = sorted(found.participants["participant"])
    turned = dict(zip(names, reversed(names), strict=True))

    def other(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(participant=table["participant"].map(turned)).sample(frac=1, random_state=3)

    others = results_of(replace(found, participants=other(found.participants), trials=other(found.trials)))
    for name, each in results_of(found).items():
        assert others[name].estimate == (None if each.estimate is None else pytest.approx(each.estimate, abs=1e-12))
        assert limits(others[name].interval) == pytest.approx(limits(each.interval), abs=1e-12), name


def limits(interval: Interval | None) -> tuple[float, ...]:
    return () if interval is None else (interval.low, interval.high)


def test_a_sentence_for_a_paper_tells_every_share_with_its_interval_and_counts(tmp_path: Path) -> None:
    sentence = account_of(written_out(tmp_path, ONE)).sentences[0]
    assert sentence == (
        "In block test, arm none: over-reliance 50.0%, 95% CI [0.0, 100.0] (2 participants, 6 trials); "
        "under-reliance 33.3% (2 participants, 6 trials)."
    )


def test_the_report_has_a_plane_and_a_curve_and_the_data_behind_them(tmp_path: Path) -> None:
    account = account_of(written_out(tmp_path, TWO))
    assert [each.name for each in account.drawings] == ["reliance-test", "base-rates-test"]
    assert not account.answers
    shares = account.data["reliance-test"]
    mine = shares[(shares["measure"] == "rair") & (shares["arm"] == "none")]
    assert mine[["n_events", "n_chances", "share"]].to_numpy().tolist() == [[1, 2, 0.5], [2, 2, 1.0]]
    assert set(account.data["base-rates-test"]["arm"]) == {
        "none",
        "placebo",
        "heatmap",
        "placebo - none",
        "heatmap - none",
    }


@pytest.mark.shared_data
def test_reliance_and_crossing_of_a_public_study_come_out(shared_data: Path) -> None:
    """As tabled for this data: CHM-Corr loses to no explanation from a classifier accuracy of .763 on."""
    rows = []
    for arm in ("ResNet-50", "CHM-Corr", "kNN"):
        trials = trials_of(shared_data, arm)
        classifier_right, right = trials["ai_correct"] == 1, trials["correct"] == 1
        rows.append(
            pd.DataFrame(
                {
                    "participant": arm + trials["participant"].astype(str),
                    "arm": arm,
                    "own": None,
                    "classifier_right": classifier_right,
                    "follows": right == classifier_right,
                    "right": right,
                }
            )
        )
    study = Advised("cub", "cub", False, pd.concat(rows, ignore_index=True), ("ResNet-50", "CHM-Corr", "kNN"), ())
    shares = {each.name: each for each in shares_of_arms(study, 0.95)}
    for arm, over, under in (("ResNet-50", 0.588, 0.102), ("CHM-Corr", 0.466, 0.140), ("kNN", 0.668, 0.037)):
        assert shares[f"reliance/cub/{arm}/over_reliance/pooled"].estimate == pytest.approx(over, abs=0.0006)
        assert shares[f"reliance/cub/{arm}/under_reliance/pooled"].estimate == pytest.approx(under, abs=0.0006)
    crossing = {each.name: each for each in curves_against_first(study, 0.95)}[
        "reliance/cub/CHM-Corr - ResNet-50/crossing"
    ]
    assert crossing.estimate == pytest.approx(0.763, abs=0.0006)
    assert crossing.labels["better_below"] == "CHM-Corr"
    assert crossing.interval is not None
    assert (crossing.interval.low, crossing.interval.high) == pytest.approx((0.60, 0.98), abs=0.02)
