"""The median of one value per participant, and how sure it is."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values, participants
from analysis.stats.ties import varies


@dataclass(frozen=True)
class Median:
    """The middle of the values, between the two in the middle where there is an even number."""

    estimate: float
    interval: Interval | NotEstimable


def median(values: Values, level: float) -> Median | NotEstimable:
    """The sample median with the interval between two order statistics that covers by the binomial distribution.

    It supposes no shape; it covers at least as often as it says, with ties more often.  At 95 % it needs six values.
    """
    if not values.size:
        return NotEstimable("there are no values")
    estimate = float(np.median(values))
    place = int(stats.binom.ppf((1 - level) / 2, values.size, 0.5))  # so many may lie outside on either side
    if stats.binom.cdf(place, values.size, 0.5) > (1 - level) / 2:
        place -= 1
    if place < 0:
        found = participants(values.size)
        return Median(estimate, NotEstimable(f"{found} are too few for an interval of the median"))
    if not varies(values):
        return Median(estimate, NotEstimable("the participants do not differ, so their spread says nothing"))
    ordered = np.sort(values)
    return Median(estimate, Interval(float(ordered[place]), float(ordered[-1 - place]), level))
