import numpy as np
import pytest

from analysis.stats.dominance import cliffs_delta
from analysis.stats.effects import Standardised
from analysis.stats.estimable import NotEstimable
from tests.analysis.stats.known import NONE, XNN

N_STUDIES = 1000


def test_cliffs_delta_is_the_rank_biserial_correlation_of_r() -> None:
    """R 4.2.2: effectsize::rank_biserial(xnn, none); its interval is another one"""
    found = cliffs_delta(XNN, NONE, 0.95)
    assert isinstance(found, Standardised)
    assert found.estimate == pytest.approx(0.27111111111, abs=1e-10)


def test_the_interval_stands_on_the_variance_of_cliffs_own_example() -> None:
    """Its terms .2669753, .447 and 1.0055556 are those that the R package effsize gives as Cliff's (1996).

    (5 * .2669753 + 9 * .447 + 1.0055556) / 60 = .1060572; Feng and Cliff's formula by hand with 1.959964.
    """
    treated = np.array([10, 10, 20, 20, 20, 30, 30, 30, 40, 50.0])
    control = np.array([10, 20, 30, 40, 40, 50.0])
    found = cliffs_delta(treated, control, 0.95)
    assert isinstance(found, Standardised)
    assert found.estimate == -0.25
    assert (found.interval.low, found.interval.high) == pytest.approx((-0.712535, 0.364000), abs=1e-6)


def test_a_tied_pair_counts_for_neither_group() -> None:
    """Of the four pairs of (1, 2) and (1, 3) one is won, two are lost and one is tied: -1/4."""
    found = cliffs_delta(np.array([1.0, 2.0]), np.array([1.0, 3.0]), 0.95)
    assert isinstance(found, Standardised)
    assert found.estimate == -0.25


def test_swapped_groups_give_the_mirrored_delta() -> None:
    one, other = cliffs_delta(XNN, NONE, 0.95), cliffs_delta(NONE, XNN, 0.95)
    assert isinstance(one, Standardised)
    assert isinstance(other, Standardised)
    assert one.estimate == -other.estimate
    assert one.interval.low == pytest.approx(-other.interval.high, abs=1e-12)


def test_groups_that_do_not_overlap_have_wilsons_limit() -> None:
    """(6 - 3.841459) / (6 + 3.841459) = .219331"""
    high, low = np.arange(10.0, 18.0), np.arange(6.0)
    found = cliffs_delta(high, low, 0.95)
    assert isinstance(found, Standardised)
    assert found.estimate == 1.0
    assert (found.interval.low, found.interval.high) == pytest.approx((0.219331, 1.0), abs=1e-5)
    mirrored = cliffs_delta(low, high, 0.95)
    assert isinstance(mirrored, Standardised)
    assert (mirrored.interval.low, mirrored.interval.high) == pytest.approx((-1.0, -0.219331), abs=1e-5)


def test_the_interval_never_leaves_the_scale() -> None:
    found = cliffs_delta(np.array([1.0, 2.0]), np.array([0.0, 1.5]), 0.99)
    assert isinstance(found, Standardised)
    assert -1 <= found.interval.low < found.estimate < found.interval.high <= 1


def test_nothing_to_compare_gives_a_reason_instead_of_a_number() -> None:
    assert isinstance(cliffs_delta(np.empty(0), XNN, 0.95), NotEstimable)
    assert isinstance(cliffs_delta(XNN, np.array([0.5]), 0.95), NotEstimable)
    assert isinstance(cliffs_delta(np.full(5, 0.5), np.full(4, 0.5), 0.95), NotEstimable)


def test_the_interval_covers_the_truth_as_often_as_it_says_with_unequal_spread_and_ties() -> None:
    """Normal values rounded to halves; delta is .3387, by summing over the pairs of halves with scipy's norm.cdf."""
    rng = np.random.default_rng(20261123)
    hits = 0
    for _ in range(N_STUDIES):
        first, second = np.round(2 * rng.normal(0.8, 1, 20)) / 2, np.round(2 * rng.normal(0, 1.5, 20)) / 2
        found = cliffs_delta(first, second, 0.95)
        assert isinstance(found, Standardised)
        hits += found.interval.low <= 0.3387 <= found.interval.high
    # Monte-Carlo standard error .007; three of them
    assert 0.93 <= hits / N_STUDIES <= 0.98
