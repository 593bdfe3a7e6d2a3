"""Intervals for conditions that the same participants saw."""

from math import sqrt

import numpy as np

from analysis.stats.estimable import NotEstimable, Values, participants
from analysis.stats.intervals import Mean, t_interval
from analysis.stats.ties import levelled


def cousineau_morey(values: Values, level: float) -> tuple[Mean, ...] | NotEstimable:
    """The mean of each condition, with an interval from which the differences between participants are taken out.

    values: (participants, conditions).  Cousineau (2005) with Morey's (2008) factor k / (k - 1).
    They show how conditions differ, not where a mean lies: for that see `intervals.mean`.
    Of two conditions the interval of their difference reaches sqrt(2) times as far.
    """
    n, k = values.shape
    if k < 2:
        return NotEstimable(f"a comparison within participants needs two conditions, here: {k}")
    if n < 2:
        return NotEstimable(f"an interval needs two participants, here: {participants(n)}")
    centred = values - values.mean(axis=1, keepdims=True)
    if np.any(np.ptp(levelled(centred), axis=0) == 0):
        return NotEstimable("in a condition no participant differs from the others but by their own level")
    errors = np.std(centred, axis=0, ddof=1) * sqrt(k / (k - 1) / n)
    df = float(n - 1)
    means = values.mean(axis=0)
    return tuple(_around(float(m), float(e), df, level) for m, e in zip(means, errors, strict=True))


def _around(estimate: float, std_error: float, df: float, level: float) -> Mean:
    return Mean(estimate, std_error, df, t_interval(estimate, std_error, df, level))
