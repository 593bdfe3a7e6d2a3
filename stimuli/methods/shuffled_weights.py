"""A sanity check (Adebayo et al. 2018): a method's map of a network whose weights were shuffled or drawn anew.

A method whose map stays as it was looked at the picture, not at what the network has learnt.
"""

from dataclasses import replace
from typing import Literal

from pydantic import Field

from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.method import Method, Parameters, Request, only_heatmap
from stimuli.randomised import How, Randomisation, randomised

SAYS_NOTHING = "the network with other weights answers alike whatever it sees"
UNCHANGED = "the network's weights are as they were: there was nothing to change places"


class ShuffledWeightsParameters(Parameters):
    """Options of shuffled_weights."""

    of: str = Field(default="heatmap", description="the recipe's explanation whose method is run again")
    layers: Literal["all", "top"] = Field(default="all", description="which weights; top: the last n_top layers'")
    n_top: int = Field(default=1, ge=1, description="layers with weights, counted from the output; for layers = top")
    how: How = Field(default="permute", description="permute each tensor's numbers, or redraw them")
    seed: int = Field(default=0, ge=0)


def explain(classifier: Classifier, request: Request, parameters: ShuffledWeightsParameters) -> list[Heatmap]:
    """What the other method says of the other network, for the same number of it."""
    top = parameters.n_top if parameters.layers == "top" else None
    made = randomised(classifier, Randomisation(parameters.how, top, parameters.seed))
    if not made.answers:
        return [Heatmap.flat(request.inputs.shape[-1], (SAYS_NOTHING,)) for _ in request.inputs]
    again = replace(request, target=request.target.on(made.classifier))
    maps = map(only_heatmap, request.reruns[parameters.of](made.classifier, again))
    if made.classifier.weights_sha256 == classifier.weights_sha256:
        return [replace(one, warnings=(*one.warnings, UNCHANGED)) for one in maps]
    return list(maps)


def _reruns(parameters: ShuffledWeightsParameters) -> tuple[str, ...]:
    return (parameters.of,)


METHOD = Method(makes=Heatmap, parameters=ShuffledWeightsParameters, explain=explain, reruns=_reruns, takes=Heatmap)
