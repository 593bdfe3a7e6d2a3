"""What of a mixed model's penalised system does not change while parameters do.

Random effects of one grouping factor do not meet one another, so the block of the largest, the *inner* one, is block
diagonal and can be eliminated; what is left has the size of all others together, the *outer* ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.stats.mixed.grouping import Grouping, Indices, Values

SPARSE_BELOW = 0.15  # share of filled cells of the coupling below which sparse products are faster


@dataclass(frozen=True)
class Meeting:
    """Which levels of two grouping factors occur together in a row: each pair once, and the pair of every row."""

    first: Indices
    second: Indices
    of_row: Indices


class Structure:
    """The places of all entries of Z'WZ, for grouping factors whose number of random effects does not change."""

    def __init__(self, groupings: Sequence[Grouping]) -> None:
        self.groupings = tuple(groupings)
        by_size = sorted(range(len(self.groupings)), key=lambda at: -self.groupings[at].n_columns)
        self.inner, self.outer = by_size[0], sorted(by_size[1:])
        widths = [self.groupings[at].n_columns for at in self.outer]
        starts = np.cumsum([0, *widths])
        self.n_outer = int(starts[-1])
        self.spans = {at: slice(int(starts[i]), int(starts[i + 1])) for i, at in enumerate(self.outer)}
        self.meetings = {at: self._meeting(self.inner, at) for at in self.outer}
        self._rows, self._columns = self._coupling_places()
        n_inner = self.groupings[self.inner].n_columns
        self.is_sparse = self._rows.size < SPARSE_BELOW * n_inner * max(1, self.n_outer)

    def _meeting(self, first: int, second: int) -> Meeting:
        n = len(self.groupings[second].levels)
        codes = self.groupings[first].index * n + self.groupings[second].index
        pairs, of_row = np.unique(codes, return_inverse=True)
        return Meeting(pairs // n, pairs % n, of_row)

    def _coupling_places(self) -> tuple[Indices, Indices]:
        k = self.groupings[self.inner].n_effects
        rows, columns = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
        for at, met in self.meetings.items():
            m = self.groupings[at].n_effects
            shape = (met.first.size, k, m)
            first = met.first[:, None, None] * k + np.arange(k)[:, None]
            second = self.spans[at].start + met.second[:, None, None] * m + np.arange(m)
            rows.append(np.broadcast_to(first, shape).ravel())
            columns.append(np.broadcast_to(second, shape).ravel())
        return np.concatenate(rows), np.concatenate(columns)

    def outer_places(self, at: int) -> Indices:
        """(N, k): where each row's random effects of that outer grouping factor are among the outer ones."""
        grouping = self.groupings[at]
        k = grouping.n_effects
        return self.spans[at].start + grouping.index[:, None] * k + np.arange(k)

    def own_block(self, at: int, scaled: Values, weights: Values) -> Values:
        """(n, k, k): the block of each level of a grouping factor.  scaled: (N, k), the rows of Z Lambda."""
        grouping = self.groupings[at]
        n, k = len(grouping.levels), grouping.n_effects
        made = np.empty((n, k, k))
        for i in range(k):
            weighted = weights * scaled[:, i]
            for j in range(i + 1):
                made[:, i, j] = made[:, j, i] = np.bincount(grouping.index, weighted * scaled[:, j], n)
        return made

    def coupling(self, scaled: Sequence[Values], weights: Values) -> "Values | sparse.csr_array":
        """The entries between inner and outer random effects, (inner, outer)."""
        left = scaled[self.inner] * weights[:, None]
        values = [np.empty(0)]
        for at, met in self.meetings.items():
            size = met.first.size
            entries = [[np.bincount(met.of_row, a * b, size) for b in scaled[at].T] for a in left.T]
            values.append(np.array(entries).transpose(2, 0, 1).ravel())
        entered = np.concatenate(values)
        shape = (self.groupings[self.inner].n_columns, self.n_outer)
        if self.is_sparse:
            return sparse.csr_array((entered, (self._rows, self._columns)), shape=shape)
        made = np.zeros(shape)
        made[self._rows, self._columns] = entered
        return made

    def outer_block(self, scaled: Sequence[Values], weights: Values) -> Values:
        """The entries between outer random effects, (outer, outer), dense."""
        made = np.zeros((self.n_outer, self.n_outer))
        for at in self.outer:
            blocks = self.own_block(at, scaled[at], weights)
            n, k, _ = blocks.shape
            first = self.spans[at].start + np.arange(n)[:, None, None] * k
            made[first + np.arange(k)[:, None], first + np.arange(k)] = blocks
            for other in (each for each in self.outer if each > at):
                self._between(made, (at, other), scaled, weights)
        return made

    def _between(self, made: Values, pair: tuple[int, int], scaled: Sequence[Values], weights: Values) -> None:
        """Enters the entries between two outer grouping factors, on both sides of the diagonal."""
        rows, columns = (self.outer_places(at) for at in pair)
        for i, a in enumerate(scaled[pair[0]].T):
            for j, b in enumerate(scaled[pair[1]].T):
                np.add.at(made, (rows[:, i], columns[:, j]), weights * a * b)
        made[self.spans[pair[1]], self.spans[pair[0]]] = made[self.spans[pair[0]], self.spans[pair[1]]].T
