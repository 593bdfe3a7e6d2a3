"""Networks so small that what they look at is known, and their descriptions on disk."""

from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from stimuli.classifier import Classifier
from stimuli.description import Description, write_description
from stimuli.loading import classifier_of

SIDE = 64
CLASSES = ("blue", "red")


class ColourSeeker(nn.Module):
    """Two maps, one of blueness and one of redness; the logit of a class is the mean of its map."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(3, 2, kernel_size=8, stride=8), nn.ReLU())
        self.fc = nn.Linear(2, 2)
        with torch.no_grad():
            conv = self.features[0]
            conv.weight.zero_()
            conv.weight[0] = torch.tensor([-1.0, -1.0, 1.0]).view(3, 1, 1) / 64
            conv.weight[1] = torch.tensor([1.0, -1.0, -1.0]).view(3, 1, 1) / 64
            conv.bias.zero_()
            self.fc.weight.copy_(20 * torch.eye(2))
            self.fc.bias.zero_()

    def forward(self, images: Tensor) -> Tensor:
        found: Tensor = self.fc(self.features(images).mean((2, 3)))
        return found


class LightSeeker(nn.Module):
    """The logit of the first class is the mean lightness, of the second its opposite."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(1, 2)
        with torch.no_grad():
            self.fc.weight.copy_(torch.tensor([[20.0], [-20.0]]))
            self.fc.bias.zero_()

    def forward(self, images: Tensor) -> Tensor:
        found: Tensor = self.fc(images.mean((1, 2, 3)).unsqueeze(1))
        return found


def description(**changes: object) -> Description:
    facts: dict[str, object] = {
        "architecture": "tests.stimuli.networks:ColourSeeker",
        "classes": CLASSES,
        "input_px": SIDE,
        "mean": (0.0, 0.0, 0.0),
        "std": (1.0, 1.0, 1.0),
    }
    return Description.model_validate(facts | changes)


def colour_seeker() -> Classifier:
    return classifier_of(ColourSeeker(), description(), "colour-seeker")


def write_colour_seeker(folder: Path, **changes: object) -> Path:
    """A checkpoint folder: classifier.toml and model.safetensors."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(ColourSeeker().state_dict(), folder / "model.safetensors")
    path = folder / "classifier.toml"
    write_description(description(weights="model.safetensors", **changes), path)
    return path
