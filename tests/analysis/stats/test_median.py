import numpy as np
import pytest
from scipy import stats

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable
from analysis.stats.median import Median, median


def interval_of(values: np.ndarray[tuple[int], np.dtype[np.float64]], level: float = 0.95) -> Interval | NotEstimable:
    found = median(values, level)
    assert isinstance(found, Median)
    return found.interval


@pytest.mark.parametrize(("n", "low", "high"), [(6, 1, 6), (8, 1, 8), (9, 2, 8), (20, 6, 15), (30, 10, 21)])
def test_the_limits_are_the_order_statistics_of_the_tables(n: int, low: int, high: int) -> None:
    """Places as printed in tables of the sign test at two-sided .05: critical values 0, 0, 1, 5 and 9."""
    assert interval_of(np.arange(1.0, n + 1)) == Interval(low, high, 0.95)


def test_five_values_are_too_few_at_95_percent_but_not_at_90() -> None:
    values = np.arange(1.0, 6.0)
    assert interval_of(values) == NotEstimable("5 participants are too few for an interval of the median")
    assert interval_of(values, 0.9) == Interval(1.0, 5.0, 0.9)


def test_an_even_number_has_its_median_between_the_two_in_the_middle() -> None:
    found = median(np.array([1.0, 4.0, 2.0, 9.0]), 0.95)
    assert isinstance(found, Median)
    assert found.estimate == 3.0


def test_the_same_value_of_everybody_has_no_interval_and_no_value_no_median() -> None:
    assert isinstance(interval_of(np.full(12, 4.0)), NotEstimable)
    assert isinstance(median(np.zeros(0), 0.95), NotEstimable)


def test_it_covers_at_least_as_often_as_it_says() -> None:
    rng = np.random.default_rng(2)
    truth = stats.lognorm.median(1.0)
    found = [interval_of(rng.lognormal(0, 1, 15)) for _ in range(2000)]
    covered = np.mean([isinstance(each, Interval) and each.low <= truth <= each.high for each in found])
    assert 0.95 <= covered < 0.98  # 96.5 % by the binomial distribution
