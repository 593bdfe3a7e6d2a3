import numpy as np
import pytest

from analysis.stats.estimable import NotEstimable
from analysis.stats.hodges_lehmann import Shift, hodges_lehmann, pseudomedian
from tests.analysis.stats.known import NONE, XNN
from tests.analysis.stats.test_rank_tests import AFTER, AT_TERM, BEFORE, EARLIER


def limits(found: Shift | NotEstimable) -> tuple[float, float]:
    assert isinstance(found, Shift)
    assert found.interval is not None
    return found.interval.low, found.interval.high


def test_the_shift_of_untied_groups_is_that_of_r() -> None:
    """R, example(wilcox.test) with conf.int = TRUE, two-sided: 0.305 (-0.15, 0.76)"""
    found = hodges_lehmann(AT_TERM, EARLIER, 0.95)
    assert isinstance(found, Shift)
    assert found.estimate == pytest.approx(0.305, abs=1e-12)
    assert limits(found) == pytest.approx((-0.15, 0.76), abs=1e-12)


def test_the_shift_of_tied_groups_is_that_of_r_within_its_tolerance() -> None:
    """R 4.2.2: wilcox.test(xnn, none, conf.int = TRUE); R looks for the limits to 1e-4, ours are multiples of 1/40"""
    found = hodges_lehmann(XNN, NONE, 0.95)
    assert isinstance(found, Shift)
    assert found.estimate == pytest.approx(0.074992561905, abs=1e-4)
    assert limits(found) == pytest.approx((-8.57403178e-05, 0.14994227709), abs=1e-4)


def test_the_shift_of_pairs_is_that_of_hollander_and_wolfe() -> None:
    """Their example 3.3: 0.46, with the 96.1 % interval (0.010, 0.786)"""
    found = pseudomedian(BEFORE - AFTER, 0.95)
    assert isinstance(found, Shift)
    assert found.estimate == pytest.approx(0.46, abs=1e-12)
    assert limits(found) == pytest.approx((0.010, 0.786), abs=1e-12)


def test_swapped_groups_give_the_mirrored_shift() -> None:
    one, other = hodges_lehmann(XNN, NONE, 0.95), hodges_lehmann(NONE, XNN, 0.95)
    assert isinstance(one, Shift)
    assert isinstance(other, Shift)
    assert one.estimate == -other.estimate
    assert limits(one) == tuple(-limit for limit in reversed(limits(other)))


def test_large_groups_take_the_normal_approximation() -> None:
    """1250.5 - 1.959964 * sqrt(2500 * 101 / 12) = 966.2: from the 966th smallest to the 966th largest difference.

    The differences of 50, 100 … 2500 and 0, 1 … 49 are 1, 2 … 2500.
    """
    found = hodges_lehmann(np.arange(1.0, 51.0) * 50, np.arange(50.0), 0.95)
    assert limits(found) == (966.0, 1535.0)


def test_so_few_values_that_no_interval_reaches_the_level_have_none() -> None:
    """Of 3 and 3 the extremes hold the shift with probability .9 only; of 5 pairs with 15/16."""
    three = np.array([1.0, 2.0, 4.0])
    found = hodges_lehmann(three, three / 2, 0.95)
    assert isinstance(found, Shift)
    assert found.interval is None
    paired = pseudomedian(np.array([1.0, 2.0, 4.0, 5.0, 7.0]), 0.95)
    assert isinstance(paired, Shift)
    assert paired.interval is None


def test_the_extremes_hold_the_shift_exactly_as_often_as_counted() -> None:
    three = np.array([1.0, 2.0, 4.0])
    assert limits(hodges_lehmann(three, three / 2, 0.9)) == (-1.0, 3.5)
    assert limits(pseudomedian(np.array([1.0, 2.0, 4.0, 5.0, 7.0]), 15 / 16)) == (1.0, 7.0)


def test_the_same_value_everywhere_is_no_shift() -> None:
    flat = np.full(8, 0.5)
    found = hodges_lehmann(flat, flat, 0.95)
    assert isinstance(found, Shift)
    assert found.estimate == 0.0
    assert limits(found) == (0.0, 0.0)


def test_an_empty_group_gives_a_reason_instead_of_a_number() -> None:
    assert isinstance(hodges_lehmann(np.empty(0), XNN, 0.95), NotEstimable)
    assert isinstance(pseudomedian(np.empty(0), 0.95), NotEstimable)
