"""Means of participants, their difference, and how sure both are."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values, participants
from analysis.stats.ties import varies


@dataclass(frozen=True)
class Mean:
    """The mean of independent values with its t interval."""

    estimate: float
    std_error: float
    df: float
    interval: Interval


@dataclass(frozen=True)
class Difference:
    """First mean minus second, with Welch's test of no difference (two-sided) and the interval that belongs to it."""

    estimate: float
    std_error: float
    df: float
    t: float
    p: float
    interval: Interval


def mean(values: Values, level: float) -> Mean | NotEstimable:
    """The mean of one value per participant, and Student's t interval around it."""
    if values.size < 2:
        return NotEstimable(f"an interval needs two participants, here: {participants(values.size)}")
    std_error = float(np.std(values, ddof=1) / np.sqrt(values.size))
    if not varies(values):
        return NotEstimable(
            "all participants have the same value, so their spread says nothing of how sure the mean is"
        )
    df = float(values.size - 1)
    estimate = float(np.mean(values))
    return Mean(estimate, std_error, df, t_interval(estimate, std_error, df, level))


def welch(first: Values, second: Values, level: float) -> Difference | NotEstimable:
    """The difference of two groups of participants; the spreads may differ (Welch 1947)."""
    if min(first.size, second.size) < 2:
        return NotEstimable(
            "each group needs two participants; "
            f"the first has {participants(first.size)}, the second {participants(second.size)}"
        )
    parts = np.array([np.var(group, ddof=1) / group.size for group in (first, second)])
    variance = float(parts.sum())
    if not (varies(first) or varies(second)):
        return NotEstimable("within each group all participants have the same value: no spread to judge by")
    df = variance**2 / float((parts**2 / np.array([first.size - 1, second.size - 1])).sum())
    estimate = float(np.mean(first) - np.mean(second))
    std_error = float(np.sqrt(variance))
    t = estimate / std_error
    p = float(2 * stats.t.sf(abs(t), df))
    return Difference(estimate, std_error, df, t, p, t_interval(estimate, std_error, df, level))


def t_interval(estimate: float, std_error: float, df: float, level: float) -> Interval:
    """Student's interval around an estimate whose standard error has that many degrees of freedom."""
    reach = std_error * float(stats.t.ppf((1 + level) / 2, df))
    return Interval(estimate - reach, estimate + reach, level)
