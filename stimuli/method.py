"""What an explanation method is.  A method's file in stimuli/methods offers METHOD = Method(…)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict
from torch import Tensor

from stimuli.classifier import Classifier
from stimuli.explanation import Explanation, Heatmap
from stimuli.target import Score, Target


class Parameters(BaseModel):
    """A method's options, as the recipe gives them; unknown ones are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True)
class Request:
    """A batch of images to be explained together.

    inputs: (B, 3, H, W), as the network takes them.  target: the number to explain.
    needed: what other explanations say, by the name the recipe gives, one per image of the batch, in its order: of the
    same image, or of the image that the method's `whose` names.
    reruns: other explanations' methods, by the name the recipe gives, to be run by this one on a network of its own.
    """

    inputs: Tensor
    target: Target
    needed: Mapping[str, Sequence[Explanation]] = field(default_factory=dict)
    reruns: Mapping[str, "Rerun"] = field(default_factory=dict)

    def maps(self, name: str) -> list[Heatmap]:
        """The needed explanations of that name, for a method that takes heatmaps only."""
        return [only_heatmap(one) for one in self.needed[name]]


def only_heatmap(one: Explanation) -> Heatmap:
    """The explanation itself, which is a heatmap: `takes` saw to it."""
    if not isinstance(one, Heatmap):
        raise TypeError(f"a heatmap is wanted, not a {one.kind}")
    return one


Rerun = Callable[[Classifier, Request], Sequence[Explanation]]


@dataclass(frozen=True)
class Member:
    """What a method may know of an image of the set when it chooses whose explanation to take."""

    image: str
    label: str


def _nothing(_parameters: Parameters) -> tuple[str, ...]:
    return ()


def _its_own(_parameters: Parameters, members: Sequence[Member]) -> Sequence[int]:
    return range(len(members))


@dataclass(frozen=True)
class Method(Generic[P]):
    """An explanation method.

    makes: the kind of explanation.  parameters: the model of its options.
    explain: one explanation per image of the request, in its order; the same request gives the same explanations,
    an image's explanation does not depend on its neighbours, and the classifier is left as it was.
    score: the number it explains where the recipe names none.
    needs: the names of the recipe's other explanations that have to be there first.
    whose: for every image of the set, which image's needed explanations it is given: positions in the set.
    reruns: the names of the recipe's other explanations whose methods it runs itself; these need and rerun none.
    takes: the kind that those it needs or reruns must be of; None where any will do.
    """

    makes: type[Explanation]
    parameters: type[P]
    explain: Callable[[Classifier, Request, P], Sequence[Explanation]]
    score: Score = "logit"
    needs: Callable[[P], tuple[str, ...]] = _nothing
    whose: Callable[[P, Sequence[Member]], Sequence[int]] = _its_own
    reruns: Callable[[P], tuple[str, ...]] = _nothing
    takes: type[Explanation] | None = None
