"""In which order the nodes of each row stand, so that few edges cross: sweeps of means and medians, then swaps."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from statistics import fmean, median
from typing import Self

Order = list[list[int]]
Middle = Callable[[Sequence[float]], float]

STARTS = 6  # besides the order of the sets itself
SWEEPS = 8


@dataclass(frozen=True)
class Joined:
    """above, below: of each node, the nodes of the row above and of the row below that it is joined with."""

    above: tuple[tuple[int, ...], ...]
    below: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, n: int, edges: Sequence[tuple[int, int]]) -> Self:
        """n: nodes.  edges: parent, child."""
        above, below = [list[int]() for _ in range(n)], [list[int]() for _ in range(n)]
        for parent, child in edges:
            above[child].append(parent)
            below[parent].append(child)
        return cls(tuple(map(tuple, above)), tuple(map(tuple, below)))


def ordered(rows: Order, joined: Joined) -> Order:
    """The rows, each in a better order: of several attempts the one with the fewest crossings, the first of these.

    rows: from the top; their order decides where crossings do not.
    """
    best, fewest = rows, crossings(rows, joined)
    for start in _starts(rows):
        if not fewest:
            break
        for attempt in _swept(start, joined):
            n = crossings(attempt, joined)
            if n < fewest:
                best, fewest = [list(row) for row in attempt], n
    return best


def crossings(rows: Order, joined: Joined) -> int:
    """How many pairs of edges cross, where nodes stand in this order."""
    found = 0
    for upper, lower in pairwise(rows):
        place = {n: k for k, n in enumerate(lower)}
        ends = [sorted(place[child] for child in joined.below[n]) for n in upper]
        found += sum(_inversions(some, others) for k, some in enumerate(ends) for others in ends[k + 1 :])
    return found


def _inversions(left: Sequence[float], right: Sequence[float]) -> int:
    return sum(a > b for a in left for b in right)


def _starts(rows: Order) -> Iterator[Order]:
    """The rows as they are, and shuffled: what sweeps end in depends on where they begin."""
    yield [list(row) for row in rows]
    rng = Random(0)  # noqa: S311 - nothing is secret; the same rows are always shuffled alike
    for _ in range(STARTS):
        yield [rng.sample(row, len(row)) for row in rows]


def _swept(rows: Order, joined: Joined) -> Iterator[Order]:
    """The rows after each sweep down and up, by means and by medians in turn, with swaps; changed in place."""
    for sweep in range(SWEEPS):
        middle: Middle = median if sweep % 2 else fmean
        for k in range(1, len(rows)):
            rows[k] = _sorted(rows[k], rows[k - 1], joined.above, middle)
        _swap(rows, joined)
        yield rows
        for k in range(len(rows) - 2, -1, -1):
            rows[k] = _sorted(rows[k], rows[k + 1], joined.below, middle)
        _swap(rows, joined)
        yield rows


def _sorted(row: Sequence[int], beside: Sequence[int], joined: Sequence[Sequence[int]], middle: Middle) -> list[int]:
    """A row by the middle of what each node is joined with in the row beside it; who is joined with nobody stays."""
    place = {n: k for k, n in enumerate(beside)}
    moved = sorted(
        (n for n in row if joined[n]), key=lambda n: middle([place[other] for other in joined[n]])
    )  # stable, so that ties keep their order
    in_turn = iter(moved)
    return [next(in_turn) if joined[n] else n for n in row]


def _swap(rows: Order, joined: Joined) -> None:
    """Swaps neighbours as long as that takes crossings away."""
    for k, row in enumerate(rows):
        up = {n: j for j, n in enumerate(rows[k - 1])} if k else {}
        down = {n: j for j, n in enumerate(rows[k + 1])} if k + 1 < len(rows) else {}
        ends = {n: ([up[a] for a in joined.above[n]], [down[b] for b in joined.below[n]]) for n in row}
        swapped = True
        while swapped:
            swapped = False
            for j in range(len(row) - 1):
                left, right = ends[row[j]], ends[row[j + 1]]
                now, then = (sum(map(_inversions, *pair)) for pair in ((left, right), (right, left)))
                if then < now:
                    row[j], row[j + 1], swapped = row[j + 1], row[j], True
