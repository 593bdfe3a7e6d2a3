"""A network that reads planted patches of a 7 x 7 grid: the first class where one planted set is wholly seen."""

import torch
from torch import Tensor, nn

from stimuli.classifier import Classifier
from stimuli.description import Description
from stimuli.loading import classifier_of
from tests.stimuli.attention_graphs.planted import PAIR, TRIO

CELLS, SIDE = 7, 56
CLASSES = ("seen", "unseen")


class PatchSeeker(nn.Module):
    """A soft OR of soft ANDs of how light the planted patches are; logits (12 z - 6, 0), z in [0, 1]."""

    def __init__(self) -> None:
        super().__init__()
        self.steepness = nn.Parameter(torch.tensor(20.0))

    def forward(self, images: Tensor) -> Tensor:
        """(B, 3, 56, 56) → (B, 2)."""
        light = nn.functional.avg_pool2d(images.mean(1, keepdim=True), SIDE // CELLS).flatten(1)
        seen = torch.sigmoid(self.steepness * (light - 0.3))
        missed = [1 - seen[:, list(one)].prod(1) for one in (TRIO, PAIR)]
        z = 1 - missed[0] * missed[1]
        return torch.stack([12 * z - 6, torch.zeros_like(z)], 1)


def description(**changes: object) -> Description:
    """What the patch seeker takes."""
    facts: dict[str, object] = {
        "architecture": f"{__name__}:PatchSeeker",
        "classes": CLASSES,
        "input_px": SIDE,
        "mean": (0.0, 0.0, 0.0),
        "std": (1.0, 1.0, 1.0),
    }
    return Description.model_validate(facts | changes)


def patch_seeker() -> Classifier:
    """The patch seeker, on the processor."""
    return classifier_of(PatchSeeker(), description(), "patch-seeker")
