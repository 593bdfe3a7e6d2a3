"""The sky, by weather."""

import numpy as np
from numpy.random import Generator

from stimuli.gulls.fields import cloudy
from stimuli.gulls.light import Paint
from stimuli.gulls.marks import Colour
from stimuli.gulls.scene import Weather
from stimuli.gulls.surroundings.ground import ramp

SKIES: dict[Weather, tuple[Colour, Colour, float]] = {
    "sun": ((0.36, 0.58, 0.82), (0.75, 0.87, 0.94), 0.75),
    "overcast": ((0.60, 0.66, 0.72), (0.79, 0.82, 0.84), 0.55),
    "fog": ((0.74, 0.77, 0.79), (0.80, 0.82, 0.83), 0.15),
    "rain": ((0.46, 0.51, 0.57), (0.67, 0.71, 0.74), 0.60),
}


def sky(weather: Weather, rng: Generator, size_px: int, rows: int) -> Paint:
    """A sky as wide as the picture and `rows` high, with soft clouds."""
    top, bottom, cloudiness = SKIES[weather]
    tall = max(rows, size_px // 4)
    clouds = cloudy(rng, tall, size_px, (4, 2), 4) + np.float32(between_weathers(weather))
    white = np.clip(clouds * 0.75, 0, 1)[..., None] * np.float32(cloudiness)
    base = ramp(top, bottom, tall)
    painted: Paint = base + white * (np.float32(0.93) * np.asarray(SKIES[weather][1], dtype=np.float32) ** 0.3 - base)
    return painted[:rows]


def between_weathers(weather: Weather) -> float:
    """How much of the sky is cloud rather than blue."""
    return {"sun": -0.15, "overcast": 0.1, "fog": 0.2, "rain": -0.1}[weather]
