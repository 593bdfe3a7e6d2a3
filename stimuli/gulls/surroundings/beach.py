"""A sandy beach; far away the surf."""

import numpy as np
from numpy.random import Generator

from stimuli.gulls import raster
from stimuli.gulls.canvas import Canvas
from stimuli.gulls.curves import ellipse
from stimuli.gulls.fields import cloudy
from stimuli.gulls.light import Paint
from stimuli.gulls.scene import Weather
from stimuli.gulls.surroundings.ground import lay_below, ramp, streaks, textured
from stimuli.gulls.surroundings.water import water


def far(rgb: Paint, horizon: int, weather: Weather, rng: Generator) -> None:
    """A strip of sea with surf, then dunes or sand just above the ground."""
    size = rgb.shape[0]
    sea = water(weather, rng, size, size // 3)
    lay_below(rgb, sea, horizon - size // 12, size / 200)
    surf = np.clip(cloudy(rng, size // 24, size, (3, 8), 2) + 0.35, 0, 1)[..., None]
    top = max(0, horizon - size // 30)
    strip = rgb[top : top + size // 24]
    strip += surf[: strip.shape[0]] * np.float32(0.75) * (np.float32(0.92) - strip)


def ground(rgb: Paint, horizon: int, weather: Weather, rng: Generator) -> None:
    """Sand with ripples, grains and a few pebbles."""
    size = rgb.shape[0]
    rows = size - horizon
    warm = np.float32(rng.uniform(0.92, 1.04))
    damp = 0.86 if weather in ("rain", "fog") else 1.0
    base = ramp((0.80 * damp, 0.75 * damp, 0.66 * damp), (0.73 * damp, 0.64 * damp, 0.50 * damp), rows) * warm
    sand = textured(np.repeat(base, size, axis=1), streaks(rng, rows, size, (14, 4), 4), 0.065)
    grains = cloudy(rng, rows, size, (400, 500), 1)
    lay_below(rgb, textured(sand, grains, 0.05), horizon, size / 60)
    _pebbles(Canvas.on(rgb), horizon, rng)


def _pebbles(canvas: Canvas, horizon: int, rng: Generator) -> None:
    size = canvas.size_px
    for depth, x, grey, flat in rng.random((26, 4)):
        y = horizon + (size - horizon) * (0.06 + 0.94 * depth)
        r = size * (0.0025 + 0.010 * depth * flat)
        shadow = raster.fill([ellipse(x * size + 0.3 * r, y + 0.45 * r, 1.15 * r, 0.6 * r)], size)
        canvas.darken(shadow, (0.25, 0.2, 0.16), 0.4)
        tone = 0.42 + 0.42 * grey
        canvas.paint(raster.fill([ellipse(x * size, y, r, 0.62 * r)], size), (tone, tone * 0.96, tone * 0.9))
        canvas.paint(
            raster.fill([ellipse(x * size - 0.2 * r, y - 0.2 * r, 0.5 * r, 0.25 * r)], size).times(0.35), (1, 1, 1)
        )
