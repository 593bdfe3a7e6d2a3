"""What an explanation explains: a differentiable number per image, such as the probability of a class."""

from dataclasses import dataclass
from typing import Literal, Protocol, Self

from torch import Tensor

from stimuli.classifier import Classifier

Score = Literal["logit", "probability"]


class Target(Protocol):
    """Any differentiable number of an image.  A method asks for nothing else, so that it can explain anything."""

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        """(N, 3, H, W) → (N,).  rows: (N,), which image of the batch each input is a version of."""
        ...

    def on(self, classifier: Classifier) -> "Target":
        """The same number, read off another network of the same architecture."""
        ...


@dataclass(frozen=True, eq=False)
class ClassLogit:
    """The logit of one class per image of the batch: classes (B,)."""

    classifier: Classifier
    classes: Tensor

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        """The logits of the class that belongs to each row."""
        return self.classifier(inputs).gather(1, self.classes[rows].unsqueeze(1)).squeeze(1)

    def on(self, classifier: Classifier) -> Self:
        """The same classes' logits by another network."""
        return type(self)(classifier, self.classes)


@dataclass(frozen=True, eq=False)
class ClassProbability:
    """The probability of one class per image of the batch: classes (B,)."""

    classifier: Classifier
    classes: Tensor

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        """The probabilities of the class that belongs to each row."""
        return self.classifier(inputs).softmax(1).gather(1, self.classes[rows].unsqueeze(1)).squeeze(1)

    def on(self, classifier: Classifier) -> Self:
        """The same classes' probabilities by another network."""
        return type(self)(classifier, self.classes)


def class_score(score: Score, classifier: Classifier, classes: Tensor) -> ClassLogit | ClassProbability:
    """The number of that name for one class per image: classes (B,)."""
    return (ClassLogit if score == "logit" else ClassProbability)(classifier, classes)
