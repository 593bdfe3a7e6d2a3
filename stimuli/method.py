"""What an explanation method is.  A method's file in stimuli/methods offers METHOD = Method(…)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict
from torch import Tensor

from stimuli.classifier import Classifier
from stimuli.explanation import Explanation, Heatmap
from stimuli.fit import Fit
from stimuli.store import Entry
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
    reruns: methods to be run by this one: those of the recipe's other explanations, by their names, and its own `runs`.
    classes: the class that is explained, per image.
    fitted: what the method has learnt from a set of pictures, where it learns.
    counted: the same target, counted; owners: (M,), which image of the batch pays for each of its rows.  A method that
    explains numbers of its own, not `target`, asks for them through this, so that its cost is known.
    """

    inputs: Tensor
    target: Target
    needed: Mapping[str, Sequence[Explanation]] = field(default_factory=dict)
    reruns: Mapping[str, "Rerun"] = field(default_factory=dict)
    classes: Sequence[str] = ()
    fitted: Entry | None = None
    counted: "Counting" = field(default=lambda target, _owners: target)

    def maps(self, name: str) -> list[Heatmap]:
        """The needed explanations of that name, for a method that takes heatmaps only."""
        return [only_heatmap(one) for one in self.needed[name]]


def only_heatmap(one: Explanation) -> Heatmap:
    """The explanation itself, which is a heatmap: `takes` saw to it."""
    if not isinstance(one, Heatmap):
        raise TypeError(f"a heatmap is wanted, not a {one.kind}")
    return one


Counting = Callable[[Target, Tensor], Target]
Rerun = Callable[[Classifier, Request], Sequence[Explanation]]


@dataclass(frozen=True)
class Member:
    """What a method may know of an image of the set when it chooses whose explanation to take."""

    image: str
    label: str


@dataclass(frozen=True)
class Run:
    """A method that another method runs: its name, as in a recipe, and its parameters."""

    method: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


def _no_runs(_parameters: Parameters) -> Mapping[str, Run]:
    return {}


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
    runs: the methods that it runs itself without the recipe having them, by the names under which `reruns` gets them;
    each makes a heat map of the target it is given, and needs, reruns, runs and learns nothing.
    fit: how it learns from a set of pictures before it explains; None where it does not.
    takes: the kind that those it needs or reruns must be of; None where any will do.
    """

    makes: type[Explanation]
    parameters: type[P]
    explain: Callable[[Classifier, Request, P], Sequence[Explanation]]
    score: Score = "logit"
    needs: Callable[[P], tuple[str, ...]] = _nothing
    whose: Callable[[P, Sequence[Member]], Sequence[int]] = _its_own
    reruns: Callable[[P], tuple[str, ...]] = _nothing
    runs: Callable[[P], Mapping[str, Run]] = _no_runs
    fit: Fit[P] | None = None
    takes: type[Explanation] | None = None

    @property
    def alters(self) -> bool:
        """Whether it makes others of the explanations that it is given, as placebos do."""
        return self.takes is self.makes
