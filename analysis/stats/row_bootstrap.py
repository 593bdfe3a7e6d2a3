"""How sure a coefficient of a whole table is: its rows drawn again."""

from collections.abc import Callable

import numpy as np

from analysis.result import Interval
from analysis.stats.bootstrap import percentile_interval
from analysis.stats.estimable import NotEstimable, Values

Statistic = Callable[[Values], float | NotEstimable]


def row_bootstrap(
    table: Values, statistic: Statistic, level: float, *, rng: np.random.Generator, n_draws: int = 2000
) -> Interval | NotEstimable:
    """The percentile interval of a statistic over samples of the table's rows, drawn with replacement.

    table: (rows, columns); rows are what was sampled: items that raters rated, participants who filled in a scale.
    Samples without the statistic are left out; where they are more than 1 in 20, there is no interval.
    """
    if len(table) < 2:
        return NotEstimable("an interval needs two rows")
    found = [statistic(table[rng.integers(len(table), size=len(table))]) for _ in range(n_draws)]
    values = [value for value in found if not isinstance(value, NotEstimable)]
    if len(values) < 0.95 * n_draws:
        return NotEstimable(f"{n_draws - len(values)} of {n_draws} samples of the rows hold no such number")
    return percentile_interval(np.array(values), level)
