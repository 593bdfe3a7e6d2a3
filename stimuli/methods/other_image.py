"""A placebo: the map that the same method makes of another image.

It looks as a real map does because it is one.  From the same class it still lands on much of what it should, where the
images are framed alike; from another class it also speaks for another class.
"""

from collections.abc import Sequence

from pydantic import Field

from stimuli.assignment import FromClass, donors
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.method import Member, Method, Parameters, Request


class OtherImageParameters(Parameters):
    """Options of other_image."""

    of: str = Field(default="heatmap", description="the recipe's explanation whose maps are dealt out anew")
    from_class: FromClass = Field(default="same", description="whether the map is of an image of the same class")
    seed: int = Field(default=0, ge=0)


def explain(_classifier: Classifier, request: Request, parameters: OtherImageParameters) -> list[Heatmap]:
    """The other images' maps, untouched, with their warnings."""
    return request.maps(parameters.of)


def _needs(parameters: OtherImageParameters) -> tuple[str, ...]:
    return (parameters.of,)


def _whose(parameters: OtherImageParameters, members: Sequence[Member]) -> Sequence[int]:
    names, labels = [member.image for member in members], [member.label for member in members]
    return donors(names, labels, parameters.from_class, parameters.seed)


METHOD = Method(
    makes=Heatmap, parameters=OtherImageParameters, explain=explain, needs=_needs, whose=_whose, takes=Heatmap
)
