"""By how much ranks are shifted: Hodges and Lehmann's estimates, in the unit of the values.

The intervals are order statistics of the pairwise differences or averages (Hollander and Wolfe, "Nonparametric
Statistical Methods"), counted exactly below 50 values and by the normal approximation with continuity correction
from there on.  Both ignore ties, which makes them cover at least as often as they say (Noether 1967).
Departure from R: its wilcox.test(conf.int = TRUE) looks for the limits numerically where there are ties, so they
lie beside ours by its tolerance of 1e-4.
"""

from dataclasses import dataclass
from math import floor, sqrt

import numpy as np
from scipy import stats

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values, participants

SMALL = 50


@dataclass(frozen=True)
class Shift:
    """A shift; interval is None where so few values cannot reach the level, however far they lie apart."""

    estimate: float
    interval: Interval | None


def hodges_lehmann(first: Values, second: Values, level: float) -> Shift | NotEstimable:
    """The median of all differences between one of the first and one of the second group.

    Not the difference of the medians.  The interval supposes that both groups are spread alike.
    """
    m, n = first.size, second.size
    if min(m, n) < 1:
        return NotEstimable(
            f"a shift needs values in both groups; the first has {participants(m)}, the second {participants(n)}"
        )
    differences = np.sort((first[:, None] - second[None, :]).ravel())  # (m * n,)
    if max(m, n) < SMALL:
        place = _largest_place(_u_probabilities(m, n), level)
    else:
        place = _approximate_place(m * n / 2, sqrt(m * n * (m + n + 1) / 12), level)
    return Shift(float(np.median(differences)), _between(differences, place, level))


def pseudomedian(differences: Values, level: float) -> Shift | NotEstimable:
    """The median of the averages of all pairs of paired differences, each with itself too.

    The interval supposes that the differences are spread symmetrically.  Departure from R's wilcox.test: differences of
    nought are kept.
    """
    n = differences.size
    if n < 1:
        return NotEstimable("a shift needs paired values, here: no participants")
    low, high = np.triu_indices(n)
    averages = np.sort((differences[low] + differences[high]) / 2)  # (n * (n + 1) / 2,)
    if n < SMALL:
        place = _largest_place(_signed_rank_probabilities(n), level)
    else:
        place = _approximate_place(n * (n + 1) / 4, sqrt(n * (n + 1) * (2 * n + 1) / 24), level)
    return Shift(float(np.median(averages)), _between(averages, place, level))


def _between(ordered: Values, place: int, level: float) -> Interval | None:
    """From the place-th smallest to the place-th largest."""
    return Interval(float(ordered[place - 1]), float(ordered[-place]), level) if place >= 1 else None


def _largest_place(probabilities: Values, level: float) -> int:
    """The largest k with P(statistic < k) <= (1 - level) / 2; 0 where there is none."""
    # 1e-12: the level's own rounding must not cost a place
    return int(np.searchsorted(np.cumsum(probabilities), (1 - level) / 2 + 1e-12, side="right"))


def _approximate_place(mean: float, spread: float, level: float) -> int:
    return floor(mean + 0.5 - spread * float(stats.norm.ppf((1 + level) / 2)))


def _u_probabilities(m: int, n: int) -> Values:
    """P(U = u), u = 0 … m * n, where nothing differs and nothing is tied.

    Of m + n values the largest is one of the m with probability m / (m + n), and then counts n pairs.
    """
    size = m * n + 1
    nothing = np.zeros(size)
    nothing[0] = 1.0
    row = [nothing] * (n + 1)
    for i in range(1, m + 1):
        above, row = row, [nothing]
        for j in range(1, n + 1):
            counted = np.concatenate([np.zeros(j), above[j][: size - j]])
            row.append((i * counted + j * row[-1]) / (i + j))
    return row[n]


def _signed_rank_probabilities(n: int) -> Values:
    """P(V = v), v = 0 … n (n + 1) / 2, where each rank is above 0 with probability one half."""
    chance = np.zeros(n * (n + 1) // 2 + 1)
    chance[0] = 1.0
    for rank in range(1, n + 1):
        chance[rank:] = (chance[rank:] + chance[:-rank]) / 2
        chance[:rank] /= 2
    return chance
