from collections.abc import Callable

import numpy as np
import pytest

from analysis.stats.effects import Standardised
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.paired_effects import d_av, d_z
from tests.analysis.stats.known import XNN

Size = Callable[[Values, Values, float], Standardised | NotEstimable]

# R's data set `sleep`: hours of extra sleep of ten people under two drugs.
FIRST = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
SECOND = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def test_d_z_is_the_paired_t_over_the_root_of_n() -> None:
    """R: t.test(extra ~ group, data = sleep, paired = TRUE): t = -4.0621; -4.0621 / sqrt(10) = -1.28455"""
    found = d_z(FIRST, SECOND, 0.95)
    assert isinstance(found, Standardised)
    assert found.estimate == pytest.approx(-1.28456, abs=2e-5)


def test_the_interval_of_d_z_puts_its_t_at_the_tails_of_the_noncentral_distribution() -> None:
    """scipy 1.17.1: stats.nct.cdf(-4.062128, 9, -2.1180165 * 10**.5) = .975, with -0.4146278 it is .025"""
    found = d_z(FIRST, SECOND, 0.95)
    assert isinstance(found, Standardised)
    assert (found.interval.low, found.interval.high) == pytest.approx((-2.1180165, -0.4146278), abs=1e-5)


def test_d_av_divides_by_the_spread_within_the_conditions() -> None:
    """Mean difference -1.58, variances 3.200556 and 4.009, covariance 2.848333.

    d = -1.58 / sqrt(3.604778) = -.832181; SE = sqrt(d**2 * (10.243556 + 16.072081 + 16.226003) / (72 * 12.994422)
    + 1.512889 / (9 * 3.604778)) = .279502; limits 1.959964 SE away.
    """
    found = d_av(FIRST, SECOND, 0.95)
    assert isinstance(found, Standardised)
    assert found.estimate == pytest.approx(-0.832181, abs=1e-6)
    assert (found.interval.low, found.interval.high) == pytest.approx((-1.379995, -0.284367), abs=1e-5)


@pytest.mark.parametrize("size", [d_z, d_av])
def test_swapped_conditions_give_the_mirrored_size(size: Size) -> None:
    one, other = size(FIRST, SECOND, 0.95), size(SECOND, FIRST, 0.95)
    assert isinstance(one, Standardised)
    assert isinstance(other, Standardised)
    assert one.estimate == -other.estimate
    assert one.interval.low == pytest.approx(-other.interval.high, abs=1e-12)


@pytest.mark.parametrize("n", [0, 1])
def test_fewer_than_two_participants_have_no_paired_size(n: int) -> None:
    assert isinstance(d_z(XNN[:n], XNN[:n], 0.95), NotEstimable)
    assert isinstance(d_av(XNN[:n], XNN[:n], 0.95), NotEstimable)


def test_no_spread_gives_a_reason_instead_of_a_number() -> None:
    assert isinstance(d_z(np.ones(5), np.zeros(5), 0.95), NotEstimable)
    assert isinstance(d_av(np.full(5, 0.7), np.full(5, 0.1), 0.95), NotEstimable)


def test_the_same_gain_for_everybody_leaves_no_spread_to_judge_by() -> None:
    """0.1 + 0.2 is not 0.3 in floating point: the differences differ in their last bits only."""
    before = np.array([0.1, 0.2, 0.3, 0.7])
    found = d_z(before + 0.2, before, 0.95)
    assert found == NotEstimable("all participants have the same difference: no spread to divide by")
    assert isinstance(d_av(before + 0.2, before, 0.95), NotEstimable)


def test_two_participants_are_enough() -> None:
    """Differences 1 and 3: 2 / sqrt(2)."""
    found = d_z(np.array([2.0, 5.0]), np.array([1.0, 2.0]), 0.95)
    assert isinstance(found, Standardised)
    assert found.estimate == pytest.approx(1.414214, abs=1e-6)
    assert found.interval.low < found.estimate < found.interval.high
