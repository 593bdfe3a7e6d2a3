"""Grad-CAM (Selvaraju et al. 2017) by captum: the last map's channels weighted by their mean gradient, then ReLU."""

import torch
from captum.attr import LayerGradCam
from pydantic import Field

from stimuli.classifier import Classifier
from stimuli.errors import StimuliError
from stimuli.explanation import Heatmap
from stimuli.method import Method, Parameters, Request


class GradCamParameters(Parameters):
    """Options of grad_cam."""

    layer: str | None = Field(default=None, description="layer to read; absent: the last map before the head")


def explain(classifier: Classifier, request: Request, parameters: GradCamParameters) -> list[Heatmap]:
    """One map per image, at the layer's own resolution."""
    rows = torch.arange(len(request.inputs), device=request.inputs.device)
    cam = LayerGradCam(lambda inputs: request.target(inputs, rows), classifier.layer(parameters.layer))
    inputs = request.inputs.detach().clone().requires_grad_()
    maps = cam.attribute(inputs, relu_attributions=True)
    if maps.ndim != 4 or maps.shape[2:].numel() == 1:
        shape = tuple(maps.shape[1:])
        raise StimuliError(
            f"grad_cam: layer: {parameters.layer!r} gives {shape}, not a map; choose a layer before the head"
        )
    return [Heatmap.scaled(values) for values in maps[:, 0].detach().float().cpu().numpy()]


METHOD = Method(makes=Heatmap, parameters=GradCamParameters, explain=explain)
