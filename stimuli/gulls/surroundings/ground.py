"""Bands, gradients and textures that the places are painted with."""

import numpy as np
from numpy.random import Generator

from stimuli.gulls.fields import cloudy
from stimuli.gulls.light import Paint
from stimuli.gulls.marks import Colour
from stimuli.gulls.raster import Field


def ramp(top: Colour, bottom: Colour, rows: int) -> Paint:
    """A vertical gradient as a column of colours, (rows, 1, 3)."""
    t = np.linspace(0, 1, rows, dtype=np.float32)[:, None, None]
    blended: Paint = np.asarray(top, dtype=np.float32) * (1 - t) + np.asarray(bottom, dtype=np.float32) * t
    return blended


def textured(base: Paint, field: Field, strength: float) -> Paint:
    """The colours made lighter and darker by a field of about [-1, 1]."""
    result: Paint = base * (1 + np.float32(strength) * field[..., None])
    return result


def streaks(rng: Generator, rows: int, columns: int, cells: tuple[int, int], octaves: int = 3) -> Field:
    """Cloudy noise on a plane that recedes: fine and flat at the top (far), coarse at the bottom (near)."""
    flat = cloudy(rng, rows, columns, cells, octaves)
    depth = np.linspace(0, 1, rows, dtype=np.float32) ** 0.55
    source = np.clip((depth * (rows - 1)).astype(int), 0, rows - 1)
    receding: Field = flat[source]
    return receding


def lay_below(rgb: Paint, ground: Paint, top: int, softness_px: float) -> None:
    """Put a ground (rows, W, 3) over the picture from row `top` on, its upper edge soft."""
    top = max(0, top)
    rows = min(ground.shape[0], rgb.shape[0] - top)
    alpha = np.clip((np.arange(rows, dtype=np.float32) + 0.5) / np.float32(max(1.0, softness_px)), 0, 1)[:, None, None]
    region = rgb[top : top + rows]
    region += alpha * (ground[:rows] - region)
