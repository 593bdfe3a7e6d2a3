"""A method that is to be held to its contract: what it gives, and what it leaves behind, on planted pictures.

A method that needs other explanations is given Grad-CAM's maps, and Grad-CAM itself to be run again.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import torch
from torch import Tensor

from stimuli.classifier import Classifier
from stimuli.colour_seeker import colour_seeker, patch_picture
from stimuli.explanation import Explanation, Heatmap
from stimuli.method import Method, Request
from stimuli.methods import grad_cam
from stimuli.target import ClassLogit

PICTURES = (patch_picture("red", 8, 40), patch_picture("blue", 32, 8), patch_picture("red", 40, 40))
EXPLAINED = (1, 0, 1)  # the output that stands for the patch's colour
ALL = tuple(range(len(PICTURES)))


@dataclass(frozen=True, eq=False)
class Run:
    """One run of a method: what it was given, as it left it, and what it gave."""

    classifier: Classifier
    request: Request
    given: list[Explanation]


class FailingTarget:
    """A number that cannot be had."""

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        """Raises ArithmeticError."""
        raise ArithmeticError("this target fails whatever it is asked")

    def on(self, classifier: Classifier) -> Self:
        """It fails on every network."""
        return self


class Candidate:
    """A method with its default options, asked about the colour seeker."""

    def __init__(self, method: Method[Any]) -> None:
        self.method = method

    @cached_property
    def first(self) -> Run:
        """Its first run, on all pictures at once."""
        return self.run()

    def run(self, which: Sequence[int] = ALL) -> Run:
        """A run on a new copy of the network.  which: the pictures, by their position."""
        classifier = colour_seeker()
        asked = self._request(classifier, which)
        return Run(classifier, asked, list(self.method.explain(classifier, asked, self.method.parameters())))

    def after_an_error(self) -> Classifier:
        """What is left of the network where the target raised an error, whatever the method made of that."""
        classifier = colour_seeker()
        broken = replace(self._request(classifier, ALL), target=FailingTarget())
        with suppress(Exception):
            self.method.explain(classifier, broken, self.method.parameters())
        return classifier

    def _request(self, classifier: Classifier, which: Sequence[int]) -> Request:
        inputs = classifier.inputs([PICTURES[n] for n in which])
        plain = Request(inputs, ClassLogit(classifier, torch.tensor([EXPLAINED[n] for n in which])))
        parameters = self.method.parameters()
        needed = {name: _grad_cam_maps(classifier, plain) for name in self.method.needs(parameters)}
        return replace(plain, needed=needed, reruns=dict.fromkeys(self.method.reruns(parameters), _grad_cam_maps))


def _grad_cam_maps(classifier: Classifier, asked: Request) -> list[Heatmap]:
    return grad_cam.explain(classifier, asked, grad_cam.GradCamParameters())
