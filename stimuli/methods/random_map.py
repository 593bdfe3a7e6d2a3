"""A placebo: a smooth random map that knows nothing of the picture, the class or the classifier.

It is made to look like a Grad-CAM map, so that it cannot be told apart by its texture: the same coarse grid, the same
smoothness between neighbouring cells and the same spread of values.  The defaults follow Grad-CAM of the demonstration
classifier on 35 gulls: 19 % of cells at zero, mean .22, median .10, upper quartile .34, correlation of neighbouring
cells .69, of the next ones .26; these maps have 18 %, .21, .06, .34, .70 and .26.
"""

from hashlib import sha256

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from pydantic import Field

from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.inputs import denormalised
from stimuli.method import Method, Parameters, Request


class RandomMapParameters(Parameters):
    """Options of random_map."""

    seed: int = Field(default=0, ge=0)
    cells: int = Field(
        default=7, ge=2, le=224, description="of the grid, across and down; 7 as most networks' last map"
    )
    smoothness: float = Field(default=1.2, ge=0, description="standard deviation of the smoothing, in cells")
    empty: float = Field(default=0.17, ge=0, lt=1, description="share of cells at zero, as ReLU leaves them")
    peakedness: float = Field(default=3.0, gt=0, description="1: all values equally common; more: few cells stand out")


def explain(classifier: Classifier, request: Request, parameters: RandomMapParameters) -> list[Heatmap]:
    """One map per image, from the seed and the image's own pixels."""
    pictures = denormalised(request.inputs, classifier.preprocessing).to(torch.uint8).cpu().numpy()
    return [_map(_rng(picture, parameters.seed), parameters) for picture in pictures]


def _rng(picture: NDArray[np.uint8], seed: int) -> Generator:
    words = np.frombuffer(sha256(picture.tobytes()).digest(), dtype=np.uint32)
    return np.random.default_rng([seed, *(int(word) for word in words)])


def _map(rng: Generator, parameters: RandomMapParameters) -> Heatmap:
    field = _smooth(rng, parameters.cells, parameters.smoothness)
    ranks = field.ravel().argsort().argsort().reshape(field.shape) / (field.size - 1)
    above = np.clip((ranks - parameters.empty) / (1 - parameters.empty), 0, None)
    return Heatmap.scaled(above**parameters.peakedness)


def _smooth(rng: Generator, cells: int, smoothness: float) -> NDArray[np.float64]:
    """Gaussian noise blurred by a Gaussian, on a grid that is cut from a larger one so that no edge shows."""
    reach = max(1, round(3 * smoothness))
    field = rng.standard_normal((cells + 2 * reach, cells + 2 * reach))
    steps = np.arange(-reach, reach + 1)
    kernel = np.exp(-0.5 * (steps / max(smoothness, 1e-6)) ** 2)
    for axis in (0, 1):
        field = np.apply_along_axis(np.convolve, axis, field, kernel, mode="valid")
    return field


METHOD = Method(makes=Heatmap, parameters=RandomMapParameters, explain=explain)
