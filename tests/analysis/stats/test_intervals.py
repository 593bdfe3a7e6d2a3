import numpy as np
import pytest

from analysis.stats.estimable import NotEstimable
from analysis.stats.intervals import Difference, Mean, mean, welch
from tests.analysis.stats.known import NONE, XNN


def test_welchs_difference_is_that_of_r() -> None:
    """R 4.2.2: t.test(xnn, none)"""
    found = welch(XNN, NONE, 0.95)
    assert isinstance(found, Difference)
    assert found.estimate == pytest.approx(0.6875 - 0.62833333333, abs=1e-10)
    assert found.t == pytest.approx(1.5273232582, abs=1e-9)
    assert found.df == pytest.approx(54.8330273586, abs=1e-8)
    assert found.p == pytest.approx(0.13242893944, abs=1e-10)
    assert (found.interval.low, found.interval.high) == pytest.approx((-0.018472932753, 0.13680626609), abs=1e-10)


def test_a_mean_has_the_interval_of_students_t() -> None:
    """scipy 1.17.1: stats.t.interval(0.95, 4, np.mean(x), stats.sem(x)) of x = [1, 2, 3, 4, 10]"""
    found = mean(np.array([1.0, 2.0, 3.0, 4.0, 10.0]), 0.95)
    assert isinstance(found, Mean)
    assert (found.estimate, found.df) == (4.0, 4.0)
    assert (found.interval.low, found.interval.high) == pytest.approx((-0.3899451654, 8.3899451654), abs=1e-9)


def test_a_higher_level_gives_a_wider_interval_around_the_same_estimate() -> None:
    narrow, wide = welch(XNN, NONE, 0.9), welch(XNN, NONE, 0.99)
    assert isinstance(narrow, Difference)
    assert isinstance(wide, Difference)
    assert narrow.estimate == wide.estimate
    assert wide.interval.low < narrow.interval.low < narrow.interval.high < wide.interval.high


def test_swapped_groups_give_the_mirrored_difference() -> None:
    one, other = welch(XNN, NONE, 0.95), welch(NONE, XNN, 0.95)
    assert isinstance(one, Difference)
    assert isinstance(other, Difference)
    assert (one.interval.low, one.interval.high, one.p) == (-other.interval.high, -other.interval.low, other.p)


@pytest.mark.parametrize("n", [0, 1])
def test_fewer_than_two_participants_give_a_reason_instead_of_a_number(n: int) -> None:
    few = np.full(n, 0.5)
    assert isinstance(mean(few, 0.95), NotEstimable)
    assert isinstance(welch(few, XNN, 0.95), NotEstimable)
    assert isinstance(welch(XNN, few, 0.95), NotEstimable)


def test_no_spread_gives_a_reason_instead_of_a_number() -> None:
    flat = np.ones(5)
    assert isinstance(mean(flat, 0.95), NotEstimable)
    assert isinstance(welch(flat, flat, 0.95), NotEstimable)


def test_one_group_without_spread_can_still_be_compared() -> None:
    """R 4.2.2: t.test(xnn, rep(1, 5)) has the degrees of freedom of the group that varies."""
    found = welch(XNN, np.ones(5), 0.95)
    assert isinstance(found, Difference)
    assert found.df == pytest.approx(29)


def test_the_same_value_of_all_has_no_interval_though_it_has_last_bits() -> None:
    """Three times .1 has a standard deviation of 1e-17 in floating point."""
    assert isinstance(mean(np.full(3, 0.1), 0.95), NotEstimable)
    assert isinstance(welch(np.full(30, 0.7), np.full(30, 0.6), 0.95), NotEstimable)
