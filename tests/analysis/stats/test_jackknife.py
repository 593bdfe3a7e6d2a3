import numpy as np
import pytest
from scipy import stats

from analysis.stats.estimable import NotEstimable
from analysis.stats.jackknife import jackknife


def test_of_a_mean_it_is_students_interval() -> None:
    values = np.array([2.0, 3.5, 1.0, 4.0, 7.5])
    without = np.array([np.delete(values, place).mean() for place in range(values.size)])
    found = jackknife(float(values.mean()), without, 0.9)
    assert not isinstance(found, NotEstimable)
    low, high = stats.t.interval(0.9, 4, values.mean(), stats.sem(values))
    assert found[0] == pytest.approx(stats.sem(values))
    assert (found[1].low, found[1].high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("without", "reason"),
    [
        ([0.5, 0.6], "an interval needs three participants, here: 2 participants"),
        ([0.5, 0.6, np.nan], "hangs on a single participant"),
        ([0.5, 0.5, 0.5], "changes nothing"),
    ],
)
def test_what_cannot_be_had_has_its_reason(without: list[float], reason: str) -> None:
    found = jackknife(0.5, np.array(without), 0.95)
    assert isinstance(found, NotEstimable)
    assert reason in found.reason
