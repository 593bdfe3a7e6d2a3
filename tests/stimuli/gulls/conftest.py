"""What several tests of the gulls need."""

import pytest

from stimuli.gulls.picture import render
from stimuli.gulls.scene import scene


@pytest.fixture(scope="session")
def standing_seed() -> int:
    """A seed that gives a standing bird in the sun with nothing in front of it."""
    for seed in range(100):
        view = scene(seed, 0.35)
        if (view.pose, view.weather, view.occluded) == ("standing", "sun", False):
            assert render("Ivory", seed, size_px=64).attributes.visible_share["legs"] == 1.0
            return seed
    raise AssertionError("no standing bird among 100")
