"""Digits as strokes of a broad pen, and whether a place lies in one.  Only those that are easily told apart."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import cos, hypot, radians, sin

Point = tuple[float, float]

HALF_WIDTH, HALF_HEIGHT = 40.0, 61.0
HALF_PEN = 12.0


def _arc(x: float, y: float, rx: float, ry: float, turn: tuple[float, float]) -> tuple[Point, ...]:
    """Part of an ellipse, from one angle to the other in degrees, clockwise from the right."""
    steps = 16
    angles = [radians(turn[0] + (turn[1] - turn[0]) * step / steps) for step in range(steps + 1)]
    return tuple((x + rx * cos(angle), y + ry * sin(angle)) for angle in angles)


STROKES: dict[int, tuple[tuple[Point, ...], ...]] = {  # x from -1 to 1, y from -1 (above) to 1
    2: ((*_arc(0, -0.45, 1, 0.55, (-170, 30)), (-1, 1), (1, 1)),),
    3: (_arc(-0.1, -0.5, 0.95, 0.5, (-150, 90)), _arc(-0.1, 0.5, 1.05, 0.5, (-90, 150))),
    4: (((0.45, 1), (0.45, -1), (-1, 0.4), (1, 0.4)),),
    5: (((0.85, -1), (-0.75, -1), (-0.8, -0.1)), _arc(-0.15, 0.4, 1.05, 0.6, (-130, 140))),
    6: ((*_arc(0.75, 0.4, 1.7, 1.4, (-95, -180)), (-0.95, 0.4)), _arc(0, 0.42, 0.95, 0.58, (0, 360))),
    7: (((-1, -1), (1, -1), (-0.2, 1)),),
    9: (_arc(0, -0.42, 0.95, 0.58, (0, 360)), (*_arc(-0.75, -0.4, 1.7, 1.4, (0, 85)), (-0.6, 1))),
}


@cache
def _segments(digit: int) -> tuple[tuple[Point, Point], ...]:
    def scaled(point: Point) -> Point:
        return point[0] * HALF_WIDTH, point[1] * HALF_HEIGHT

    def pairs() -> Iterator[tuple[Point, Point]]:
        for stroke in STROKES[digit]:
            places = [scaled(point) for point in stroke]
            yield from pairwise(places)

    return tuple(pairs())


def lies_in(digit: int, x: float, y: float) -> bool:
    """Whether the place lies under a stroke of the digit, which stands around the origin, y downwards."""
    return any(_distance((x, y), *segment) <= HALF_PEN for segment in _segments(digit))


def _distance(place: Point, begin: Point, end: Point) -> float:
    """From a place to the nearest of a segment."""
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    length = dx * dx + dy * dy
    along = ((place[0] - begin[0]) * dx + (place[1] - begin[1]) * dy) / length if length else 0.0
    share = min(1.0, max(0.0, along))
    return hypot(place[0] - begin[0] - share * dx, place[1] - begin[1] - share * dy)
