"""The descriptions of the public tables hold; and what of them an analysis of anybody's CSV must be able to take."""

from pathlib import Path

import pandas as pd
import pytest

from tests.analysis.published.plans import BIRDS, BUTTERFLIES, Published
from tests.analysis.published.reading import plan_of, trials_of

pytestmark = pytest.mark.shared_data

BOTH = pytest.mark.parametrize("published", [BIRDS, BUTTERFLIES], ids=["birds", "butterflies"])


@BOTH
def test_every_column_arm_and_block_that_a_plan_names_is_in_the_table(published: Published, shared_data: Path) -> None:
    plan, raw = plan_of(published), pd.read_csv(shared_data / published.table)
    assert set(plan["columns"].values()) <= set(raw.columns)
    assert set(raw[plan["columns"]["arm"]]) == {arm["value"] for arm in plan["arms"].values()}
    assert set(trials_of(published, shared_data)["block"]) == {block["name"] for block in plan["block"]}


@BOTH
def test_nothing_but_times_is_missing_and_nobody_is_in_two_arms_or_sees_an_item_twice(
    published: Published, shared_data: Path
) -> None:
    trials = trials_of(published, shared_data)
    assert not trials.drop(columns="rt_ms", errors="ignore").isna().any(axis=None)
    assert trials.groupby("participant")["arm"].nunique().max() == 1
    assert not trials.duplicated(["participant", "item"]).any()
    assert not trials.duplicated(["participant", "position"]).any()


def test_an_answer_on_butterflies_is_right_where_it_is_the_true_class(shared_data: Path) -> None:
    trials = trials_of(BUTTERFLIES, shared_data)
    assert ((trials["label"] == trials["response"]) == trials["correct"]).all()
    assert trials["response"].nunique() == plan_of(BUTTERFLIES)["block"][0]["n_options"]


def test_advice_on_birds_is_right_in_half_of_everybodys_trials_but_of_an_item_only_in_some_arms(
    shared_data: Path,
) -> None:
    """Of 50 of 1850 items one arm is advised rightly and another wrongly: the advice depends on the arm."""
    trials = trials_of(BIRDS, shared_data)
    assert trials.groupby("participant")["classifier_correct"].sum().unique().tolist() == [15]
    assert trials["item"].nunique() == 1850
    assert (trials.groupby("item")["classifier_correct"].nunique() > 1).sum() == 50
    assert trials.groupby(["arm", "item"])["classifier_correct"].nunique().max() == 1
