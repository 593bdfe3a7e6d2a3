import numpy as np
import pytest

from analysis.stats.estimable import NotEstimable
from analysis.stats.rank_tests import (
    Friedman,
    RankTest,
    dunn,
    friedman,
    kruskal_wallis,
    mann_whitney,
    wilcoxon_signed_rank,
)
from tests.analysis.stats.known import NONE, XNN

# The examples of R's own help pages, from Hollander and Wolfe (1973).
AT_TERM = np.array([0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46])
EARLIER = np.array([1.15, 0.88, 0.90, 0.74, 1.21])
BEFORE = np.array([1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30])
AFTER = np.array([0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29])
NORMAL = np.array([2.9, 3.0, 2.5, 2.6, 3.2])
OBSTRUCTED = np.array([3.8, 2.7, 4.0, 2.4])
ASBESTOSIS = np.array([2.8, 3.4, 3.7, 2.2, 2.0])
_ROUNDING_TIMES = """
    5.40 5.50 5.55 5.85 5.70 5.75 5.20 5.60 5.50 5.55 5.50 5.40 5.90 5.85 5.70 5.45 5.55 5.60 5.40 5.40 5.35
    5.45 5.50 5.35 5.25 5.15 5.00 5.85 5.80 5.70 5.25 5.20 5.10 5.65 5.55 5.45 5.60 5.35 5.45 5.05 5.00 4.95
    5.50 5.50 5.40 5.45 5.55 5.50 5.55 5.55 5.35 5.45 5.50 5.55 5.50 5.45 5.25 5.65 5.60 5.40 5.70 5.65 5.55
    6.30 6.30 6.25"""
ROUNDING_TIMES = np.array([float(time) for time in _ROUNDING_TIMES.split()]).reshape(22, 3)


def test_mann_whitney_with_ties_is_that_of_r() -> None:
    """R 4.2.2: wilcox.test(xnn, none), W and p with ties and continuity corrected"""
    found = mann_whitney(XNN, NONE)
    assert isinstance(found, RankTest)
    assert (found.symbol, found.statistic, found.calculation) == ("U", 572.0, "normal")
    assert found.p == pytest.approx(0.071743680827, abs=1e-11)


def test_mann_whitney_without_ties_is_exact_as_in_r() -> None:
    """R, example(wilcox.test): W = 35, one-sided p = 0.1272, so two-sided 0.2544"""
    found = mann_whitney(AT_TERM, EARLIER)
    assert isinstance(found, RankTest)
    assert (found.statistic, found.calculation) == (35.0, "exact")
    assert found.p == pytest.approx(0.2544, abs=5e-5)


def test_u_is_that_of_the_first_group() -> None:
    """None of 1, 2, 3 lies above 4 or 5, in 0 of 6 pairs; 2 of the 10 arrangements are as extreme."""
    low, high = np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0])
    one, other = mann_whitney(low, high), mann_whitney(high, low)
    assert isinstance(one, RankTest)
    assert isinstance(other, RankTest)
    assert (one.statistic, other.statistic) == (0.0, 6.0)
    assert one.p == other.p == pytest.approx(0.2)


def test_wilcoxon_without_ties_is_exact_as_in_r() -> None:
    """R, example(wilcox.test), paired: V = 40, one-sided p = 0.01953, so two-sided 0.03906"""
    found = wilcoxon_signed_rank(BEFORE - AFTER)
    assert isinstance(found, RankTest)
    assert (found.symbol, found.statistic, found.calculation) == ("V", 40.0, "exact")
    assert found.p == pytest.approx(0.0390625, abs=1e-12)


def test_wilcoxon_with_a_tie_and_a_zero_is_that_of_r() -> None:
    """R: wilcox.test(extra ~ group, data = sleep, paired = TRUE): V = 0, p = 0.009091"""
    first = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    second = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    found = wilcoxon_signed_rank(first - second)
    assert isinstance(found, RankTest)
    assert (found.statistic, found.calculation) == (0.0, "normal")
    assert found.p == pytest.approx(0.009091, abs=5e-7)


def test_differences_equal_on_paper_are_tied_whatever_their_last_bits_say() -> None:
    """0.4 - 0.3 and 0.3 - 0.2 differ in floating point; of the ranks 1.5, 1.5, 3 those above 0 sum up to 1.5."""
    found = wilcoxon_signed_rank(np.array([0.4 - 0.3, -(0.3 - 0.2), -0.5]))
    assert isinstance(found, RankTest)
    assert (found.statistic, found.calculation) == (1.5, "normal")


def test_kruskal_wallis_is_that_of_r() -> None:
    """R, example(kruskal.test): chi-squared = 0.77143, df = 2, p = 0.68"""
    found = kruskal_wallis([NORMAL, OBSTRUCTED, ASBESTOSIS])
    assert isinstance(found, RankTest)
    assert (found.symbol, found.calculation, found.df) == ("H", "chi-squared", 2.0)
    assert found.statistic == pytest.approx(0.77143, abs=5e-6)
    assert found.p == pytest.approx(0.68, abs=5e-5)


def test_dunns_z_compares_mean_ranks_among_all_groups() -> None:
    """Mean ranks 1.5, 3.5, 5.5 of six: z = -2 / sqrt(6 * 7 / 12 * (1/2 + 1/2)) for neighbours."""
    found = dunn([np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.array([5.0, 6.0])])
    assert not isinstance(found, NotEstimable)
    assert [(pair.first, pair.second) for pair in found] == [(0, 1), (0, 2), (1, 2)]
    assert [pair.z for pair in found] == pytest.approx([-1.069045, -2.138090, -1.069045], abs=1e-6)
    assert [pair.p for pair in found] == pytest.approx([0.285049, 0.032509, 0.285049], abs=1e-6)


def test_dunns_z_is_corrected_for_ties() -> None:
    """Ranks 2, 2 and 2, 4: the variance of a rank is 20 / 12 - (27 - 3) / (12 * 3) = 1, so z = -1."""
    found = dunn([np.array([1.0, 1.0]), np.array([1.0, 2.0])])
    assert not isinstance(found, NotEstimable)
    assert found[0].z == pytest.approx(-1.0, abs=1e-12)
    assert found[0].p == pytest.approx(0.3173105, abs=1e-7)


def test_friedman_with_ties_is_that_of_r() -> None:
    """R, example(friedman.test): chi-squared = 11.143, df = 2, p = 0.003805; W = 11.142857 / 44"""
    found = friedman(ROUNDING_TIMES)
    assert isinstance(found, Friedman)
    assert found.test.statistic == pytest.approx(11.142857, abs=1e-6)
    assert found.test.df == 2.0
    assert found.test.p == pytest.approx(0.003805, abs=5e-7)
    assert found.concordance == pytest.approx(0.253247, abs=1e-6)


def test_participants_who_agree_on_every_rank_have_concordance_one() -> None:
    found = friedman(np.array([[1.0, 2.0, 3.0], [0.1, 0.5, 0.9]]))
    assert isinstance(found, Friedman)
    assert found.concordance == pytest.approx(1.0)


def test_the_same_value_everywhere_has_no_ranks() -> None:
    flat = np.full(4, 0.5)
    assert isinstance(mann_whitney(flat, flat), NotEstimable)
    assert isinstance(wilcoxon_signed_rank(np.zeros(4)), NotEstimable)
    assert isinstance(kruskal_wallis([flat, flat]), NotEstimable)
    assert isinstance(dunn([flat, flat]), NotEstimable)
    assert isinstance(friedman(np.full((4, 3), 0.5)), NotEstimable)


def test_an_empty_group_gives_a_reason_instead_of_a_number() -> None:
    empty = np.empty(0)
    assert isinstance(mann_whitney(empty, XNN), NotEstimable)
    assert isinstance(mann_whitney(XNN, empty), NotEstimable)
    assert isinstance(wilcoxon_signed_rank(empty), NotEstimable)
    assert kruskal_wallis([XNN, empty]) == NotEstimable(
        "a rank test needs values in every group; group 2 has no participants"
    )
    assert isinstance(dunn([]), NotEstimable)
    assert isinstance(friedman(np.empty((0, 3))), NotEstimable)


def test_two_conditions_are_no_case_for_friedman() -> None:
    assert isinstance(friedman(ROUNDING_TIMES[:, :2]), NotEstimable)


def test_two_values_a_group_cannot_be_significant() -> None:
    """2 of the 6 arrangements are as extreme."""
    found = mann_whitney(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    assert isinstance(found, RankTest)
    assert found.p == pytest.approx(1 / 3)
