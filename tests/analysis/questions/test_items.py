import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import evidence, questions, tables
from analysis.evidence import Evidence
from analysis.question import Account
from analysis.result import Result
from tests.analysis.cases import evidence_of, without_hypotheses
from tests.analysis.synthetic import Truth, records, write_records

ITEMS = questions.load("items")
TEACHES = "items/heatmap-teaches/without_one"


def results_of(found: Evidence) -> dict[str, Result]:
    return {result.name: result for result in ITEMS.results(found)}


def account_of(found: Evidence) -> Account:
    return ITEMS.account(found, ITEMS.results(found))


def with_images(folder: Path, right: dict[int, bool] | None = None, **truth: object) -> Evidence:
    """A different image in every place of a block.  right: places that everybody answers rightly, or wrongly."""
    people, trials, events = records(Truth(**truth))  # type: ignore[arg-type]
    made = []
    for trial in trials:
        forced = (right or {}).get(trial.position_in_block) if trial.block == "test" else None
        trial = replace(trial, image=f"bird/{trial.position_in_block:03d}")
        if forced is not None and trial.answered:
            trial = replace(trial, correct=forced, response=trial.label if forced else "none of them")
        made.append(trial)
    return evidence.of_mode(tables.read(write_records(folder / "export", people, made, events)), "live")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """24 images; everybody is wrong about the first."""
    return with_images(tmp_path_factory.mktemp("items"), {0: False}, seed=4)


def test_the_share_of_an_item_is_over_participants_of_all_arms(planted: Evidence) -> None:
    rows = planted.trials[(planted.trials["block"] == "test") & (planted.trials["image"] == "bird/007")]
    share = results_of(planted)["items/test/bird/007/share"]
    assert share.n == {"all": 60}
    assert share.n_trials == 60
    assert share.estimate == pytest.approx(rows["correct"].astype(float).mean())


def test_its_interval_is_wilsons(planted: Evidence) -> None:
    share = results_of(planted)["items/test/bird/000/share"]
    assert share.estimate == 0.0
    assert share.interval is not None
    assert share.interval.low == 0.0
    assert share.interval.high == pytest.approx(1.959964**2 / (60 + 1.959964**2), abs=1e-6)


def test_who_saw_an_item_often_counts_once(people: Evidence) -> None:
    share = results_of(people)["items/test/Herring/000/share"]
    rows = people.trials[(people.trials["block"] == "test") & (people.trials["image"] == "Herring/000")]
    rows = rows[rows["answered"]]
    each = rows.groupby("participant")["correct"].apply(lambda one: one.astype(float).mean())
    assert share.estimate == pytest.approx(each.mean())
    assert share.n == {"all": 60}
    assert share.n_trials == 6 * 54 + 3 * 6


def test_an_item_goes_with_the_rest_without_itself(planted: Evidence) -> None:
    rows = planted.trials[planted.trials["block"] == "test"].assign(right=lambda t: t["correct"].astype(float))
    wide = rows.pivot_table(index="participant", columns="image", values="right")
    expected = np.corrcoef(wide["bird/007"], wide.drop(columns="bird/007").mean(axis=1))[0, 1]
    assert results_of(planted)["items/test/bird/007/with_rest"].estimate == pytest.approx(expected)


def test_an_item_that_all_get_wrong_correlates_with_nothing_and_says_so(planted: Evidence) -> None:
    result = results_of(planted)["items/test/bird/000/with_rest"]
    assert (result.estimate, result.status) == (None, "not_estimable")
    assert result.reason == "all participants do the same on this item: it correlates with nothing"


def test_a_planted_outlier_is_found_and_no_other(planted: Evidence) -> None:
    found = results_of(planted)
    outliers = found["items/test/outliers"]
    assert (outliers.estimate, outliers.labels["items"]) == (1.0, "bird/000")
    assert "1 item far out: bird/000 (far harder)" in account_of(planted).sentences[0]


def test_the_distance_is_the_modified_z_score_of_logits(planted: Evidence) -> None:
    found = results_of(planted)
    shares = [found[f"items/test/bird/{place:03d}/share"].estimate or 0.0 for place in range(24)]
    logits = [math.log((60 * share + 0.5) / (60 - 60 * share + 0.5)) for share in shares]
    middle = float(np.median(logits))
    spread = float(np.median([abs(each - middle) for each in logits]))
    expected = 0.6744898 * (logits[0] - middle) / spread
    assert found["items/test/bird/000/distance"].estimate == pytest.approx(expected, rel=1e-6)


def test_of_four_items_none_is_an_outlier_and_the_report_says_why(people: Evidence) -> None:
    result = results_of(people)["items/test/outliers"]
    assert result.reason == "the rule for outliers needs five items, here: 4"
    assert "outliers were not looked for" in account_of(people).sentences[0]


def test_a_difference_without_an_item_is_that_of_the_data_without_it(planted: Evidence) -> None:
    rows = planted.trials[(planted.trials["block"] == "test") & planted.trials["answered"]]

    def without(image: str) -> float:
        kept = rows[rows["image"] != image].assign(right=lambda t: t["correct"].astype(float))
        means = kept.groupby(["arm", "participant"])["right"].mean().groupby("arm").mean()
        return float(means["heatmap"] - means["none"])

    expected = {image: without(str(image)) for image in rows["image"].unique()}
    found = results_of(planted)
    smallest, largest = found[f"{TEACHES}/smallest"], found[f"{TEACHES}/largest"]
    assert smallest.estimate == pytest.approx(min(expected.values()))
    assert largest.estimate == pytest.approx(max(expected.values()))
    assert expected[largest.labels["items"]] == pytest.approx(max(expected.values()))
    assert smallest.n == {"heatmap": 20, "none": 20}


def test_no_item_carries_a_large_effect(tmp_path: Path) -> None:
    found = with_images(tmp_path, skill={"none": 0.4, "placebo": 0.4, "heatmap": 0.75})
    results = results_of(found)
    assert results[f"{TEACHES}/change_sign"].estimate == 0.0
    assert results[f"{TEACHES}/change_decision"].estimate == 0.0
    assert "no single item changed its sign" in account_of(found).sentences[1]


def test_an_item_that_alone_makes_the_difference_is_named(planted: Evidence) -> None:
    trials = planted.trials[planted.trials["block"] == "test"].copy()
    person = trials["participant"].str.slice(1).astype(int)
    others = 7 * (trials["position_in_block"] - (trials["position_in_block"] > 3)) + 5 * person
    trials["correct"] = (others % 23 < 10 + person % 3).astype("boolean")
    key = trials["image"] == "bird/003"
    trials.loc[key, "correct"] = trials.loc[key, "arm"] == "heatmap"
    found = replace(planted, trials=trials)
    result = results_of(found)[f"{TEACHES}/change_decision"]
    assert (result.estimate, result.labels["items"]) == (1.0, "bird/003")
    assert "finds a difference with all items, but none without bird/003." in account_of(found).sentences[1]


def test_without_the_only_item_nothing_is_left(tmp_path: Path) -> None:
    result = results_of(evidence_of("one image", tmp_path))[f"{TEACHES}/smallest"]
    assert result.reason == "there is nothing left without an item; items: 1"


def test_an_empty_arm_leaves_the_items_and_gives_the_reason(tmp_path: Path) -> None:
    found = results_of(evidence_of("an empty arm", tmp_path))
    assert found["items/test/Herring/000/share"].status == "ok"
    result = found["items/heatmap-beats-placebo/without_one/largest"]
    assert result.status == "not_estimable"
    assert result.reason is not None
    assert "the second no participants" in result.reason


def test_the_question_does_not_apply_where_nothing_was_answered(tmp_path: Path) -> None:
    assert ITEMS.results(evidence_of("no trial was answered", tmp_path)) == ()


def test_the_table_holds_the_ten_easiest_and_the_ten_hardest_and_the_data_hold_all(planted: Evidence) -> None:
    account = account_of(planted)
    assert len(account.tables[0].rows) == 20
    assert account.tables[0].rows[-1][0] == "bird/000"
    assert account.tables[0].note.startswith("The 10 easiest and the 10 hardest of 24 items.")
    assert len(account.data["items-test"]) == 24
    assert len(account.data["items-without-one-heatmap-teaches"]) == 25


def test_a_study_without_hypotheses_has_items_and_no_differences(planted: Evidence) -> None:
    found = without_hypotheses(planted)
    assert not [name for name in results_of(found) if "without_one" in name]
    assert len(account_of(found).tables) == len(account_of(found).drawings)


def test_catch_trials_are_no_items(planted: Evidence) -> None:
    checked = planted.trials.assign(check=planted.trials["check"].mask(planted.trials["image"] == "bird/005", "catch"))
    assert "items/test/bird/005/share" not in results_of(replace(planted, trials=checked))


def test_the_picture_tells_the_hardest_item_to_somebody_who_cannot_see_it(planted: Evidence) -> None:
    drawing = account_of(planted).drawings[0]
    assert "24 items of test: from 0.0% (bird/000)" in drawing.alt
    assert "Outliers: bird/000." in drawing.alt


def test_rows_in_another_order_give_the_same_numbers(planted: Evidence) -> None:
    mixed = replace(planted, trials=planted.trials.sample(frac=1, random_state=3).reset_index(drop=True))
    assert [r.to_json() for r in ITEMS.results(mixed)] == [r.to_json() for r in ITEMS.results(planted)]
    pd.testing.assert_frame_equal(account_of(mixed).data["items-test"], account_of(planted).data["items-test"])
