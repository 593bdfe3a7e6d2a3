"""What several tests of the gulls need."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from stimuli.gulls.picture import render
from stimuli.gulls.scene import scene

Mask = NDArray[np.bool_]


@pytest.fixture(scope="session")
def standing_seed() -> int:
    """A seed that gives a standing bird in the sun with nothing in front of it."""
    for seed in range(100):
        view = scene(seed, 0.35)
        if (view.pose, view.weather, view.occluded) == ("standing", "sun", False):
            assert render("Ivory", seed, size_px=64).attributes.visible_share["legs"] == 1.0
            return seed
    raise AssertionError("no standing bird among 100")


@pytest.fixture(scope="session")
def grown() -> Callable[[Mask, int], Mask]:
    """The mask with every pixel that is at most `margin` rows and columns away."""

    def grown(mask: Mask, margin: int) -> Mask:
        padded = np.pad(mask, margin)
        rows = np.any([np.roll(padded, shift, axis=0) for shift in range(-margin, margin + 1)], axis=0)
        both = np.any([np.roll(rows, shift, axis=1) for shift in range(-margin, margin + 1)], axis=0)
        return np.asarray(both[margin:-margin, margin:-margin], dtype=np.bool_)

    return grown
