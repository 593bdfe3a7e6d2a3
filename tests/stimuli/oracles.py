"""Scores that depend on known places of a picture alone, so that a map can be held against the truth."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from stimuli.classifier import Classifier
from stimuli.loading import classifier_of
from tests.stimuli.networks import LightSeeker, description

SIDE = 112


@dataclass(frozen=True)
class Rectangle:
    """Pixels: rows top … bottom, columns left … right."""

    top: int
    bottom: int
    left: int
    right: int

    def mask(self, side: int = SIDE) -> NDArray[np.bool_]:
        """(side, side): whether a pixel lies inside."""
        found = np.zeros((side, side), dtype=np.bool_)
        found[self.top : self.bottom, self.left : self.right] = True
        return found


LEFT, RIGHT = Rectangle(24, 48, 16, 44), Rectangle(64, 96, 68, 92)


class Oracle:
    """A score in [0, 1] that looks at rectangles of the picture: its argument is how white each of them is."""

    def __init__(self, combine: Callable[[list[Tensor]], Tensor], *rectangles: Rectangle) -> None:
        self.combine, self.rectangles = combine, rectangles

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        seen = [inputs[:, :, r.top : r.bottom, r.left : r.right].mean((1, 2, 3)) for r in self.rectangles]
        return self.combine([torch.sigmoid(12 * (one - 0.5)) for one in seen])

    def on(self, classifier: Classifier) -> "Oracle":
        return self

    @property
    def truth(self) -> NDArray[np.bool_]:
        """(SIDE, SIDE): the places that the score depends on."""
        found: NDArray[np.bool_] = np.any([one.mask() for one in self.rectangles], axis=0)
        return found


def one(seen: list[Tensor]) -> Tensor:
    return seen[0]


def both(seen: list[Tensor]) -> Tensor:
    """AND: lost as soon as either is hidden."""
    return seen[0] * seen[1]


def either(seen: list[Tensor]) -> Tensor:
    """OR: lost only when both are hidden."""
    return 1 - (1 - seen[0]) * (1 - seen[1])


def white() -> Tensor:
    """A white picture, as an input."""
    return torch.ones(1, 3, SIDE, SIDE)


def anything() -> Classifier:
    """A classifier that is only asked how pictures are made ready: values in [0, 1], unchanged."""
    return classifier_of(LightSeeker(), description(input_px=SIDE), "light-seeker")


def overlap(values: NDArray[np.float32], truth: NDArray[np.bool_]) -> float:
    """Intersection over union of the truth and the map's largest values, as many pixels as the truth has."""
    enlarged = np.kron(values, np.ones((SIDE // len(values), SIDE // len(values))))
    chosen = enlarged >= np.sort(enlarged, axis=None)[-int(truth.sum())]
    return float((chosen & truth).sum() / (chosen | truth).sum())


def share_inside(values: NDArray[np.float32], truth: NDArray[np.bool_]) -> float:
    """The share of the map's mass that lies on the truth."""
    enlarged = np.kron(values, np.ones((SIDE // len(values), SIDE // len(values))))
    return float(enlarged[truth].sum() / enlarged.sum())
