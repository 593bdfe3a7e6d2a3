"""A network so small that what it looks at is known, and pictures with a patch planted where it looks.

Methods are held to their contract on it, a researcher's own among them.
"""

import numpy as np
import torch
from torch import Tensor, nn

from stimuli.classifier import Classifier
from stimuli.description import Description
from stimuli.images import Pixels
from stimuli.loading import classifier_of

SIDE = 64
CLASSES = ("blue", "red")


class ColourSeeker(nn.Module):
    """Two maps, one of blueness and one of redness; the logit of a class is the mean of its map."""

    def __init__(self) -> None:
        super().__init__()
        conv = nn.Conv2d(3, 2, kernel_size=8, stride=8)
        self.features = nn.Sequential(conv, nn.ReLU())
        self.fc = nn.Linear(2, 2)
        with torch.no_grad():
            conv.weight[0] = torch.tensor([-1.0, -1.0, 1.0]).view(3, 1, 1) / 64
            conv.weight[1] = torch.tensor([1.0, -1.0, -1.0]).view(3, 1, 1) / 64
            nn.init.zeros_(conv.bias)  # type: ignore[arg-type]
            self.fc.weight.copy_(20 * torch.eye(2))
            self.fc.bias.zero_()

    def forward(self, images: Tensor) -> Tensor:
        """The logits of images: (B, 3, 64, 64) → (B, 2)."""
        found: Tensor = self.fc(self.features(images).mean((2, 3)))
        return found


def description(**changes: object) -> Description:
    """What the colour seeker takes, or what a network with these changes takes."""
    facts: dict[str, object] = {
        "architecture": f"{__name__}:ColourSeeker",
        "classes": CLASSES,
        "input_px": SIDE,
        "mean": (0.0, 0.0, 0.0),
        "std": (1.0, 1.0, 1.0),
    }
    return Description.model_validate(facts | changes)


def colour_seeker() -> Classifier:
    """The colour seeker, ready to be explained, on the processor."""
    return classifier_of(ColourSeeker(), description(), "colour-seeker")


def patch_picture(class_name: str, row: int, column: int, side: int = SIDE) -> Pixels:
    """Dark grey with one patch of 16 x 16 in the colour of the class, its corner at (row, column)."""
    pixels = np.full((side, side, 3), 40, dtype=np.uint8)
    pixels[row : row + 16, column : column + 16] = (255, 0, 0) if class_name == "red" else (0, 0, 255)
    return pixels
