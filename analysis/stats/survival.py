"""How long until something happens, where some were watched for too short a time to see it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Survival:
    """Kaplan and Meier's (1958) estimate.  times: (k,), at which it happened, ascending; share: (k,), without it after.

    std_error: (k,), of log(-log(share)), by Greenwood's formula; NaN where the share is 0 or 1.
    """

    times: Values
    share: Values
    std_error: Values


def kaplan_meier(times: Values, happened: Flags) -> Survival:
    """times: (n,), when it happened or watching ended; happened: (n,).  Who left at a time was still watched then."""
    at = np.unique(times[happened])
    watched = np.array([(times >= time).sum() for time in at], dtype="float64")
    events = np.array([(times[happened] == time).sum() for time in at], dtype="float64")
    share = np.cumprod(1 - events / watched) if at.size else np.empty(0)
    inside = (share > 0) & (share < 1)
    error = np.full(at.size, np.nan)
    if inside.any():
        terms = np.cumsum(events[inside] / (watched[inside] * (watched[inside] - events[inside])))
        error[inside] = np.sqrt(terms) / np.abs(np.log(share[inside]))
    return Survival(at, share, error)


def median_time(found: Survival, level: float) -> tuple[float, Interval | NotEstimable] | NotEstimable:
    """The first time by which it has happened to half, and the interval of Brookmeyer and Crowley (1982).

    The interval: the times at which the band of the share, made on the scale log(-log), holds one half.
    """
    reached = np.flatnonzero(found.share <= 0.5 + 1e-12)
    if reached.size == 0:
        return NotEstimable("fewer than half reached it")
    inside = ~np.isnan(found.std_error)
    reach = float(stats.norm.ppf((1 + level) / 2)) * found.std_error[inside]
    middle = np.log(-np.log(found.share[inside]))
    lower, upper = found.share.copy(), found.share.copy()
    lower[inside], upper[inside] = np.exp(-np.exp(middle + reach)), np.exp(-np.exp(middle - reach))
    median = float(found.times[reached[0]])
    starts, ends = np.flatnonzero(lower <= 0.5), np.flatnonzero(upper <= 0.5)
    if starts.size == 0 or ends.size == 0:
        return median, NotEstimable("too few reached it for an upper limit")
    return median, Interval(float(found.times[starts[0]]), float(found.times[ends[0]]), level)
