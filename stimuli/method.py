"""What an explanation method is.  A method's file in stimuli/methods offers METHOD = Method(…)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict
from torch import Tensor

from stimuli.classifier import Classifier
from stimuli.explanation import Explanation
from stimuli.target import Target


class Parameters(BaseModel):
    """A method's options, as the recipe gives them; unknown ones are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True)
class Request:
    """A batch of images to be explained together.

    inputs: (B, 3, H, W), as the network takes them.  target: the number to explain.
    needed: what other explanations say of the same images, by the name the recipe gives, in the same order.
    """

    inputs: Tensor
    target: Target
    needed: Mapping[str, Sequence[Explanation]] = field(default_factory=dict)


def _nothing(_parameters: Parameters) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Method(Generic[P]):
    """An explanation method.

    makes: the kind of explanation.  parameters: the model of its options.
    explain: one explanation per image of the request, in its order; the same request gives the same explanations,
    an image's explanation does not depend on its neighbours, and the classifier is left as it was.
    needs: the names of the recipe's other explanations that have to be there first.
    """

    makes: type[Explanation]
    parameters: type[P]
    explain: Callable[[Classifier, Request, P], Sequence[Explanation]]
    needs: Callable[[P], tuple[str, ...]] = _nothing
