"""A planted truth that is read off pixels: how bright a picture is at the centres of planted patches."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from torch import Tensor

from stimuli.attention_graphs.grid import Grid
from stimuli.attention_graphs.patches import Patches
from stimuli.classifier import Classifier
from stimuli.colour_seeker import SIDE, colour_seeker
from stimuli.images import Pixels
from stimuli.method import Request
from tests.stimuli.attention_graphs.planted import PAIR, TRIO

GRID = Grid(7, SIDE)  # 7 does not divide 64
CENTRE_PX = 3


@dataclass(frozen=True, eq=False)
class BrightEither:
    """1 - (1 - a²)(1 - b²) …, a the mean brightness at the centres of one set's patches; per image its own sets."""

    sets: tuple[tuple[Patches, ...], ...]
    grid: Grid = GRID

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        """(N, 3, 64, 64) → (N,)."""
        planted = [self.sets[row] for row in rows.tolist()]
        return torch.stack([self._one(image, sets) for image, sets in zip(inputs, planted, strict=True)])

    def _one(self, image: Tensor, sets: tuple[Patches, ...]) -> Tensor:
        missing = image.new_ones(())
        for one in sets:
            missing = missing * (1 - torch.stack([self._brightness(image, patch) for patch in one]).mean() ** 2)
        return 1 - missing

    def _brightness(self, image: Tensor, patch: int) -> Tensor:
        left, top, right, bottom = self.grid.square(patch)
        row, column = (top + bottom) // 2 - 1, (left + right) // 2 - 1
        return image[:, row : row + CENTRE_PX, column : column + CENTRE_PX].mean()

    def on(self, _: Classifier) -> Self:
        """The same whatever the network."""
        return self


WHITE: Pixels = np.full((SIDE, SIDE, 3), 255, dtype=np.uint8)


def request(*sets: tuple[Patches, ...]) -> tuple[Classifier, Request]:
    """A white picture per group of planted sets."""
    classifier = colour_seeker()
    return classifier, Request(classifier.inputs([WHITE] * len(sets)), BrightEither(sets))


PLANTED = (TRIO, PAIR)
