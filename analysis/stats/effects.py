"""Sizes of a difference that do not depend on the unit."""

from dataclasses import dataclass
from math import exp, isfinite, lgamma, sqrt

import numpy as np
from scipy import optimize, stats

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.ties import varies


@dataclass(frozen=True)
class Standardised:
    """A standardised difference with its interval."""

    estimate: float
    interval: Interval


def cohens_d(first: Values, second: Values, level: float) -> Standardised | NotEstimable:
    """Cohen's d: the difference of means over the pooled standard deviation.

    The interval inverts the noncentral t distribution; it supposes equal spread in both groups.
    """
    df = first.size + second.size - 2
    if min(first.size, second.size) < 2:
        return NotEstimable("each group needs two participants")
    if not varies(first) and not varies(second):
        return NotEstimable("within each group all participants have the same value: no spread to divide by")
    pooled = (np.var(first, ddof=1) * (first.size - 1) + np.var(second, ddof=1) * (second.size - 1)) / df
    scale = sqrt(1 / first.size + 1 / second.size)
    d = float(np.mean(first) - np.mean(second)) / sqrt(pooled)
    limits = noncentrality(d / scale, df, level)
    if not all(map(isfinite, limits)):
        return NotEstimable("the groups lie too far apart for a standardised difference to mean anything")
    return Standardised(d, Interval(scale * limits[0], scale * limits[1], level))


def hedges_g(first: Values, second: Values, level: float) -> Standardised | NotEstimable:
    """Hedges' g: Cohen's d, corrected for small samples.

    The correction is the exact one (gamma functions), for the estimate and for both limits.
    """
    d = cohens_d(first, second, level)
    if isinstance(d, NotEstimable):
        return d
    j = small_sample_factor(first.size + second.size - 2)
    return Standardised(j * d.estimate, Interval(j * d.interval.low, j * d.interval.high, level))


def small_sample_factor(df: float) -> float:
    """J(df) of Hedges (1981), exact: what makes d unbiased."""
    return exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)


def noncentrality(t: float, df: float, level: float) -> tuple[float, float]:
    """The noncentrality parameters under which a t this large, or this small, has probability (1 - level) / 2."""
    if t < 0:
        low, high = noncentrality(-t, df, level)
        return -high, -low
    tail = (1 - level) / 2
    step = sqrt(1 + t**2 / (2 * df))
    return _where(t, df, 1 - tail, -step), _where(t, df, tail, step)


def _where(t: float, df: float, probability: float, step: float) -> float:
    """The noncentrality parameter at which P(T <= t) is `probability`; NaN where it is out of floating point's reach.

    Looked for from t on in the direction of `step`, ever further.
    """

    def miss(ncp: float) -> float:
        return float(stats.nct.cdf(t, df, ncp)) - probability

    for doublings in range(8):
        end = t + step * 2**doublings
        if not miss(end) * step < 0:
            continue
        return float(optimize.brentq(miss, t, end)) if miss(t) * step > 0 else float("nan")
    return float("nan")
