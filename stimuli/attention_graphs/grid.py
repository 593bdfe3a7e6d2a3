"""Which pixels a patch is: squares side by side, the same for the search and for the eye.  numpy only.

Where the number of cells does not divide the picture's side, cells differ by one pixel: cell i reaches from
round(i * side / cells) to round((i + 1) * side / cells).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from stimuli.attention_graphs.patches import Patches
from stimuli.images import Pixels

Floats = NDArray[np.float32]
REACH = 4  # of the feather, in standard deviations
STEPS = 64  # of opacity along a line: coarse, so that blending is exact and comes out alike wherever it is done


@dataclass(frozen=True)
class Grid:
    """cells: across and down.  side_px: of the picture.

    feather_px: standard deviation of a Gaussian blur of the patches' edges; 0: hard edges.
    corners: the authors' enlargement, bilinear with the outermost cells' centres on the picture's corners: a patch is
    then no square, and most of what it shows lies outside its own.
    """

    cells: int
    side_px: int
    feather_px: float = 0.0
    corners: bool = False

    @property
    def n_patches(self) -> int:
        """All cells."""
        return self.cells**2

    def bounds(self) -> list[int]:
        """Where cells begin and the last ends, in pixels: cells + 1 numbers."""
        return bounds(self.cells, self.side_px)

    def square(self, patch: int) -> tuple[int, int, int, int]:
        """left, top, right, bottom of a patch, in pixels."""
        row, column = divmod(patch, self.cells)
        edges = self.bounds()
        return edges[column], edges[row], edges[column + 1], edges[row + 1]

    def area(self, some: Patches) -> float:
        """The share of the picture that is shown: what the squares cover, without their feather.

        corners: the mean opacity, since what is shown are no squares.
        """
        if self.corners:
            line = self.spread().mean(0, dtype=np.float64)
            return float(sum(line[patch // self.cells] * line[patch % self.cells] for patch in some))
        squares = [self.square(patch) for patch in some]
        covered = [(right - left) * (bottom - top) for left, top, right, bottom in squares]
        return sum(covered) / self.side_px**2

    @property
    def is_hard(self) -> bool:
        """Whether a pixel is shown wholly or not at all."""
        return not (self.feather_px or self.corners)

    def spread(self) -> Floats:
        """How a line of cells becomes a line of pixels: (side_px, cells), rows sum to 1."""
        return spread(self)

    def opacity(self, some: Patches) -> Floats:
        """(side_px, side_px): 1 where the picture is seen, 0 where its baseline is."""
        line = self.spread()
        shown = indicators([some], self.cells)[0].reshape(self.cells, self.cells)
        found: Floats = line @ shown.astype(np.float32) @ line.T
        return found

    def composed(self, picture: Pixels, baseline: Pixels, some: Patches) -> Pixels:
        """The picture where these patches are, its baseline elsewhere: exactly what the network is asked about."""
        opacity = self.opacity(some)[..., None]
        if self.is_hard:
            return np.where(opacity > 0, picture, baseline)
        under = baseline.astype(np.float32)
        mixed: Pixels = np.rint(under + (picture.astype(np.float32) - under) * opacity).astype(np.uint8)
        return mixed


def bounds(cells: int, side_px: int) -> list[int]:
    """Where cells begin and the last ends."""
    return [(2 * n * side_px + cells) // (2 * cells) for n in range(cells + 1)]


def indicators(sets: Sequence[Patches], cells: int) -> NDArray[np.bool_]:
    """(n, cells²): per set, True where a patch belongs to it."""
    shown = np.zeros((len(sets), cells * cells), dtype=np.bool_)
    for n, some in enumerate(sets):
        shown[n, list(some)] = True
    return shown


def members(shown: NDArray[np.bool_]) -> Patches:
    """The set that an indicator stands for."""
    return tuple(int(patch) for patch in np.flatnonzero(shown))


@cache
def spread(grid: Grid) -> Floats:
    """As Grid.spread has it."""
    if grid.corners:
        return _frozen(_between_corners(grid.cells, grid.side_px))
    edges, line = grid.bounds(), np.zeros((grid.side_px, grid.cells), dtype=np.float64)
    for n in range(grid.cells):
        line[edges[n] : edges[n + 1], n] = 1
    if grid.feather_px:
        places = np.arange(grid.side_px)
        distance = np.abs(places[:, None] - places[None])
        blur = np.where(distance <= REACH * grid.feather_px, np.exp(-0.5 * (distance / grid.feather_px) ** 2), 0.0)
        line = _whole_steps(blur / blur.sum(1, keepdims=True) @ line)
    return _frozen(line)


def _between_corners(cells: int, side_px: int) -> NDArray[np.float64]:
    places = np.linspace(0, cells - 1, side_px)
    near: NDArray[np.float64] = np.clip(1 - np.abs(places[:, None] - np.arange(cells)), 0, None)
    return near


def _frozen(line: NDArray[np.float64]) -> Floats:
    found = line.astype(np.float32)
    found.setflags(write=False)
    return found


def _whole_steps(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rounded to multiples of 1 / STEPS, so that rows still sum to 1."""
    sums = np.rint(np.cumsum(line, axis=1) * STEPS)
    return np.diff(sums, axis=1, prepend=0) / STEPS
