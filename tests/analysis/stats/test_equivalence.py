import numpy as np
import pytest

from analysis.stats.equivalence import Bounds, Equivalence, bounds_in_d, bounds_in_d_z, tost_paired, tost_welch
from analysis.stats.estimable import NotEstimable
from tests.analysis.stats.known import NONE, XNN


def test_both_one_sided_p_values_are_those_of_r() -> None:
    """R 4.2.2: t.test(xnn, none, mu = -0.1, alternative = "greater"), and mu = 0.1 with "less"."""
    found = tost_welch(XNN, NONE, Bounds(-0.1, 0.1), 0.05)
    assert isinstance(found, Equivalence)
    assert found.p_lower == pytest.approx(6.6929303572e-05, abs=1e-14)
    assert found.p_upper == pytest.approx(0.14823716849, abs=1e-10)
    assert found.p == found.p_upper
    assert not found.equivalent


def test_the_interval_is_at_one_minus_two_alpha() -> None:
    """.0591667 -+ t.ppf(.95, 54.83303) * .0387388, with scipy 1.17.1: stats.t.ppf = 1.673121"""
    found = tost_welch(XNN, NONE, Bounds(-0.1, 0.1), 0.05)
    assert isinstance(found, Equivalence)
    assert found.interval.level == pytest.approx(0.9)
    assert (found.interval.low, found.interval.high) == pytest.approx((-0.0056480, 0.1239814), abs=1e-6)


@pytest.mark.parametrize(("high", "equivalent"), [(0.1239, False), (0.1240, True)])
def test_equivalent_is_what_has_its_interval_within_the_bounds(high: float, equivalent: bool) -> None:
    found = tost_welch(XNN, NONE, Bounds(-0.1, high), 0.05)
    assert isinstance(found, Equivalence)
    assert found.equivalent == equivalent


def test_a_paired_difference_is_tested_by_its_own_spread() -> None:
    """Mean 2, SE sqrt(2.5 / 5) = .707107, so t = 2.828427 and -1.414214.

    scipy 1.17.1: stats.t.cdf([-2.828427, -1.414214], 4)
    """
    found = tost_paired(np.array([0.0, 1.0, 2.0, 3.0, 4.0]), Bounds(0.0, 3.0), 0.05)
    assert isinstance(found, Equivalence)
    assert (found.t_lower, found.t_upper, found.df) == pytest.approx((2.828427, -1.414214, 4), abs=1e-6)
    assert (found.p_lower, found.p_upper) == pytest.approx((0.023710, 0.115099), abs=1e-5)


def test_swapped_groups_and_mirrored_bounds_swap_the_p_values() -> None:
    one, other = tost_welch(XNN, NONE, Bounds(-0.1, 0.2), 0.05), tost_welch(NONE, XNN, Bounds(-0.2, 0.1), 0.05)
    assert isinstance(one, Equivalence)
    assert isinstance(other, Equivalence)
    assert (one.p_lower, one.p_upper) == pytest.approx((other.p_upper, other.p_lower), abs=1e-14)


def test_bounds_in_d_are_multiples_of_the_root_mean_square_spread() -> None:
    """Variances 1 and 7: sqrt(4) = 2."""
    found = bounds_in_d(Bounds(-0.5, 0.25), np.array([1.0, 2.0, 3.0]), np.array([0.0, 7**0.5, 2 * 7**0.5]))
    assert isinstance(found, Bounds)
    assert (found.low, found.high) == pytest.approx((-1.0, 0.5))


def test_bounds_in_d_z_are_multiples_of_the_spread_of_differences() -> None:
    assert bounds_in_d_z(Bounds(-0.5, 0.5), np.array([0.0, 2.0, 4.0])) == Bounds(-1.0, 1.0)


def test_bounds_that_hold_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match=r"0\.1 is not below -0\.1"):
        Bounds(0.1, -0.1)


def test_nothing_to_judge_by_gives_a_reason_instead_of_a_number() -> None:
    flat, bounds = np.full(5, 0.7), Bounds(-0.1, 0.1)
    assert isinstance(tost_welch(flat, flat, bounds, 0.05), NotEstimable)
    assert isinstance(tost_welch(np.empty(0), XNN, bounds, 0.05), NotEstimable)
    assert isinstance(tost_paired(flat, bounds, 0.05), NotEstimable)
    assert isinstance(bounds_in_d(bounds, flat, flat), NotEstimable)
    assert isinstance(bounds_in_d(bounds, XNN[:1], XNN), NotEstimable)
    assert isinstance(bounds_in_d_z(bounds, XNN[:1]), NotEstimable)
    assert isinstance(bounds_in_d_z(bounds, flat), NotEstimable)


def test_a_difference_at_the_bound_is_called_equivalent_as_rarely_as_alpha_says() -> None:
    rng = np.random.default_rng(7)
    n_studies = 2000
    calls = 0
    for _ in range(n_studies):
        found = tost_welch(rng.normal(1.0, 1, 15), rng.normal(0, 2, 30), Bounds(-3.0, 1.0), 0.05)
        assert isinstance(found, Equivalence)
        calls += found.equivalent
    # Monte-Carlo standard error .005; three of them
    assert 0.035 <= calls / n_studies <= 0.065
