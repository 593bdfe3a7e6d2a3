"""Whether a difference is too small to matter: two one-sided tests (Schuirmann 1987).

That a difference is not significant says nothing of this.  The bounds belong into the plan, before the data.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.intervals import Difference, Mean, mean, t_interval, welch
from analysis.stats.ties import varies


@dataclass(frozen=True)
class Bounds:
    """What is too small to matter: more than low and less than high, in the unit of the values."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"bounds of equivalence: {self.low} is not below {self.high}")


@dataclass(frozen=True)
class Equivalence:
    """p_lower: of a difference at the lower bound or below it; p_upper: at the upper bound or above it.

    interval: at level 1 - 2 alpha; it lies within the bounds exactly where both p values are below alpha, and then
    the conditions are equivalent.  Not equivalent does not mean different.
    """

    estimate: float
    std_error: float
    df: float
    t_lower: float
    p_lower: float
    t_upper: float
    p_upper: float
    interval: Interval
    equivalent: bool

    @property
    def p(self) -> float:
        """The larger of both: the p value of the whole procedure."""
        return max(self.p_lower, self.p_upper)


def tost_welch(first: Values, second: Values, bounds: Bounds, alpha: float) -> Equivalence | NotEstimable:
    """Equivalence of the means of two groups of participants, first minus second; the spreads may differ."""
    if min(first.size, second.size) > 1 and not varies(first) and not varies(second):
        return NotEstimable("within each group all participants have the same value: no spread to judge by")
    found = welch(first, second, 1 - 2 * alpha)
    return found if isinstance(found, NotEstimable) else _judged(found, bounds, alpha)


def tost_paired(differences: Values, bounds: Bounds, alpha: float) -> Equivalence | NotEstimable:
    """Equivalence of two conditions that the same participants saw; differences: one per participant."""
    if differences.size > 1 and not varies(differences):
        return NotEstimable("all participants have the same difference: no spread to judge by")
    found = mean(differences, 1 - 2 * alpha)
    return found if isinstance(found, NotEstimable) else _judged(found, bounds, alpha)


def bounds_in_d(d: Bounds, first: Values, second: Values) -> Bounds | NotEstimable:
    """The raw bounds that lie d standard deviations off: of the root mean square of both groups' standard deviations.

    That comes from the same data, so the error rate of a test with them is only approximately alpha.
    """
    if min(first.size, second.size) < 2:
        return NotEstimable("each group needs two participants")
    if not varies(first) and not varies(second):
        return NotEstimable("all participants have the same value: no spread to measure bounds by")
    return _scaled(d, sqrt((np.var(first, ddof=1) + np.var(second, ddof=1)) / 2))


def bounds_in_d_z(d_z: Bounds, differences: Values) -> Bounds | NotEstimable:
    """The raw bounds that lie d_z standard deviations of the paired differences off; see `bounds_in_d`."""
    if differences.size < 2:
        return NotEstimable("a standard deviation needs two participants")
    if not varies(differences):
        return NotEstimable("all participants have the same difference: no spread to measure bounds by")
    return _scaled(d_z, float(np.std(differences, ddof=1)))


def _scaled(bounds: Bounds, spread: float) -> Bounds:
    return Bounds(bounds.low * spread, bounds.high * spread)


def tost(estimate: float, std_error: float, df: float, bounds: Bounds, alpha: float) -> Equivalence:
    """Of any estimate whose standard error has that many degrees of freedom, as of a model's; std_error above 0."""
    t_lower, t_upper = (estimate - bounds.low) / std_error, (estimate - bounds.high) / std_error
    p_lower, p_upper = float(stats.t.sf(t_lower, df)), float(stats.t.cdf(t_upper, df))
    return Equivalence(
        estimate=estimate,
        std_error=std_error,
        df=df,
        t_lower=t_lower,
        p_lower=p_lower,
        t_upper=t_upper,
        p_upper=p_upper,
        interval=t_interval(estimate, std_error, df, 1 - 2 * alpha),
        equivalent=max(p_lower, p_upper) < alpha,
    )


def _judged(found: Difference | Mean, bounds: Bounds, alpha: float) -> Equivalence:
    return tost(found.estimate, found.std_error, found.df, bounds, alpha)
