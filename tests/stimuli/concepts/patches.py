"""A classifier of two patches, and pictures of both: what makes a class is known, and where it is."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from stimuli.classifier import Classifier
from stimuli.colour_seeker import description
from stimuli.images import Pixels
from stimuli.loading import classifier_of
from stimuli.picture import OpenPicture, Picture

SIDE = 64
CLASSES = ("both", "dark")
RED, GREEN = (8, 8), (40, 36)  # row and column of the corners of the patches
LARGEST = 16


class PatchSeeker(nn.Module):
    """Maps of redness and of greenness, twelve of each; `both` is a sum of both, `dark` the opposite."""

    def __init__(self) -> None:
        super().__init__()
        conv = nn.Conv2d(3, 24, kernel_size=4, stride=4)
        self.features = nn.Sequential(conv, nn.ReLU(inplace=True))
        self.fc = nn.Linear(24, 2)
        with torch.no_grad():
            red, green = torch.tensor([1.0, -1.0, -1.0]), torch.tensor([-1.0, 1.0, -1.0])
            strengths = torch.linspace(0.5, 1.5, 12).view(12, 1, 1, 1)
            conv.weight[:12] = strengths * red.view(1, 3, 1, 1) / 16
            conv.weight[12:] = strengths * green.view(1, 3, 1, 1) / 16
            nn.init.zeros_(conv.bias)  # type: ignore[arg-type]
            self.fc.weight[0] = 5
            self.fc.weight[1] = -5
            self.fc.bias.copy_(torch.tensor([-2.0, 2.0]))

    def forward(self, images: Tensor) -> Tensor:
        """(B, 3, 64, 64) → (B, 2)."""
        found: Tensor = self.fc(self.features(images).mean((2, 3)))
        return found


def patch_seeker() -> Classifier:
    """The classifier, ready to be explained."""
    facts = description(classes=CLASSES, architecture=f"{__name__}:PatchSeeker")
    return classifier_of(PatchSeeker(), facts, "patch-seeker")


@dataclass(frozen=True)
class Scene:
    """Side and brightness of the two patches; a side of 0: there is none."""

    red: int
    red_value: int
    green: int
    green_value: int

    @property
    def pixels(self) -> Pixels:
        """(64, 64, 3)."""
        found = np.full((SIDE, SIDE, 3), 20, dtype=np.uint8)
        for corner, side, value, channel in (
            (RED, self.red, self.red_value, 0),
            (GREEN, self.green, self.green_value, 1),
        ):
            patch = found[corner[0] : corner[0] + side, corner[1] : corner[1] + side]
            patch[:] = 0
            patch[..., channel] = value
        return found


BOTH_PATCHES = Scene(14, 230, 12, 200).pixels


def pictures(n_both: int = 60, n_dark: int = 40) -> tuple[Picture, ...]:
    """Of class `both`, with patches of any size and brightness or without one of them; of class `dark`, faint ones."""
    return tuple(_picture(name, k) for name, n in (("both", n_both), ("dark", n_dark)) for k in range(n))


def inside(corner: tuple[int, int], values: NDArray[np.float32]) -> float:
    """How much of a square map lies in the place of a patch."""
    at = np.arange(SIDE) * len(values) // SIDE
    whole = values[at][:, at]
    return float(whole[corner[0] : corner[0] + LARGEST, corner[1] : corner[1] + LARGEST].sum() / whole.sum())


def _picture(name: str, k: int) -> Picture:
    opened = partial(_opened, name, k)
    return Picture(f"{name}/{k}", name, None, {"patches": [name, k]}, opened, is_rendered=True)


def _opened(name: str, k: int) -> OpenPicture:
    rng = np.random.default_rng([CLASSES.index(name), k])
    bright = (120, 256) if name == "both" else (30, 60)
    red, green = rng.integers(6, LARGEST + 1, 2)
    if rng.random() < 0.7:  # most pictures show one of them alone
        red, green = (red, 0) if rng.random() < 0.5 else (0, green)
    scene = Scene(int(red), int(rng.integers(*bright)), int(green), int(rng.integers(*bright)))
    return OpenPicture(scene.pixels, f"patches {name} {k}")
