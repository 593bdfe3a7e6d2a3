"""A placebo: the picture's own edges.  It follows what is to be seen, and knows neither classifier nor class."""

import torch
from pydantic import Field
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from stimuli.baselines import blurred
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.inputs import denormalised
from stimuli.method import Method, Parameters, Request

LUMINANCE = (0.299, 0.587, 0.114)  # of red, green and blue: ITU-R BT.601, as Pillow's grey pictures have it


class EdgesParameters(Parameters):
    """Options of edges."""

    smoothing: float = Field(
        default=0.02, ge=0, le=1, description="standard deviation of the blur, as a share of the side"
    )
    cells: int = Field(default=28, ge=2, le=1024, description="of the grid, across and down; at most the input's")


def explain(classifier: Classifier, request: Request, parameters: EdgesParameters) -> list[Heatmap]:
    """The magnitude of the luminance's gradient, smoothed, averaged in each cell."""
    pictures = denormalised(request.inputs, classifier.preprocessing).float()
    light = (pictures * pictures.new_tensor(LUMINANCE).view(1, 3, 1, 1)).sum(1, keepdim=True)
    side = light.shape[-1]
    smooth = _smoothed(_steepness(light), parameters.smoothing * side)
    cells = adaptive_avg_pool2d(smooth, min(parameters.cells, side))
    return [Heatmap.scaled(values) for values in cells[:, 0].cpu().numpy()]


def _steepness(light: Tensor) -> Tensor:
    """Length of the gradient by central differences, one-sided at the border: (B, 1, H, W)."""
    down, across = torch.gradient(light, dim=(2, 3))
    return torch.hypot(down, across)


def _smoothed(values: Tensor, sigma: float) -> Tensor:
    return blurred(values, 2 * round(3 * sigma) + 1, sigma) if sigma > 0 else values


METHOD = Method(makes=Heatmap, parameters=EdgesParameters, explain=explain)
