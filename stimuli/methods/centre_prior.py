"""A placebo: the middle of the picture, whatever is there; what a photographer's framing alone gives away."""

import numpy as np
from pydantic import Field

from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.method import Method, Parameters, Request


class CentrePriorParameters(Parameters):
    """Options of centre_prior."""

    sigma: float = Field(default=0.2, gt=0, description="standard deviation of the Gaussian, as a share of the side")
    cells: int = Field(default=7, ge=2, le=224, description="of the grid, across and down")


def explain(_classifier: Classifier, request: Request, parameters: CentrePriorParameters) -> list[Heatmap]:
    """The same centred Gaussian for every image."""
    places = (np.arange(parameters.cells) + 0.5) / parameters.cells - 0.5
    line = np.exp(-0.5 * (places / parameters.sigma) ** 2)
    return [Heatmap.scaled(np.outer(line, line)) for _ in request.inputs]


METHOD = Method(makes=Heatmap, parameters=CentrePriorParameters, explain=explain)
