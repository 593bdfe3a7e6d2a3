"""Pictures and folders that several tests of this room share."""

from pathlib import Path

import pytest
import torch
from PIL import Image

from stimuli.colour_seeker import patch_picture
from tests.stimuli.networks import write_colour_seeker

# Small networks: where other programs run beside the tests, threads would only wait for each other.
torch.set_num_threads(1)

RECIPE = """
[images]
source = "photographs"
size_px = 64

[classifier]
source = "checkpoint/classifier.toml"

[[explanation]]
name = "heatmap"
method = "grad_cam"

[[explanation]]
name = "placebo"
method = "random_map"
parameters = { of = "heatmap", seed = 7 }
"""


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    """A folder of two classes, four small pictures each."""
    folder = tmp_path / "study" / "photographs"
    for name in ("blue", "red"):
        (folder / name).mkdir(parents=True)
        for n in range(4):
            Image.fromarray(patch_picture(name, 8 * n, 40 - 8 * n)).save(folder / name / f"{n}.png")
    return folder


@pytest.fixture
def study(photographs: Path) -> Path:
    """A folder with a recipe, photographs and a checkpoint that fits."""
    folder = photographs.parent
    write_colour_seeker(folder / "checkpoint")
    (folder / "stimuli.toml").write_text(RECIPE)
    return folder
