"""Light on the bird: where it comes from, how hard it is, and what it does to a colour."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stimuli.gulls.marks import Colour
from stimuli.gulls.raster import Field

Paint = NDArray[np.float32]  # (h, w, 3) sRGB in [0, 1]


@dataclass(frozen=True)
class Light:
    """direction: unit vector to the light in the picture (y down); contrast in [0, 1]; shadow: colour of shade."""

    direction: tuple[float, float]
    contrast: float
    shadow: Colour

    def on(self, colour: Colour, facing: Field) -> Paint:
        """The colour under this light; facing: -1 turned away ... 1 turned to the light."""
        base = np.asarray(colour, dtype=np.float32)
        dark = np.clip(-facing, 0, 1.2)[..., None] * np.float32(0.72 * self.contrast)
        bright = np.clip(facing, 0, 1)[..., None] * np.float32(0.34 * self.contrast)
        shaded = base * (1 - dark * (1 - np.asarray(self.shadow, dtype=np.float32)) * np.float32(1.5))
        lit = shaded + bright * (np.float32(1.0) - shaded) * np.float32(0.45)
        return np.asarray(lit, dtype=np.float32)
