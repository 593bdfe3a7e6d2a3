import numpy as np
import pytest

from analysis.stats.estimable import NotEstimable
from analysis.stats.survival import kaplan_meier, median_time

TIMES = np.array([5, 6, 6, 7, 9, 9, 12, 20, 20, 20, 20, 3, 4, 4, 6, 8.0])
HAPPENED = np.array([1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 1], dtype=bool)


def test_the_median_and_its_interval_are_those_of_another_program() -> None:
    # R 4.2, survival: survfit(Surv(TIMES, HAPPENED) ~ 1, conf.type = "log-log")
    found = median_time(kaplan_meier(TIMES, HAPPENED), 0.95)
    assert not isinstance(found, NotEstimable)
    median, interval = found
    assert not isinstance(interval, NotEstimable)
    assert (median, interval.low, interval.high) == (8.0, 5.0, 12.0)


def test_who_left_before_counts_as_watched_until_then() -> None:
    found = kaplan_meier(np.array([1.0, 2.0, 3.0]), np.array([True, False, True]))
    assert found.share.tolist() == pytest.approx([2 / 3, 0.0])


def test_without_an_event_there_is_no_median() -> None:
    found = median_time(kaplan_meier(np.array([4.0, 4.0]), np.array([False, False])), 0.95)
    assert found == NotEstimable("fewer than half reached it")
