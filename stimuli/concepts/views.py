"""Views of a picture, as the classifier might see it another day: cuts, mirrors, light.  No torch here.

What a network says of a view is known by asking it, so views cost no labels; they are learnt from, never tested on.
"""

from math import exp, sqrt

import numpy as np
from PIL import Image, ImageEnhance

from stimuli.images import Pixels

SMALLEST = 0.6  # of the picture's area
STRETCH = 0.15  # of the cut's shape, as a logarithm
LIGHT = 0.2  # of brightness, contrast and colour


def view(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A cut of at least 60 % of the picture, mirrored or not, in slightly other light and colour."""
    cut = _cut(pixels, rng)
    image = Image.fromarray(np.ascontiguousarray(cut[:, ::-1] if rng.random() < 0.5 else cut))
    for change in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        image = change(image).enhance(1 + rng.uniform(-LIGHT, LIGHT))
    return np.asarray(image)


def _cut(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    height, width = pixels.shape[:2]
    scale, shape = sqrt(rng.uniform(SMALLEST, 1)), exp(rng.uniform(-STRETCH, STRETCH))
    h, w = min(height, round(height * scale * shape)), min(width, round(width * scale / shape))
    top, left = rng.integers(0, height - h + 1), rng.integers(0, width - w + 1)
    return pixels[top : top + h, left : left + w]
