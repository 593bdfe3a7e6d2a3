"""What concepts add to a class's score, as numbers that can be differentiated and so explained by any heat map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor

from stimuli.classifier import Classifier
from stimuli.concepts.attachment import Attachment
from stimuli.concepts.module import ConceptModule


@dataclass(frozen=True, eq=False)
class Reader:
    """A module's weights on the classifier's device."""

    encoder: tuple[tuple[Tensor, Tensor], ...]
    head: Tensor
    bias: float

    @classmethod
    def of(cls, module: ConceptModule, device: torch.device) -> "Reader":
        """Of what is kept of a network."""
        encoder = tuple((_tensor(weight, device), _tensor(bias, device)) for weight, bias in module.encoder)
        return cls(encoder, _tensor(module.head, device), module.bias)

    def contributions(self, features: Tensor) -> Tensor:
        """(B, d) → (B, n), in logits; differentiable."""
        hidden = features
        for weight, bias in self.encoder:
            hidden = (hidden @ weight + bias).relu()
        return hidden * self.head


@dataclass(frozen=True, eq=False)
class ConceptContributions:
    """A target: of every row, what one concept adds to the score of its class.

    readers: one per class.  which: (M,), each row's reader.  concept: (M,), each row's concept.
    """

    attachment: Attachment
    readers: Sequence[Reader]
    which: Tensor
    concept: Tensor

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        """(N, 3, H, W) → (N,), in logits.  rows: (N,), which of the M each input is a version of."""
        features = self.attachment.features(inputs).float()
        found = features.new_zeros(len(features))
        which, concept = self.which[rows], self.concept[rows]
        for n in set(which.tolist()):
            its = (which == n).nonzero().flatten()
            added = self.readers[n].contributions(features[its]).gather(1, concept[its, None]).squeeze(1)
            found = found.index_put((its,), added)
        return found

    def on(self, classifier: Classifier) -> Self:
        """The same concepts' contributions by another network."""
        return type(self)(self.attachment.on(classifier), self.readers, self.which, self.concept)


def _tensor(values: object, device: torch.device) -> Tensor:
    return torch.as_tensor(values, dtype=torch.float32, device=device)
