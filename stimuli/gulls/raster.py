"""Outlines become anti-aliased patches of coverage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from stimuli.gulls.curves import Points

Field = NDArray[np.float32]

OVERSAMPLING = 4


@dataclass(frozen=True)
class Patch:
    """A rectangle of the picture and how much of each of its pixels is covered, in [0, 1]."""

    top: int
    left: int
    alpha: Field

    @property
    def box(self) -> tuple[slice, slice]:
        """The rows and the columns of the picture that this patch lies on."""
        height, width = self.alpha.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)

    def over(self, other: "Patch") -> Field:
        """This patch's values at the place of the other one; 0 where this one does not reach."""
        values = np.zeros_like(other.alpha)
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom = min(self.box[0].stop, other.box[0].stop)
        right = min(self.box[1].stop, other.box[1].stop)
        if bottom > top and right > left:
            inside = self.alpha[top - self.top : bottom - self.top, left - self.left : right - self.left]
            values[top - other.top : bottom - other.top, left - other.left : right - other.left] = inside
        return values

    def within(self, other: "Patch") -> "Patch":
        """The part of this patch that the other one covers too."""
        return Patch(self.top, self.left, self.alpha * other.over(self))

    def times(self, factor: float | Field) -> "Patch":
        """The same patch, fainter."""
        return Patch(self.top, self.left, (self.alpha * factor).astype(np.float32))


def fill(outlines: Sequence[Points], size_px: int) -> Patch:
    """The patch that is inside any of the outlines; coordinates are pixels of a square picture."""
    top, left, width, height = _bounds(outlines, size_px, 1.0)
    image, draw = _sheet(width, height)
    for outline in outlines:
        draw.polygon(_scaled(outline, left, top), fill=255)
    return _reduced(image, top, left)


def stroke(lines: Sequence[Points], width_px: float, size_px: int) -> Patch:
    """The patch under lines of one width."""
    top, left, width, height = _bounds(lines, size_px, width_px + 1)
    image, draw = _sheet(width, height)
    pen = max(1, round(width_px * OVERSAMPLING))
    for line in lines:
        draw.line(_scaled(line, left, top), fill=255, width=pen, joint="curve")
    return _reduced(image, top, left).times(min(1.0, width_px * OVERSAMPLING))


def union(patches: Sequence[Patch]) -> Patch:
    """Everything that any of the patches covers."""
    top, left = min(p.top for p in patches), min(p.left for p in patches)
    bottom, right = max(p.box[0].stop for p in patches), max(p.box[1].stop for p in patches)
    whole = Patch(top, left, np.zeros((bottom - top, right - left), dtype=np.float32))
    for patch in patches:
        np.maximum(whole.alpha, patch.over(whole), out=whole.alpha)
    return whole


def _bounds(outlines: Sequence[Points], size_px: int, margin: float) -> tuple[int, int, int, int]:
    points = np.concatenate(list(outlines))
    low = np.clip(np.floor(points.min(axis=0) - margin), 0, size_px - 1).astype(int)
    high = np.clip(np.ceil(points.max(axis=0) + margin), low + 1, size_px).astype(int)
    return int(low[1]), int(low[0]), int(high[0] - low[0]), int(high[1] - low[1])


def _sheet(width: int, height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L", (width * OVERSAMPLING, height * OVERSAMPLING))
    return image, ImageDraw.Draw(image)


def _scaled(points: Points, left: int, top: int) -> list[tuple[float, float]]:
    shifted = (points - (left, top)) * OVERSAMPLING - 0.5
    return [(float(x), float(y)) for x, y in shifted]


def _reduced(image: Image.Image, top: int, left: int) -> Patch:
    return Patch(top, left, np.asarray(image.reduce(OVERSAMPLING), dtype=np.float32) / np.float32(255))
