"""A disc filled with dots of several sizes, none of which touch: the same for the same key."""

from collections.abc import Iterator
from functools import lru_cache
from math import hypot
from typing import NamedTuple

from study_app.study.draw import Draw

DISC = 100.0  # the disc's radius; all lengths are in its hundredths
RADII = ((5.4, 300), (4.5, 700), (3.7, 1500), (2.9, 3000), (2.3, 4000))  # of the dots, with tries: large ones first
GAP = 0.7
CELL = 2 * RADII[0][0] + GAP
FINE = 1 << 20


class Dot(NamedTuple):
    """A dot around (x, y); lightness: 0 … 1, by chance."""

    x: float
    y: float
    radius: float
    lightness: float


@lru_cache(maxsize=64)
def dots(*key: str | int) -> tuple[Dot, ...]:
    """The dots of that key, in an order that says nothing of where they are."""
    draw, kept = Draw(*key), _Kept()
    for radius, tries in RADII:
        for _ in range(tries):
            x, y = _between(draw, -DISC, DISC), _between(draw, -DISC, DISC)
            if hypot(x, y) + radius <= DISC and kept.has_room(x, y, radius):
                kept.add(Dot(x, y, radius, _between(draw, 0, 1)))
    return tuple(draw.shuffled(kept.all))


def _between(draw: Draw, low: float, high: float) -> float:
    return low + (high - low) * draw.below(FINE) / FINE


class _Kept:
    """The dots so far, in squares, so that only neighbours are looked at."""

    def __init__(self) -> None:
        self.all: list[Dot] = []
        self._squares: dict[tuple[int, int], list[Dot]] = {}

    def has_room(self, x: float, y: float, radius: float) -> bool:
        """Whether a dot there would touch none."""
        return all(hypot(x - near.x, y - near.y) >= radius + near.radius + GAP for near in self._around(x, y))

    def add(self, dot: Dot) -> None:
        """Keeps it."""
        self.all.append(dot)
        self._squares.setdefault(_square(dot.x, dot.y), []).append(dot)

    def _around(self, x: float, y: float) -> Iterator[Dot]:
        column, row = _square(x, y)
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                yield from self._squares.get((column + dx, row + dy), ())


def _square(x: float, y: float) -> tuple[int, int]:
    return int(x // CELL), int(y // CELL)
