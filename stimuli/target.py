"""What an explanation explains: a differentiable number per image, such as the logit of a class."""

from dataclasses import dataclass
from typing import Protocol

from torch import Tensor

from stimuli.classifier import Classifier


class Target(Protocol):
    """Any differentiable number of an image.  A method asks for nothing else, so that it can explain anything."""

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        """(N, 3, H, W) → (N,).  rows: (N,), which image of the batch each input is a version of."""
        ...


@dataclass(frozen=True)
class ClassLogit:
    """The logit of one class per image of the batch: classes (B,)."""

    classifier: Classifier
    classes: Tensor

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        """The logits of the class that belongs to each row."""
        return self.classifier(inputs).gather(1, self.classes[rows].unsqueeze(1)).squeeze(1)


@dataclass(frozen=True)
class ClassProbability:
    """The probability of one class per image of the batch: classes (B,)."""

    classifier: Classifier
    classes: Tensor

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        """The probabilities of the class that belongs to each row."""
        return self.classifier(inputs).softmax(1).gather(1, self.classes[rows].unsqueeze(1)).squeeze(1)
