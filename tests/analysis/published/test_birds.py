"""Taesiri et al. (2022), birds of CUB: 362 people accept or refuse a classifier's label, in six conditions.

The authors keep participants who are right in more than half of their 30 trials, and compare conditions by the test of
Mann and Whitney on accuracies of participants, not corrected for the number of comparisons.  The printed p values are
two-sided, by the normal approximation with corrections for ties and continuity.
"""

import json
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.stats.dominance import cliffs_delta
from analysis.stats.effects import Standardised
from analysis.stats.intervals import Mean, mean
from analysis.stats.multiplicity import benjamini_hochberg, holm
from analysis.stats.rank_tests import RankTest, kruskal_wallis, mann_whitney
from tests.analysis.published.plans import BIRDS
from tests.analysis.published.reading import plan_of, trials_of, without_the_authors_exclusions

pytestmark = pytest.mark.shared_data

NAMES = {arm["value"]: name for name, arm in plan_of(BIRDS)["arms"].items()}
Groups = dict[str, "np.ndarray[tuple[int], np.dtype[np.float64]]"]


@pytest.fixture(scope="module")
def trials(shared_data: Path) -> pd.DataFrame:
    """Of everybody."""
    return trials_of(BIRDS, shared_data)


@pytest.fixture(scope="module")
def kept(trials: pd.DataFrame) -> pd.DataFrame:
    """Of those whom the authors kept."""
    return without_the_authors_exclusions(BIRDS, trials)


@pytest.fixture(scope="module")
def accuracies(kept: pd.DataFrame) -> Groups:
    """Of each participant kept, by arm."""
    shares = kept.groupby(["arm", "participant"])["correct"].mean()
    return {arm: shares[arm].to_numpy() for arm in NAMES.values()}


@pytest.fixture(scope="module")
def figures(shared_data: Path) -> dict[str, Any]:
    """What the authors' own programme prints, to all digits; arms by the authors' names."""
    found: dict[str, Any] = json.loads((shared_data / BIRDS.figures).read_text(encoding="utf-8"))
    return found


def test_the_authors_rule_leaves_out_seven_five_of_them_at_exactly_one_half(
    trials: pd.DataFrame, kept: pd.DataFrame, figures: dict[str, Any]
) -> None:
    assert (len(trials), len(kept)) == (10860, 10650) == (figures["rows_raw"], figures["rows_kept"])
    n_before, n_after = (each.groupby("arm")["participant"].nunique() for each in (trials, kept))
    assert (n_before.sum(), n_after.sum()) == (362, 355)
    lost = (n_before - n_after).to_dict()
    assert lost == {"resnet-50": 1, "knn": 0, "emd-nn": 1, "emd-corr": 2, "chm-nn": 1, "chm-corr": 2}
    left_out = trials[~trials["participant"].isin(kept["participant"])]
    shares = left_out.groupby("participant")["correct"].sum().sort_values().tolist()
    assert shares == [14, 14, 15, 15, 15, 15, 15]


@pytest.mark.parametrize(
    ("arm", "n", "printed"),
    [
        ("resnet-50", 60, "65.50 (7.46)"),
        ("knn", 59, "64.75 (7.14)"),
        ("emd-nn", 59, "64.12 (7.07)"),
        ("emd-corr", 58, "67.64 (7.44)"),
        ("chm-nn", 60, "65.72 (8.14)"),
        ("chm-corr", 59, "69.72 (9.08)"),
    ],
)
def test_the_published_means_and_standard_deviations_come_out(
    accuracies: Groups, arm: str, n: int, printed: str
) -> None:
    found = mean(accuracies[arm], 0.95)
    assert isinstance(found, Mean)
    assert accuracies[arm].size == n
    assert f"{100 * found.estimate:.2f} ({100 * found.std_error * sqrt(n):.2f})" == printed


def test_the_means_come_out_to_all_digits_of_the_authors_programme(accuracies: Groups, figures: dict[str, Any]) -> None:
    assert set(figures["participant_method"]) == set(NAMES)
    for theirs, expected in figures["participant_method"].items():
        found = mean(accuracies[NAMES[theirs]], 0.95)
        assert isinstance(found, Mean)
        assert found.df + 1 == expected["count"]
        assert round(found.estimate, 6) == expected["mean"]
        assert round(found.std_error * sqrt(expected["count"]), 6) == expected["std"]


@pytest.mark.parametrize(
    ("first", "second", "printed"),
    [
        ("resnet-50", "chm-corr", "U = 1301.0, p = 0.01217"),
        ("emd-nn", "chm-corr", "U = 1115.0, p = 0.0007034"),
    ],
)
def test_the_published_u_and_p_come_out_two_sided_corrected_for_ties_and_continuity(
    accuracies: Groups, first: str, second: str, printed: str
) -> None:
    found = mann_whitney(accuracies[first], accuracies[second])
    assert isinstance(found, RankTest)
    assert found.calculation == "normal"
    assert f"U = {found.statistic}, p = {found.p:.4g}" == printed


def test_every_published_comparison_comes_out(accuracies: Groups, figures: dict[str, Any]) -> None:
    assert len(figures["mannwhitney"]) == 15
    for pair, expected in figures["mannwhitney"].items():
        first, second = (accuracies[NAMES[name]] for name in pair.split(" vs "))
        found, delta = mann_whitney(first, second), cliffs_delta(first, second, 0.95)
        assert isinstance(found, RankTest)
        assert isinstance(delta, Standardised)
        assert found.calculation == "normal"
        assert (found.statistic, found.p) == pytest.approx((expected["U"], expected["p"]), rel=1e-10)
        assert delta.estimate == pytest.approx(expected["cliffs_delta"], abs=1e-12)


def test_of_six_published_differences_holm_keeps_two_and_benjamini_and_hochberg_five(
    accuracies: Groups,
) -> None:
    arms = list(NAMES.values())
    pairs = [(first, second) for place, first in enumerate(arms) for second in arms[place + 1 :]]
    tests = [mann_whitney(accuracies[first], accuracies[second]) for first, second in pairs]
    p = [each.p for each in tests if isinstance(each, RankTest)]
    assert len(p) == 15
    alone, by_holm, by_bh = (
        {pair for pair, each in zip(pairs, found, strict=True) if each < 0.05}
        for found in (p, holm(p), benjamini_hochberg(p))
    )
    assert alone == {
        ("resnet-50", "chm-corr"),
        ("knn", "emd-corr"),
        ("knn", "chm-corr"),
        ("emd-nn", "emd-corr"),
        ("emd-nn", "chm-corr"),
        ("chm-nn", "chm-corr"),
    }
    assert by_holm == {("emd-nn", "chm-corr"), ("knn", "chm-corr")}
    assert alone - by_bh == {("knn", "emd-corr")}
    adjusted = dict(zip(pairs, holm(p), strict=True))
    assert f"{adjusted['emd-nn', 'chm-corr']:.4f}" == "0.0106"
    assert f"{adjusted['knn', 'chm-corr']:.3f}" == "0.030"
    assert f"{adjusted['resnet-50', 'chm-corr']:.3f}" == "0.146"


def test_the_control_lies_below_the_winner_more_often_than_above(accuracies: Groups) -> None:
    delta = cliffs_delta(accuracies["resnet-50"], accuracies["chm-corr"], 0.95)
    assert isinstance(delta, Standardised)
    assert f"{delta.estimate:.3f}" == "-0.265"


def test_the_comparison_of_all_six_comes_out(accuracies: Groups, figures: dict[str, Any]) -> None:
    found = kruskal_wallis(list(accuracies.values()))
    assert isinstance(found, RankTest)
    assert f"H = {found.statistic:.3f}, p = {found.p:.5f}" == "H = 17.686, p = 0.00337"
    assert (found.statistic, found.p) == pytest.approx((figures["kruskal"]["H"], figures["kruskal"]["p"]), rel=1e-10)


def test_the_tabled_range_of_seconds_per_trial_is_cut_not_rounded(shared_data: Path) -> None:
    """Told as 11 to 23 s: means of the whole session over 30 trials; the fastest arm has 11.69, not 11."""
    raw = pd.read_csv(shared_data / BIRDS.table)
    raw = raw[raw.groupby("participant")["correct"].transform("mean") > 0.5]
    each = raw.groupby(["condition", "participant"])["test_total_rt_ms"].first() / 30_000
    means = [mean(of.to_numpy(), 0.95) for _, of in each.groupby("condition")]
    seconds = sorted(found.estimate for found in means if isinstance(found, Mean))
    assert (len(seconds), f"{seconds[0]:.2f}", f"{seconds[-1]:.2f}") == (6, "11.69", "22.84")
