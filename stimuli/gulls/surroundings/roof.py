"""A tiled roof; far away the other houses of the town."""

import numpy as np
from numpy.random import Generator

from stimuli.gulls import raster
from stimuli.gulls.canvas import Canvas
from stimuli.gulls.curves import Points
from stimuli.gulls.fields import cloudy, halo
from stimuli.gulls.light import Paint
from stimuli.gulls.marks import Colour
from stimuli.gulls.scene import Weather
from stimuli.gulls.surroundings.ground import lay_below, ramp, textured

TILES: tuple[Colour, ...] = ((0.66, 0.39, 0.29), (0.58, 0.42, 0.35), (0.42, 0.45, 0.49), (0.55, 0.50, 0.45))
WALLS: tuple[Colour, ...] = ((0.78, 0.74, 0.68), (0.72, 0.64, 0.58), (0.66, 0.68, 0.70), (0.80, 0.77, 0.72))
ROW = 0.062  # height of a row of tiles, share of the picture's side


def far(rgb: Paint, horizon: int, weather: Weather, rng: Generator) -> None:
    """Walls and gables out of focus."""
    canvas, size = Canvas.on(rgb), rgb.shape[0]
    faded = 0.75 if weather in ("sun", "overcast") else 0.5
    for index, (x, tall, tone, wide) in enumerate(rng.random((7, 4))):
        w = size * (0.10 + 0.09 * wide)
        left, top = size * (index / 6.5 - 0.08 + 0.05 * x), horizon - size * (0.05 + 0.13 * tall)
        wall = np.array([(left, top), (left + w, top), (left + w, size), (left, size)])
        gable = np.array([(left - 0.1 * w, top), (left + 0.5 * w, top - 0.45 * w), (left + 1.1 * w, top)])
        for outline, colour in ((wall, WALLS[int(tone * 4)]), (gable, TILES[int(x * 4)])):
            canvas.paint(_blurred(outline, size).times(faded), colour)
        windows = [_window(left + w * u, top + w * v, 0.13 * w) for u in (0.22, 0.6) for v in (0.25, 0.8)]
        canvas.paint(_blurred(np.concatenate(windows), size, windows).times(0.4 * faded), (0.30, 0.34, 0.40))


def ground(rgb: Paint, horizon: int, weather: Weather, rng: Generator) -> None:
    """Rows of tiles from the ridge at the horizon down."""
    size = rgb.shape[0]
    rows = size - horizon
    colour = TILES[int(rng.integers(4))]
    wet = 0.8 if weather == "rain" else 1.0
    base = ramp(colour, (colour[0] * 0.8, colour[1] * 0.8, colour[2] * 0.82), rows) * np.float32(wet)
    tone = cloudy(rng, rows, size, (9, 16), 3)
    lay_below(rgb, textured(np.repeat(base, size, axis=1), tone, 0.09), horizon, size / 200)
    _tile_edges(Canvas.on(rgb), horizon, size)


def _tile_edges(canvas: Canvas, horizon: int, size: int) -> None:
    rims: list[Points] = []
    for row in range(1, int((size - horizon) / (ROW * size)) + 2):
        y, w = horizon + ROW * size * row, 0.083 * size
        for column in range(-1, 13):
            x = (column + (0.5 if row % 2 else 0.0)) * w
            u = np.linspace(0, 1, 9)
            rims.append(np.stack([x + w * u, y - 0.16 * w * (2 * u - 1) ** 4], axis=1))
            rims.append(np.array([(x, y - 0.16 * w), (x, y - ROW * size)]))
    below = [rim + np.array([0.0, 0.006 * size]) for rim in rims]
    canvas.darken(raster.stroke(below, size / 110, size), (0.08, 0.06, 0.06), 0.28)
    canvas.paint(raster.stroke(rims, size / 220, size).times(0.22), (1.0, 0.96, 0.9))


def _window(x: float, y: float, w: float) -> Points:
    return np.array([(x, y), (x + w, y), (x + w, y + 1.5 * w), (x, y + 1.5 * w)])


def _blurred(outline: Points, size: int, parts: list[Points] | None = None) -> raster.Patch:
    return halo(raster.fill(parts or [outline], size), size / 70)
