"""Explanation networks after training, in numpy: what their layers give."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stimuli.concepts.course import Trained

Floats = NDArray[np.float32]
Layers = Sequence[tuple[Floats, Floats]]  # weight (a, b) and bias (b,), from the features inwards


def layers_of(one: Trained) -> list[tuple[Floats, Floats]]:
    """The encoder's."""
    depth = sum(name.startswith("encoder") for name in one.state) // 2
    return [(one.state[f"encoder.{n}.weight"], one.state[f"encoder.{n}.bias"][0]) for n in range(depth)]


def encoded(layers: Layers, features: Floats) -> Floats:
    """The concepts: (N, d) → (N, n)."""
    hidden = features
    for weight, bias in layers:
        hidden = np.maximum(hidden @ weight + bias, 0)
    return hidden
