"""The picture in the making: colours so far, and which part of the bird is on top at every pixel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stimuli.gulls.light import Paint
from stimuli.gulls.marks import MARKS, Colour
from stimuli.gulls.raster import Field, Patch

NOTHING = 0
LABELS = {part: code for code, part in enumerate(MARKS, start=1)}
BITS = {part: np.uint8(1 << place) for place, part in enumerate(MARKS)}


@dataclass
class Canvas:
    """rgb: (H, W, 3) in [0, 1]; labels: (H, W), 0 where no part of the bird is on top.

    reach: (H, W), one bit per part: set where the part has any share in the pixel's colour, however small.
    """

    rgb: Paint
    labels: NDArray[np.uint8]
    reach: NDArray[np.uint8]

    @classmethod
    def on(cls, rgb: Paint) -> "Canvas":
        """A canvas with a background and no bird."""
        nothing = np.zeros(rgb.shape[:2], dtype=np.uint8)
        return cls(rgb, nothing, nothing.copy())

    @property
    def size_px(self) -> int:
        """The length of the square picture's side."""
        return int(self.rgb.shape[0])

    def paint(self, patch: Patch, colour: Colour | Paint, part: str | None = None) -> None:
        """Lay a colour over what is there; `part` names the bird's part, None leaves the labels alone."""
        clipped, rows, columns = self._clipped(patch)
        if clipped.size == 0:
            return
        paint = np.asarray(colour, dtype=np.float32)
        if paint.ndim == 3:
            paint = paint[rows.start - patch.top : rows.stop - patch.top, columns.start - patch.left :][
                :, : clipped.shape[1]
            ]
        region = self.rgb[rows, columns]
        region += clipped[..., None] * (paint - region)
        self.reach[rows, columns][clipped >= 1] = 0
        if part is not None:
            self.label(patch, part)
            self.touch(patch, part)

    def label(self, patch: Patch, part: str | None) -> None:
        """Note which part is on top where the patch covers at least half of a pixel; None: nothing of the bird."""
        clipped, rows, columns = self._clipped(patch)
        self.labels[rows, columns][clipped >= 0.5] = NOTHING if part is None else LABELS[part]

    def touch(self, patch: Patch, part: str) -> None:
        """Note that a part has a share in the colour wherever the patch covers anything."""
        clipped, rows, columns = self._clipped(patch)
        self.reach[rows, columns][clipped > 0] |= BITS[part]

    def cover(self, patch: Patch, colour: Colour | Paint) -> None:
        """Lay something over the bird that hides it where it is opaque."""
        self.paint(patch, colour)
        self.label(patch, None)

    def darken(self, patch: Patch, colour: Colour = (0.0, 0.0, 0.0), strength: float = 1.0) -> None:
        """Lay a shadow over what is there."""
        self.paint(patch.times(strength), colour)

    def _clipped(self, patch: Patch) -> tuple[Field, slice, slice]:
        rows, columns = patch.box
        top, left = max(0, rows.start), max(0, columns.start)
        bottom, right = min(self.size_px, rows.stop), min(self.size_px, columns.stop)
        bottom, right = max(top, bottom), max(left, right)
        alpha = patch.alpha[top - patch.top : bottom - patch.top, left - patch.left : right - patch.left]
        return alpha, slice(top, bottom), slice(left, right)
