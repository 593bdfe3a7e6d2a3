"""Where the nodes of an attention graph are drawn: in rows, the largest sets on top, with few crossings.

`ordering` orders the rows; then each node goes as near as it may to the middle of those it is joined with.  Written
here, since graphviz's `dot` is a program of the system, and libraries that lay out in layers are no longer kept or are
under the GPL (grandalf, igraph).  It depends on sets and edges alone, not on the order in which they are listed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stimuli.attention_graphs.ordering import Joined, ordered
from stimuli.attention_graphs.patches import Patches

GAP = 0.3  # between nodes of a row, in widths of a node
SWEEPS = 12

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Layout:
    """rows: of each node, from the top.  centres: of each, from the left, in widths of a node.  width: of the whole."""

    rows: tuple[int, ...]
    centres: tuple[float, ...]
    width: float

    @property
    def n_rows(self) -> int:
        """How many rows there are."""
        return max(self.rows, default=-1) + 1


def layered(sets: Sequence[Patches], edges: Sequence[tuple[int, int]]) -> Layout:
    """A row for each number of patches that a set has.  sets: each once.  edges: from a set to one that is one smaller.

    The least centre is 0.5; nodes of a row stand 1 + GAP apart or more.  Without nodes: a drawing of width 1.
    """
    if not sets:
        return Layout((), (), 1.0)
    sizes = sorted({len(one) for one in sets}, reverse=True)
    rows = [sizes.index(len(one)) for one in sets]
    by_set = sorted(range(len(sets)), key=sets.__getitem__)
    joined = Joined.of(len(sets), edges)
    order = ordered([[n for n in by_set if rows[n] == row] for row in range(len(sizes))], joined)
    centres = _centred(order, joined)
    centres += 0.5 - centres.min()
    return Layout(tuple(rows), tuple(centres.round(6).tolist()), round(float(centres.max()) + 0.5, 6))


def _centred(order: Sequence[Sequence[int]], joined: Joined) -> Floats:
    """Rows downwards by what is above, upwards by what is below, at last by both; in turn, so that none prevails."""
    apart = 1 + GAP
    centres = np.zeros(len(joined.above))
    for row in order:
        centres[list(row)] = apart * (np.arange(len(row)) - (len(row) - 1) / 2)
    both = [(*above, *below) for above, below in zip(joined.above, joined.below, strict=True)]
    for sweep in range(SWEEPS):
        last = sweep >= SWEEPS // 2
        for row, wanted in ((row, both if last else joined.above) for row in order):
            centres[list(row)] = _placed(row, wanted, centres)
        for row, wanted in ((row, both if last else joined.below) for row in reversed(order)):
            centres[list(row)] = _placed(row, wanted, centres)
    return centres


def _placed(row: Sequence[int], wanted: Sequence[Sequence[int]], centres: Floats) -> Floats:
    """The centres of a row, in order and apart, as near as can be to the means of the nodes wanted, in squares."""
    steps = (1 + GAP) * np.arange(len(row))
    wishes = np.array([centres[list(wanted[n])].mean() if wanted[n] else centres[n] for n in row])
    weights = np.array([len(wanted[n]) or 0.1 for n in row])  # who is joined with nobody makes room
    return rising(wishes - steps, weights) + steps


def rising(wishes: Floats, weights: Floats) -> Floats:
    """The numbers that never fall and are nearest to the wishes, in weighted squares: pooling adjacent violators."""
    pools = list[tuple[float, float, int]]()  # mean, weight, how many
    for wish, weight in zip(wishes.tolist(), weights.tolist(), strict=True):
        mean, total, n = wish, weight, 1
        while pools and pools[-1][0] > mean:
            before, others, many = pools.pop()
            mean, total, n = (before * others + mean * total) / (others + total), others + total, n + many
        pools.append((mean, total, n))
    return np.repeat([mean for mean, _, _ in pools], [n for _, _, n in pools])
