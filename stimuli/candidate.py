"""A method that is to be held to its contract: what it gives, and what it leaves behind, on planted pictures.

A method that needs other explanations is given Grad-CAM's maps, or attention graphs where it takes these, and Grad-CAM
itself to be run: again, or as its own.
A method that learns is taught with planted pictures before.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import torch
from torch import Tensor

from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.classifier import Classifier
from stimuli.colour_seeker import CLASSES, colour_seeker, patch_picture
from stimuli.explanation import Explanation, Heatmap
from stimuli.lesson import taught
from stimuli.method import Method, Parameters, Request
from stimuli.methods import attention_graph, grad_cam
from stimuli.store import Entry
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
    """A method asked about the colour seeker.  options: where its default ones would take long."""

    def __init__(self, method: Method[Any], options: Mapping[str, object] | None = None) -> None:
        self.method = method
        self._options = dict(options or {})

    @cached_property
    def first(self) -> Run:
        """Its first run, on all pictures at once."""
        return self.run()

    def run(self, which: Sequence[int] = ALL) -> Run:
        """A run on a new copy of the network.  which: the pictures, by their position."""
        classifier = colour_seeker()
        asked = self._request(classifier, which)
        return Run(classifier, asked, list(self.method.explain(classifier, asked, self._parameters)))

    def after_an_error(self) -> Classifier:
        """What is left of the network where the target raised an error, whatever the method made of that."""
        classifier = colour_seeker()
        broken = replace(self._request(classifier, ALL), target=FailingTarget())
        with suppress(Exception):
            self.method.explain(classifier, broken, self._parameters)
        return classifier

    @cached_property
    def _learnt(self) -> Entry | None:
        fit = self.method.fit
        return taught(fit, colour_seeker(), self._parameters) if fit else None

    @cached_property
    def _parameters(self) -> Parameters:
        parameters: Parameters = self.method.parameters.model_validate(self._options)
        return parameters

    def _request(self, classifier: Classifier, which: Sequence[int]) -> Request:
        inputs = classifier.inputs([PICTURES[n] for n in which])
        outputs = [EXPLAINED[n] for n in which]
        plain = Request(
            inputs,
            ClassLogit(classifier, torch.tensor(outputs)),
            classes=[CLASSES[n] for n in outputs],
            fitted=self._learnt,
        )
        parameters = self._parameters
        needed = {name: self._another(classifier, plain) for name in self.method.needs(parameters)}
        run = (*self.method.reruns(parameters), *self.method.runs(parameters))
        return replace(plain, needed=needed, reruns=dict.fromkeys(run, _grad_cam_maps))

    def _another(self, classifier: Classifier, asked: Request) -> Sequence[Explanation]:
        """What it is given as the explanation that it stands on."""
        if self.method.takes is AttentionGraph:
            return attention_graph.explain(classifier, asked, attention_graph.AttentionGraphParameters())
        return _grad_cam_maps(classifier, asked)


def _grad_cam_maps(classifier: Classifier, asked: Request) -> list[Heatmap]:
    return grad_cam.explain(classifier, asked, grad_cam.GradCamParameters())
