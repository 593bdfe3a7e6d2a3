"""Excitation backprop (Zhang et al. 2016): how much of the target's winning probability reaches each place of a map.

The probability starts at the target with 1 per image and goes down to the layer; the map is its sum over channels.
The rule is in stimuli/excitation.py.

It is our own: captum's LRP attaches a rule to each layer and knows nothing of sums and means between layers, on which
residual networks stand; zennit, the other library with this rule, wants a rewriting for every architecture.
"""

import torch
from pydantic import Field
from torch import Tensor

from stimuli.attribution import heatmap
from stimuli.classifier import Classifier
from stimuli.errors import StimuliError
from stimuli.excitation import Excitation
from stimuli.explanation import Heatmap
from stimuli.method import Method, Parameters, Request

LEAST_ARRIVED = 0.5  # of the winning probability: below this the map speaks for the smaller part of it


class ExcitationBpParameters(Parameters):
    """Options of excitation_bp."""

    layer: str | None = Field(default=None, description="where to stop; absent: the last map before the head")


def explain(classifier: Classifier, request: Request, parameters: ExcitationBpParameters) -> list[Heatmap]:
    """One map per image, at the layer's own resolution.  StimuliError where the network has a part without a rule."""
    maps = winning(classifier, request, parameters.layer).sum(1)
    shares = maps.sum((1, 2)).tolist()
    return [heatmap(values, _warnings(share)) for values, share in zip(maps, shares, strict=True)]


def _warnings(arrived: float) -> tuple[str, ...]:
    if not 0 < arrived < LEAST_ARRIVED:
        return ()
    return (f"{1 - arrived:.0%} of the winning probability is lost on units that nothing but their biases excites",)


def winning(classifier: Classifier, request: Request, layer: str | None = None) -> Tensor:
    """The winning probability of every unit of a layer's map: (B, C, h, w); of an image they add up to 1 at most."""
    seen: list[Tensor] = []
    inputs = request.inputs.detach().clone().requires_grad_()
    rows = torch.arange(len(inputs), device=inputs.device)
    hook = classifier.layer(layer).register_forward_hook(lambda _layer, _inputs, output: seen.append(output))
    try:
        with Excitation(classifier.network):
            values = request.target(inputs, rows)
    finally:
        hook.remove()
    if not seen or seen[-1].ndim != 4 or seen[-1].shape[2:].numel() == 1:
        shape = tuple(seen[-1].shape[1:]) if seen else "nothing"
        raise StimuliError(f"excitation_bp: layer: {layer!r} gives {shape}, not a map; choose a layer before the head")
    (found,) = torch.autograd.grad(values.sum(), seen[-1])
    return found.detach()


METHOD = Method(makes=Heatmap, parameters=ExcitationBpParameters, explain=explain)
