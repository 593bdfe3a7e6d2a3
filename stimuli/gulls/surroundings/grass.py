"""A meadow; far away a soft hedge."""

import numpy as np
from numpy.random import Generator

from stimuli.gulls import raster
from stimuli.gulls.canvas import Canvas
from stimuli.gulls.curves import Points, smooth
from stimuli.gulls.fields import cloudy
from stimuli.gulls.light import Paint
from stimuli.gulls.marks import Colour
from stimuli.gulls.scene import Weather
from stimuli.gulls.surroundings.ground import lay_below, ramp, streaks, textured

GREENS: tuple[Colour, ...] = ((0.34, 0.47, 0.20), (0.46, 0.58, 0.27), (0.58, 0.64, 0.34), (0.28, 0.40, 0.18))


def far(rgb: Paint, horizon: int, weather: Weather, rng: Generator) -> None:
    """A hedge out of focus."""
    size = rgb.shape[0]
    rows = size // 5
    crowns = cloudy(rng, 2, size, (1, 9), 3)[0] * size * 0.02
    base = textured(
        np.repeat(ramp((0.38, 0.47, 0.33), (0.30, 0.40, 0.25), rows), size, axis=1),
        cloudy(rng, rows, size, (5, 12), 3),
        0.2,
    )
    top = max(0, horizon - size // 9)
    region = rgb[top : top + rows]
    depth = np.arange(region.shape[0], dtype=np.float32)[:, None] - np.float32(size * 0.04) + crowns[None, :]
    alpha = np.clip(depth / np.float32(size * 0.025), 0, 1)[..., None] * np.float32(0.9)
    region += alpha * (base[: region.shape[0]] * np.float32(0.85 if weather == "rain" else 1.0) - region)


def ground(rgb: Paint, horizon: int, weather: Weather, rng: Generator) -> None:
    """Short grass, soft far away and in blades near by."""
    size = rgb.shape[0]
    rows = size - horizon
    base = ramp((0.50, 0.58, 0.33), (0.34, 0.46, 0.20), rows) * np.float32(0.85 if weather == "rain" else 1.0)
    lawn = textured(np.repeat(base, size, axis=1), streaks(rng, rows, size, (20, 12), 3), 0.13)
    lay_below(rgb, lawn, horizon, size / 30)
    canvas = Canvas.on(rgb)
    for row, colour in enumerate(GREENS * 2):
        blades = tufts(rng, 70, (horizon / size + 0.06 + 0.09 * (row // 2), 1.05), 0.02 + 0.005 * row)
        canvas.paint(raster.stroke([blade * size for blade in blades], size / 300, size).times(0.62), colour)


def tufts(rng: Generator, count: int, rows: tuple[float, float], height: float) -> list[Points]:
    """Bent blades of grass; all coordinates as shares of the picture's side."""
    blades = []
    for x, depth, bend, tall in rng.random((count, 4)):
        y = rows[0] + (rows[1] - rows[0]) * depth
        h = height * (0.6 + 0.8 * tall) * (0.5 + depth)
        lean = (bend - 0.5) * h
        blades.append(smooth([(x, y), (x + 0.3 * lean, y - 0.6 * h), (x + lean, y - h)], closed=False))
    return blades
