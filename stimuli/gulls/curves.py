"""Smooth outlines in the bird's own coordinates, and where they are placed in the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]  # (n, 2): x to the right, y down
Outline = Sequence[tuple[float, float]]

STEPS = 8


def smooth(outline: Outline | Points, *, closed: bool = True) -> Points:
    """A Catmull-Rom curve through the points; a point that is given twice is a corner."""
    p1 = np.asarray(outline, dtype=np.float64)
    p0, p2, p3 = np.roll(p1, 1, axis=0), np.roll(p1, -1, axis=0), np.roll(p1, -2, axis=0)
    if not closed:
        p0[0], p2[-1], p3[-1], p3[-2] = p1[0], p1[-1], p1[-1], p1[-1]
    t = (np.arange(STEPS) / STEPS)[None, :, None]
    a, b, c, d = (p[:, None, :] for p in (p0, p1, p2, p3))
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    points: Points = curve.reshape(-1, 2)
    return points if closed else points[: (len(p1) - 1) * STEPS + 1]


def ellipse(x: float, y: float, rx: float, ry: float) -> Points:
    """The outline of an upright ellipse."""
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    return np.stack([x + rx * np.cos(angle), y + ry * np.sin(angle)], axis=1)


@dataclass(frozen=True)
class Placement:
    """An affine map from one set of coordinates to another: p -> matrix @ p + shift."""

    matrix: tuple[tuple[float, float], tuple[float, float]] = ((1.0, 0.0), (0.0, 1.0))
    shift: tuple[float, float] = (0.0, 0.0)

    def __call__(self, points: Outline | Points) -> Points:
        """The points in the outer coordinates."""
        placed: Points = np.asarray(points, dtype=np.float64) @ np.asarray(self.matrix).T + np.asarray(self.shift)
        return placed

    def after(self, inner: Self) -> "Placement":
        """This placement of things that were placed by `inner` before."""
        matrix = np.asarray(self.matrix) @ np.asarray(inner.matrix)
        shift = np.asarray(self.matrix) @ np.asarray(inner.shift) + np.asarray(self.shift)
        (a, b), (c, d) = matrix.tolist()
        return Placement(((a, b), (c, d)), (float(shift[0]), float(shift[1])))

    @property
    def scale(self) -> float:
        """How many outer units one inner unit is, on average over directions."""
        return float(np.sqrt(abs(np.linalg.det(np.asarray(self.matrix)))))


def turned(degrees: float, pivot: tuple[float, float], scale: float = 1.0) -> Placement:
    """Turn about a pivot (clockwise as seen, because y runs down) and scale about it."""
    c, s = scale * float(np.cos(np.radians(degrees))), scale * float(np.sin(np.radians(degrees)))
    x, y = pivot
    return Placement(((c, -s), (s, c)), (x - c * x + s * y, y - s * x - c * y))
