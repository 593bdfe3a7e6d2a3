"""Open water, from calm to choppy."""

import numpy as np
from numpy.random import Generator

from stimuli.gulls.light import Paint
from stimuli.gulls.marks import Colour
from stimuli.gulls.scene import Weather
from stimuli.gulls.surroundings.ground import ramp, streaks

WATERS: dict[Weather, tuple[Colour, Colour]] = {
    "sun": ((0.42, 0.60, 0.68), (0.15, 0.36, 0.45)),
    "overcast": ((0.55, 0.63, 0.66), (0.29, 0.40, 0.44)),
    "fog": ((0.70, 0.74, 0.76), (0.46, 0.54, 0.57)),
    "rain": ((0.46, 0.53, 0.57), (0.24, 0.33, 0.38)),
}


def water(weather: Weather, rng: Generator, size_px: int, rows: int) -> Paint:
    """Water as wide as the picture and `rows` high: far at the top, near at the bottom."""
    far, near = WATERS[weather]
    greener = np.array([rng.uniform(-0.03, 0.03), rng.uniform(-0.02, 0.04), rng.uniform(-0.03, 0.03)], dtype=np.float32)
    base = ramp(far, near, rows) + greener
    waves = streaks(rng, rows, size_px, (22, 5), 3)
    chop = streaks(rng, rows, size_px, (60, 16), 2)
    height = waves * 0.6 + chop * 0.5
    crests = np.clip(height - 0.25, 0, 1)[..., None]
    troughs = np.clip(-height - 0.1, 0, 1)[..., None]
    painted = base + crests * np.float32(0.55) * (np.asarray(far, dtype=np.float32) + 0.12 - base)
    return np.asarray(painted * (1 - np.float32(0.28) * troughs), dtype=np.float32)
