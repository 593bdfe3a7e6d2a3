"""Where the nodes of an attention graph are drawn: in rows, the largest sets on top, with few crossings.

What hangs together has rows of its own, beside what does not, so that a set of two patches begins no lower than one of
ten.  `ordering` orders the rows; then each node goes as near as it may to the middle of those it is joined with.
Written here, since graphviz's `dot` is a program of the system, and libraries that lay out in layers are no longer kept
or are under the GPL (grandalf, igraph).  It depends on sets and edges alone, not on the order in which they are listed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stimuli.attention_graphs.ordering import Joined, ordered
from stimuli.attention_graphs.patches import Patches

GAP = 0.3  # between nodes of a row, in widths of a node
WIDE_GAP = 0.6  # between parts that do not hang together
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
    """In each part that hangs together, a row per number of patches.  sets: each once.  edges: to a set one smaller.

    The least centre is 0.5; nodes of a row stand 1 + GAP apart or more.  Without nodes: a drawing of width 1.
    """
    joined = Joined.of(len(sets), edges)
    by_set = sorted(range(len(sets)), key=lambda n: (-len(sets[n]), sets[n]))
    rows, centres, left = np.zeros(len(sets), dtype=np.int64), np.zeros(len(sets)), 0.0
    for part in _parts(by_set, joined):
        largest = len(sets[part[0]])
        lines = [[n for n in part if len(sets[n]) == size] for size in range(largest, len(sets[part[-1]]) - 1, -1)]
        placed = _centred(ordered(lines, joined), joined)
        rows[part] = [largest - len(sets[n]) for n in part]
        centres[part] = placed[part] - placed[part].min() + left + 0.5
        left = centres[part].max() + 0.5 + WIDE_GAP
    width = float(centres.max()) + 0.5 if sets else 1.0
    return Layout(tuple(rows.tolist()), tuple(centres.round(6).tolist()), round(width, 6))


def _parts(nodes: Sequence[int], joined: Joined) -> list[list[int]]:
    """Nodes that hang together, in their order; the part of the first node first."""
    found, seen = list[list[int]](), set[int]()
    for first in nodes:
        if first in seen:
            continue
        waiting, part = [first], set[int]()
        while waiting:
            node = waiting.pop()
            if node not in part:
                part.add(node)
                waiting += [*joined.above[node], *joined.below[node]]
        seen |= part
        found.append([node for node in nodes if node in part])
    return found


def _centred(order: Sequence[Sequence[int]], joined: Joined) -> Floats:
    """Rows downwards by what is above, upwards by what is below, at last by both; in turn, so that none prevails.

    Of nodes that are not in the rows: 0.
    """
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
