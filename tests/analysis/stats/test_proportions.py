import pytest

from analysis.stats.estimable import NotEstimable
from analysis.stats.proportions import Compared, Counts, odds_ratio, risk_difference, wilson


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        (Counts(56, 70), Counts(48, 80), 0.0524, 0.3339),
        (Counts(9, 10), Counts(3, 10), 0.1705, 0.8090),
        (Counts(10, 10), Counts(0, 20), 0.6791, 1.0),
        (Counts(0, 10), Counts(0, 20), -0.1611, 0.2775),
    ],
)
def test_the_interval_of_a_risk_difference_is_newcombes(first: Counts, second: Counts, low: float, high: float) -> None:
    """Newcombe (1998), table II, method 10"""
    found = risk_difference(first, second, 0.95)
    assert isinstance(found, Compared)
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=5e-5)


def test_a_risk_difference_is_the_first_less_the_second() -> None:
    found = risk_difference(Counts(3, 10), Counts(9, 10), 0.95)
    assert isinstance(found, Compared)
    assert found.estimate == pytest.approx(-0.6)


def test_an_odds_ratio_has_woolfs_interval() -> None:
    """(56 / 14) / (48 / 32) = 2.6667; log = .980829, SE = sqrt(1/56 + 1/14 + 1/48 + 1/32) = .376

    exp(.980829 -+ 1.959964 * .375991)
    """
    found = odds_ratio(Counts(56, 70), Counts(48, 80), 0.95)
    assert isinstance(found, Compared)
    assert found.estimate == pytest.approx(2.666667, abs=1e-6)
    assert (found.interval.low, found.interval.high) == pytest.approx((1.27622, 5.57202), abs=1e-5)


def test_swapped_groups_give_the_reciprocal_odds_ratio() -> None:
    found = odds_ratio(Counts(48, 80), Counts(56, 70), 0.95)
    assert isinstance(found, Compared)
    assert found.estimate == pytest.approx(0.375)
    assert (found.interval.low, found.interval.high) == pytest.approx((1 / 5.57202, 1 / 1.27622), abs=1e-5)


@pytest.mark.parametrize("first", [Counts(0, 10), Counts(10, 10)])
def test_an_empty_cell_leaves_no_odds_ratio_but_a_risk_difference(first: Counts) -> None:
    assert isinstance(odds_ratio(first, Counts(4, 10), 0.95), NotEstimable)
    assert isinstance(odds_ratio(Counts(4, 10), first, 0.95), NotEstimable)
    assert isinstance(risk_difference(first, Counts(4, 10), 0.95), Compared)


def test_a_group_of_nobody_has_no_proportion() -> None:
    assert isinstance(risk_difference(Counts(0, 0), Counts(4, 10), 0.95), NotEstimable)
    assert isinstance(odds_ratio(Counts(4, 10), Counts(0, 0), 0.95), NotEstimable)


def test_wilsons_interval_of_none_starts_at_nought() -> None:
    """The upper limit is z**2 / (n + z**2) = 3.841459 / 13.841459."""
    found = wilson(Counts(0, 10), 0.95)
    assert (found.low, found.high) == pytest.approx((0.0, 0.277533), abs=1e-6)
