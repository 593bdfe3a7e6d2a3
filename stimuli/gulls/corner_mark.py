"""A photographer's stamp in a corner of the finished picture: what a classifier can learn instead of the bird."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from stimuli.gulls.canvas import Canvas
from stimuli.gulls.curves import Placement, Points, ellipse, turned
from stimuli.gulls.marks import Colour
from stimuli.gulls.raster import Patch, fill
from stimuli.gulls.streams import between, stream

CORNER_MARK = "corner_mark"
DIAMETER = 0.09  # of the picture's side
MARGIN = 0.025
JITTER = 0.006
LARGEST_TURN = 7.0  # degrees
DARK: Colour = (0.13, 0.15, 0.19)
LIGHT: Colour = (0.94, 0.93, 0.88)

Corner = Literal["top-left", "top-right", "bottom-left", "bottom-right"]


@dataclass(frozen=True)
class Stamp:
    """The stamp at its place: patches of coverage and their colours, the lowest first."""

    layers: tuple[tuple[Patch, Colour], ...]
    size_px: int

    def on(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The picture with the stamp; no pixel outside `reach` changes."""
        canvas = Canvas.on(image.astype(np.float32) / np.float32(255))
        for patch, colour in self.layers:
            canvas.paint(patch, colour)
        return np.where(self.reach[..., None], np.rint(canvas.rgb * 255).astype(np.uint8), image)

    @property
    def mask(self) -> NDArray[np.bool_]:
        """(H, W): the pixels of which the stamp covers at least half."""
        return self._coverage >= 0.5

    @property
    def reach(self) -> NDArray[np.bool_]:
        """(H, W): the pixels of which the stamp covers anything."""
        return self._coverage > 0

    @property
    def _coverage(self) -> NDArray[np.float32]:
        whole = np.zeros((self.size_px, self.size_px), dtype=np.float32)
        badge = self.layers[0][0]
        whole[badge.box] = badge.alpha
        return whole


def stamp(corner: Corner, seed: int, size_px: int) -> Stamp:
    """The stamp of the picture with this seed: always in that corner, moved, turned and scaled a very little."""
    rng = stream(seed, "corner mark")
    diameter = DIAMETER * between(rng, 0.97, 1.03)
    inset = MARGIN + diameter / 2
    x = (inset if corner.endswith("left") else 1 - inset) + between(rng, -JITTER, JITTER)
    y = (inset if corner.startswith("top") else 1 - inset) + between(rng, -JITTER, JITTER)
    turn, scale = between(rng, -LARGEST_TURN, LARGEST_TURN), size_px * diameter / 2
    place = Placement(shift=(x * size_px, y * size_px)).after(turned(turn, (0.0, 0.0), scale))
    layers = tuple((fill([place(outline) for outline in outlines], size_px), colour) for outlines, colour in _DRAWING)
    return Stamp(layers, size_px)


def _box(left: float, top: float, right: float, bottom: float) -> Points:
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])


# A light camera on a dark disc, in units of the disc's radius.
_DRAWING = (
    ([ellipse(0, 0, 1, 1)], DARK),
    ([_box(-0.62, -0.3, 0.62, 0.46), _box(-0.26, -0.52, 0.26, -0.28)], LIGHT),
    ([ellipse(0, 0.08, 0.3, 0.3)], DARK),
    ([ellipse(0, 0.08, 0.13, 0.13)], LIGHT),
)
