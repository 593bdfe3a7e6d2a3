"""A placebo: a real map's texture at places that are chance.

It has exactly the values of the real map and nearly its smoothness, so it cannot be told apart by its looks; where it
is strong says nothing of the picture, the class or the classifier.
"""

from numpy.random import Generator
from pydantic import Field

from stimuli.chance import chance_of
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.inputs import denormalised
from stimuli.method import Method, Parameters, Request
from stimuli.phases import phase_randomised


class RandomMapParameters(Parameters):
    """Options of random_map."""

    of: str = Field(default="heatmap", description="the recipe's explanation whose texture is imitated")
    seed: int = Field(default=0, ge=0)


def explain(classifier: Classifier, request: Request, parameters: RandomMapParameters) -> list[Heatmap]:
    """One map per image, from its real map, the seed and its own pixels; a flat map stays flat and says so."""
    pictures = denormalised(request.inputs, classifier.preprocessing).cpu().numpy()
    pairs = zip(request.maps(parameters.of), pictures, strict=True)
    return [_imitated(real, chance_of(picture, parameters.seed)) for real, picture in pairs]


def _imitated(real: Heatmap, rng: Generator) -> Heatmap:
    return Heatmap.scaled(real.values) if real.is_flat else Heatmap(phase_randomised(real.values, rng))


def _needs(parameters: RandomMapParameters) -> tuple[str, ...]:
    return (parameters.of,)


METHOD = Method(makes=Heatmap, parameters=RandomMapParameters, explain=explain, needs=_needs, takes=Heatmap)
