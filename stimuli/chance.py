"""Chance that comes from a seed and a picture's own pixels, so that its neighbours in a set change nothing."""

from hashlib import sha256

import numpy as np
from numpy.random import Generator

from stimuli.images import Pixels


def chance_of(picture: Pixels, seed: int) -> Generator:
    """A generator for this picture: another picture, or another seed, gives other numbers."""
    words = np.frombuffer(sha256(picture.tobytes()).digest(), dtype=np.uint32)
    return np.random.default_rng([seed, *(int(word) for word in words)])
