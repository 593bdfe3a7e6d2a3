"""Grouping factors of a mixed model: their random effects, and the relative covariance factor of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Grouping:
    """One grouping factor with its k random effects per level.

    levels: names, (n,).  index: level of each row, (N,).  columns: (N, k), each row's values of the k effects.
    effects: names of the effects, k.  free: (k, k), true where the lower triangular relative covariance factor has a
    parameter: the whole triangle for correlated effects, the diagonal for independent ones.
    """

    name: str
    levels: tuple[str, ...]
    index: Indices
    columns: Values
    effects: tuple[str, ...]
    free: NDArray[np.bool_]

    @property
    def n_effects(self) -> int:
        """Random effects per level, k."""
        return len(self.effects)

    @property
    def n_columns(self) -> int:
        """Random effects in all."""
        return len(self.levels) * self.n_effects

    @cached_property
    def places(self) -> tuple[Indices, Indices]:
        """Rows and columns of the free entries, column by column: lme4's order of theta."""
        columns, rows = np.nonzero(self.free.T)
        return rows, columns

    @property
    def n_free(self) -> int:
        """Parameters of the covariance factor."""
        return int(self.free.sum())

    def factor(self, theta: Values) -> Values:
        """The relative covariance factor, (k, k), of this factor's own parameters."""
        made = np.zeros((self.n_effects, self.n_effects))
        made[self.places] = theta
        return made

    def of_rows(self, values: Values) -> Values:
        """(n, k) values per level, or a flat array of them, as (N, k) values per row."""
        return np.take(values.reshape(len(self.levels), self.n_effects), self.index, axis=0)

    def summed(self, rows: Values) -> Values:
        """(N, k) values per row summed within levels: (n, k)."""
        n = len(self.levels)
        return np.stack([np.bincount(self.index, column, n) for column in rows.T], axis=1)


def split(groupings: Sequence[Grouping], theta: Values) -> list[Values]:
    """Each grouping factor's own part of theta."""
    ends = np.cumsum([each.n_free for each in groupings])
    return np.split(theta, ends[:-1])


def on_diagonal(groupings: Sequence[Grouping]) -> NDArray[np.bool_]:
    """Which entries of theta are on a diagonal: those cannot be negative, and are 1 where one begins."""
    return np.concatenate([each.places[0] == each.places[1] for each in groupings])
