"""Means of participants, their difference, and how sure both are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.result import Direction, Interval
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

    def p_against(self, direction: Direction) -> float:
        """The p value of the test against values that differ, are greater, or are less."""
        if direction == "two-sided":
            return self.p
        return float(stats.t.sf(self.t if direction == "greater" else -self.t, self.df))


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
    return sum_of_means((first, -second), level)


def sum_of_means(groups: Sequence[Values], level: float) -> Difference | NotEstimable:
    """The sum of the means of independent groups, whose spreads may differ (Welch 1947, Satterthwaite 1946).

    A contrast is such a sum: a group's values are then already multiplied by its weight.
    """
    if min(group.size for group in groups) < 2:
        return NotEstimable(_too_few(groups))
    if not any(varies(group) for group in groups):
        return NotEstimable("within each group all participants have the same value: no spread to judge by")
    parts = np.array([np.var(group, ddof=1) / group.size for group in groups])
    variance = float(parts.sum())
    df = variance**2 / float((parts**2 / np.array([group.size - 1 for group in groups])).sum())
    estimate = float(sum(np.mean(group) for group in groups))
    std_error = float(np.sqrt(variance))
    t = estimate / std_error
    p = float(2 * stats.t.sf(abs(t), df))
    return Difference(estimate, std_error, df, t, p, t_interval(estimate, std_error, df, level))


def _too_few(groups: Sequence[Values]) -> str:
    if len(groups) == 1:
        return f"an interval needs two participants, here: {participants(groups[0].size)}"
    names = ("the first", "the second", "the third", "the fourth", "the fifth", "the sixth")
    told = [
        f"{names[place] if place < len(names) else f'number {place + 1}'} has {participants(group.size)}"
        if place == 0 or len(groups) > 2
        else f"{names[place]} {participants(group.size)}"
        for place, group in enumerate(groups)
    ]
    return f"each group needs two participants; {', '.join(told)}"


def t_interval(estimate: float, std_error: float, df: float, level: float) -> Interval:
    """Student's interval around an estimate whose standard error has that many degrees of freedom."""
    reach = std_error * float(stats.t.ppf((1 + level) / 2, df))
    return Interval(estimate - reach, estimate + reach, level)
