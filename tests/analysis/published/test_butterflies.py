"""Mac Aodha et al. (2018), butterflies: 160 people learn five classes in 20 trials and are tested in 20 others.

Nobody is left out.  The table in print was not at hand: the means are those of the score that the authors stored with
the answers, the comparisons another program's.
"""

import json
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.stats.intervals import Difference, Mean, mean, welch
from analysis.stats.rank_tests import RankTest, mann_whitney
from tests.analysis.published.plans import BUTTERFLIES
from tests.analysis.published.reading import plan_of, trials_of

pytestmark = pytest.mark.shared_data

NAMES = {arm["value"]: name for name, arm in plan_of(BUTTERFLIES)["arms"].items()}
Groups = dict[str, "np.ndarray[tuple[int], np.dtype[np.float64]]"]


@pytest.fixture(scope="module")
def trials(shared_data: Path) -> pd.DataFrame:
    """Of everybody."""
    return trials_of(BUTTERFLIES, shared_data)


@pytest.fixture(scope="module")
def figures(shared_data: Path) -> dict[str, Any]:
    """Per cents and comparisons to all digits; arms by the authors' names."""
    found: dict[str, Any] = json.loads((shared_data / BUTTERFLIES.figures).read_text(encoding="utf-8"))
    return found["butterflies_crop"]  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def percents(trials: pd.DataFrame) -> Groups:
    """Right answers of each participant in the test, in per cent, by arm."""
    return percents_of(trials, "test")


def percents_of(trials: pd.DataFrame, block: str) -> Groups:
    shares = trials[trials["block"] == block].groupby(["arm", "participant"])["correct"].mean()
    return {arm: 100 * shares[arm].to_numpy() for arm in NAMES.values()}


@pytest.mark.parametrize(
    ("arm", "printed"),
    [("rand-im", "65.20 (49)"), ("rand-exp", "67.31 (39)"), ("strict", "65.00 (39)"), ("explain", "68.33 (33)")],
)
def test_the_published_means_and_numbers_come_out(percents: Groups, arm: str, printed: str) -> None:
    found = mean(percents[arm], 0.95)
    assert isinstance(found, Mean)
    assert f"{found.estimate:.2f} ({found.df + 1:.0f})" == printed


def test_the_means_medians_and_standard_deviations_come_out_to_all_digits(
    percents: Groups, figures: dict[str, Any]
) -> None:
    assert set(figures["test"]) == set(NAMES)
    assert sum(each.size for each in percents.values()) == 160 == figures["n"]
    for theirs, expected in figures["test"].items():
        values = percents[NAMES[theirs]]
        found = mean(values, 0.95)
        assert isinstance(found, Mean)
        spread = found.std_error * sqrt(values.size)
        assert (found.estimate, spread) == pytest.approx((expected["mean"], expected["std"]), rel=1e-12)
        assert (values.size, float(np.median(values))) == (expected["count"], pytest.approx(expected["median"]))


@pytest.mark.parametrize(
    ("theirs", "printed"), [("RAND_IM", "58.67"), ("RAND_EXP", "57.56"), ("STRICT", "52.31"), ("EXPLAIN", "55.45")]
)
def test_the_means_of_the_training_come_out(
    trials: pd.DataFrame, figures: dict[str, Any], theirs: str, printed: str
) -> None:
    found = mean(percents_of(trials, "train")[NAMES[theirs]], 0.95)
    assert isinstance(found, Mean)
    assert f"{found.estimate:.2f}" == printed
    assert found.estimate == pytest.approx(figures["train_mean"][theirs], rel=1e-12)


def test_the_comparison_of_explained_with_random_images_comes_out(percents: Groups, figures: dict[str, Any]) -> None:
    """Mann and Whitney's test two-sided, corrected for ties and continuity; Welch's t test."""
    pair, expected = (percents["explain"], percents["rand-im"]), figures["EXPLAIN_vs_RAND_IM"]
    ranks, means = mann_whitney(*pair), welch(*pair, 0.95)
    assert isinstance(ranks, RankTest)
    assert isinstance(means, Difference)
    assert f"U = {ranks.statistic}, p = {ranks.p:.4f}" == "U = 873.0, p = 0.5437"
    assert f"t({means.df:.2f}) = {means.t:.3f}, p = {means.p:.4f}" == "t(57.67) = 0.657, p = 0.5138"
    assert (ranks.statistic, ranks.p) == pytest.approx((expected["U"], expected["p_mw"]), rel=1e-10)
    assert (means.t, means.df, means.p) == pytest.approx((expected["t"], expected["df"], expected["p_t"]), rel=1e-10)


def test_the_tabled_times_come_out(trials: pd.DataFrame) -> None:
    """Medians of 5 to 6 s in the test, a clock of whole seconds, a longest time of 2263 s; spread of logarithms .58.

    The spread is that of times from 1 to 60 s.  The first trial of each participant has no time.
    """
    tested = trials[trials["block"] == "test"]
    medians = tested.groupby("arm")["rt_ms"].median()
    assert medians[list(NAMES.values())].tolist() == [6000, 6000, 6000, 5000]
    assert trials["rt_ms"].max() == 2_263_000
    assert not (trials["rt_ms"].dropna() % 1000).any()
    assert trials.loc[trials["rt_ms"].isna(), "position"].tolist() == [0] * 160
    counted = tested.loc[tested["rt_ms"].between(1000, 60_000), "rt_ms"]
    assert f"{np.log(counted).std():.2f}" == "0.58"
