"""The open sea; a standing bird has a rock to stand on."""

import numpy as np
from numpy.random import Generator

from stimuli.gulls import raster
from stimuli.gulls.canvas import Canvas
from stimuli.gulls.curves import smooth
from stimuli.gulls.fields import cloudy, relief
from stimuli.gulls.light import Light, Paint
from stimuli.gulls.scene import Weather
from stimuli.gulls.surroundings.ground import lay_below
from stimuli.gulls.surroundings.water import water


def far(rgb: Paint, horizon: int, weather: Weather, rng: Generator) -> None:
    """Nothing but a soft line of darker sea below the sky."""
    size = rgb.shape[0]
    lay_below(rgb, water(weather, rng, size, size // 2), horizon - size // 40, size / 150)


def ground(rgb: Paint, horizon: int, weather: Weather, rng: Generator) -> None:
    """Waves up to the horizon."""
    size = rgb.shape[0]
    lay_below(rgb, water(weather, rng, size, size - horizon), horizon, size / 40)


def rock(canvas: Canvas, foot: tuple[float, float], light: Light, rng: Generator) -> None:
    """A rock whose top carries the feet at `foot` (pixels)."""
    size = canvas.size_px
    x, y = foot
    w = size * rng.uniform(0.30, 0.44)
    lift = size * np.array([0.19, 0.07, 0.005, -0.012, 0.0, 0.05, 0.15]) + rng.uniform(-0.008, 0.008, 7) * size
    xs = x + w * np.array([-1.0, -0.80, -0.45, 0.0, 0.42, 0.78, 1.05])
    outline = [*zip(xs, y + lift, strict=True), (x + 1.3 * w, size * 1.1), (x - 1.3 * w, size * 1.1)]
    patch = raster.fill([smooth(np.array(outline))], size)
    facing = relief(patch, size / 11, light.direction)
    texture = cloudy(rng, size, size, (14, 14), 4)[patch.box]
    tone = rng.uniform(0.36, 0.48)
    stone = light.on(
        (tone * 1.04, tone, tone * 0.95), facing.over(patch) + np.float32(0.45) * texture - np.float32(0.1)
    )
    canvas.paint(patch, stone)
