"""How often one group lies above another: Cliff's delta."""

from math import sqrt

import numpy as np
from scipy import stats

from analysis.result import Interval
from analysis.stats.effects import Standardised
from analysis.stats.estimable import NotEstimable, Values, participants
from analysis.stats.ties import levelled


def cliffs_delta(first: Values, second: Values, level: float) -> Standardised | NotEstimable:
    """P(first > second) - P(first < second) over all pairs of participants, -1 to 1; a tied pair counts 0.

    The interval is the asymmetrical one of Feng and Cliff (2004) on Cliff's consistent variance, which supposes
    neither equal spread nor equal shape.
    Departure: where the groups do not overlap that variance is 0, and the open limit is Wilson's, as if min(n) pairs
    had been seen and all pointed one way.
    """
    m, n = first.size, second.size
    if min(m, n) < 2:
        return NotEstimable(
            f"each group needs two participants; the first has {participants(m)}, the second {participants(n)}"
        )
    first, second = np.split(levelled(np.concatenate([first, second])), [m])
    if first.min() == first.max() == second.min() == second.max():
        return NotEstimable("all participants have the same value: no spread to judge by")
    signs = np.sign(first[:, None] - second[None, :])  # (m, n)
    delta = float(signs.mean())
    z = float(stats.norm.ppf((1 + level) / 2))
    if abs(delta) == 1:
        open_end = delta * (min(m, n) - z**2) / (min(m, n) + z**2)
        return Standardised(delta, Interval(min(open_end, delta), max(open_end, delta), level))
    return Standardised(delta, _asymmetrical(delta, _consistent_variance(signs), z, level))


def _consistent_variance(signs: Values) -> float:
    """Cliff's consistent variance of the mean of a dominance matrix (m, n).

    Always above 0 where the groups overlap, as the unbiased one is not.
    """
    m, n = signs.shape
    delta = signs.mean()
    of_rows = ((signs.mean(axis=1) - delta) ** 2).sum() / (m - 1)
    of_columns = ((signs.mean(axis=0) - delta) ** 2).sum() / (n - 1)
    of_cells = ((signs - delta) ** 2).sum() / ((m - 1) * (n - 1))
    return float(((n - 1) * of_rows + (m - 1) * of_columns + of_cells) / (m * n))


def _asymmetrical(delta: float, variance: float, z: float, level: float) -> Interval:
    middle = delta - delta**3
    reach = z * sqrt(variance) * sqrt((1 - delta**2) ** 2 + z**2 * variance)
    scale = 1 - delta**2 + z**2 * variance
    return Interval((middle - reach) / scale, (middle + reach) / scale, level)
