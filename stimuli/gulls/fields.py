"""Soft fields of numbers: blurs, gradients, cloudy noise."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from stimuli.gulls.raster import Field, Patch


def soften(field: Field, radius: float) -> Field:
    """The field blurred by three box filters, outside counted as 0; reaches 1.5 radii at most."""
    reach = max(1, round(radius / 2))
    for _ in range(3):
        field = _box(_box(field, reach).T, reach).T
    return field


def _box(field: Field, reach: int) -> Field:
    padded = np.pad(field, ((reach + 1, reach), (0, 0)))
    total = np.cumsum(padded, axis=0, dtype=np.float32)
    return (total[2 * reach + 1 :] - total[: -2 * reach - 1]) / np.float32(2 * reach + 1)


def stretched(field: Field, height: int, width: int) -> Field:
    """The field resized smoothly to (height, width)."""
    image = Image.fromarray(np.ascontiguousarray(field, dtype=np.float32))
    return np.asarray(image.resize((width, height), Image.Resampling.BICUBIC), dtype=np.float32)


def grown(bits: NDArray[np.uint8], margin: int) -> NDArray[np.uint8]:
    """Each pixel's bits spread to all pixels that are at most `margin` rows and columns away."""
    for _ in range(2):
        spread = bits.copy()
        for shift in range(1, margin + 1):
            spread[shift:] |= bits[:-shift]
            spread[:-shift] |= bits[shift:]
        bits = spread.T
    return bits


def halo(patch: Patch, radius: float, shift: tuple[float, float] = (0.0, 0.0)) -> Patch:
    """A soft, shifted copy of a patch on a larger rectangle: a shadow or a glow."""
    margin = int(1.6 * radius) + 2
    step = max(1, int(radius // 4))
    padded = np.pad(patch.alpha, margin)
    height, width = padded.shape
    small = stretched(padded, -(-height // step), -(-width // step)) if step > 1 else padded
    soft = soften(small, radius / step)
    alpha = stretched(soft, height, width) if step > 1 else soft
    return Patch(patch.top - margin + round(shift[1]), patch.left - margin + round(shift[0]), alpha)


def relief(patch: Patch, radius: float, light: tuple[float, float]) -> Patch:
    """How much each pixel of a pillow-like body faces the light: about -1 (away) to 1 (towards)."""
    soft = halo(patch, radius)
    gy, gx = np.gradient(soft.alpha)
    facing: Field = np.asarray(-(gx * light[0] + gy * light[1]) * np.float32(1.9 * radius), dtype=np.float32)
    return Patch(soft.top, soft.left, facing)


def cloudy(rng: Generator, height: int, width: int, cells: tuple[int, int], octaves: int = 3) -> Field:
    """Smooth noise with mean about 0 and range about [-1, 1]; cells (rows, columns) of the coarsest octave.

    The draws do not depend on the size in pixels, so a larger picture shows the same clouds.
    """
    total = np.zeros((height, width), dtype=np.float32)
    for octave in range(octaves):
        rows, columns = (min(cell * 2**octave, 512) for cell in cells)
        grid = rng.uniform(-1, 1, (rows + 1, columns + 1)).astype(np.float32)
        total += stretched(grid, height, width) * np.float32(0.55**octave)
    return total
