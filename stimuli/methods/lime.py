"""LIME (Ribeiro et al. 2016) by captum: a linear model of the score, fitted to pictures with squares hidden at random.

As the authors' program has it for images: every square is hidden with probability 1/2, the first sample is the whole
picture, samples are weighed by exp(-d²/2w²), d the cosine distance of shown squares from all of them, and the model is
a ridge regression.

Departures: a plain grid of squares instead of quickshift superpixels, which would need scikit-image and give every
image another number of segments; and hidden squares show the image's baseline instead of their own mean colour.
"""

import math
from collections.abc import Iterator
from functools import partial

import torch
from captum.attr import Lime
from pydantic import Field
from torch import Tensor

from stimuli.attribution import Sign, heatmap, images, of_image, signed
from stimuli.baselines import BaselineName, baselines
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.method import Method, Parameters, Request
from stimuli.surrogate import WeightedRidge, few_samples, slopes


class LimeParameters(Parameters):
    """Options of lime."""

    seed: int = Field(default=0, ge=0)
    cells: int = Field(default=7, ge=2, le=32, description="squares across and down")
    samples: int = Field(default=1000, ge=2, description="pictures with hidden squares, per image")
    kernel_width: float = Field(default=0.25, gt=0, description="of the samples' weights, as a cosine distance")
    penalty: float = Field(default=1.0, ge=0, description="on the squares of the linear model's slopes")
    baseline: BaselineName = Field(default="auto", description="what hidden squares show; auto: the first that hides")
    sign: Sign = Field(default="positive", description="positive: what speaks for the class; absolute: against, too")


def explain(classifier: Classifier, request: Request, parameters: LimeParameters) -> list[Heatmap]:
    """One map per image, a value per square: (cells, cells); every image gets the same draws of squares."""
    hidden = baselines(parameters.baseline, request.target, request.inputs, classifier.preprocessing)
    warnings, found = hidden.warnings(), []
    few = few_samples(parameters.samples, parameters.cells)
    for n, image in images(request.inputs):
        lime = Lime(
            of_image(request.target, n),
            interpretable_model=WeightedRidge(parameters.penalty),
            similarity_func=partial(_likeness, width=parameters.kernel_width),
            perturb_func=_shown,
        )
        fitted = slopes(lime, image, hidden.images[n : n + 1], parameters.cells, parameters.samples, parameters.seed)
        found.append(heatmap(signed(fitted, parameters.sign), (*warnings[n], *few)))
    return found


def _shown(image: Tensor, *, num_interp_features: int, **_: object) -> Iterator[Tensor]:
    """Which squares each sample shows, 1 or 0: (1, squares); captum names the arguments."""
    everything = torch.ones(1, num_interp_features)
    yield everything.long().to(image.device)
    while True:
        yield torch.bernoulli(0.5 * everything).long().to(image.device)


def _likeness(_image: Tensor, _version: Tensor, shown: Tensor, *, width: float, **_: object) -> float:
    """The weight of a sample: 1 for the whole picture."""
    distance = 1 - math.sqrt(float(shown.float().mean()))
    return math.exp(-(distance**2) / (2 * width**2))


METHOD = Method(makes=Heatmap, parameters=LimeParameters, explain=explain, score="probability")
