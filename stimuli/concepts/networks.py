"""Explanation networks of many classes side by side: every tensor has the class as its first dimension.

Encoder d → first → second → n with ReLU after each, so that the n concepts (x-features) are never negative; a linear
head from the concepts to the class score; a mirrored decoder, which only training needs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn

FIRST, SECOND = 800, 100
LEAST_FIRST, LEAST_SECOND = 64, 32  # in narrower layers too many numbers stay behind a ReLU: concepts run together


@dataclass(frozen=True)
class Widths:
    """How many numbers each layer gives: features d, two hidden layers, concepts n."""

    features: int
    first: int
    second: int
    concepts: int

    @classmethod
    def of(cls, features: int, concepts: int, first: int | None = None, second: int | None = None) -> "Widths":
        """The authors' widths; with few features half and an eighth of them, and never fewer than 64 and 32."""
        least = 2 * concepts
        return cls(
            features,
            first or max(least, LEAST_FIRST, min(FIRST, features // 2)),
            second or max(least, LEAST_SECOND, min(SECOND, features // 8)),
            concepts,
        )

    @property
    def layers(self) -> tuple[int, ...]:
        """From features to concepts."""
        return self.features, self.first, self.second, self.concepts

    @property
    def n_weights(self) -> int:
        """Of one network, there and back."""
        return 2 * sum(a * b for a, b in pairwise(self.layers))


class SideBySide(nn.Module):
    """A linear layer for each of C classes: x (C, m, a) → (C, m, b)."""

    def __init__(self, generators: Sequence[torch.Generator], n_in: int, n_out: int) -> None:
        super().__init__()
        bound = n_in**-0.5  # as torch begins a Linear

        def drawn(*shape: int) -> nn.Parameter:
            rows = [torch.rand(shape, generator=generator) for generator in generators]
            return nn.Parameter((2 * torch.stack(rows) - 1) * bound)

        self.weight = drawn(n_in, n_out)
        self.bias = drawn(1, n_out)

    def forward(self, given: Tensor) -> Tensor:
        """The layer of every class, applied to that class's rows."""
        return torch.baddbmm(self.bias, given, self.weight)

    def of(self, c: int, given: Tensor) -> Tensor:
        """The layer of one class: (m, a) → (m, b)."""
        return torch.addmm(self.bias[c], given, self.weight[c])


@dataclass(frozen=True, eq=False)
class Pass:
    """What networks say of rows.

    drives, concepts: (C, m, n), before and after the ReLU.  scores: (C, m).  features: (C, m, d), rebuilt.
    """

    drives: Tensor
    concepts: Tensor
    scores: Tensor
    features: Tensor


class ExplanationNetworks(nn.Module):
    """C explanation networks.

    generators: one per class, which alone decide that class's weights.
    live: (C, n), 1 where a concept is used, 0 where a class has fewer.
    signed: whether the features may be negative, so that the decoder's end must not be a ReLU.
    """

    live: Tensor

    def __init__(
        self, generators: Sequence[torch.Generator], widths: Widths, live: Tensor, *, signed: bool = False
    ) -> None:
        super().__init__()
        self.widths = widths
        steps = list(pairwise(widths.layers))
        self.encoder = nn.ModuleList(SideBySide(generators, a, b) for a, b in steps)
        self.head = SideBySide(generators, widths.concepts, 1)
        self.decoder = nn.ModuleList(SideBySide(generators, b, a) for a, b in reversed(steps))
        self.signed = signed
        self.register_buffer("live", live[:, None])

    def drives(self, features: Tensor, dropped: Tensor | None = None) -> Tensor:
        """What the concepts are before their ReLU: (C, m, d) → (C, m, n).

        dropped: factors of the first hidden layer, where some of it is left out.
        """
        first, *further = self.encoder
        hidden: Tensor = first(features)
        if dropped is not None:
            hidden = hidden * dropped
        for layer in further:
            hidden = layer(hidden.relu())
        return hidden

    def concepts(self, features: Tensor) -> Tensor:
        """(C, m, d) → (C, m, n), never negative."""
        found: Tensor = self.drives(features).relu() * self.live
        return found

    def scores(self, concepts: Tensor) -> Tensor:
        """(C, m, n) → (C, m)."""
        found: Tensor = self.head(concepts).squeeze(2)
        return found

    def contributions(self, concepts: Tensor) -> Tensor:
        """What each concept adds to the score: (C, m, n) → (C, m, n)."""
        return concepts * self.head.weight.transpose(1, 2)

    def contributions_of(self, c: int, features: Tensor) -> Tensor:
        """What each concept of one class adds to its score: (m, d) → (m, n)."""
        hidden = features
        for layer in self.encoder:
            hidden = layer.of(c, hidden).relu()  # type: ignore[operator]
        return hidden * self.live[c] * self.head.weight[c].T

    def rebuilt(self, concepts: Tensor) -> Tensor:
        """(C, m, n) → (C, m, d)."""
        hidden = concepts
        for n, layer in enumerate(self.decoder):
            hidden = layer(hidden)
            if n < len(self.decoder) - 1 or not self.signed:
                hidden = hidden.relu()
        return hidden

    def forward(self, features: Tensor, dropped: Tensor | None = None) -> Pass:
        """Everything that the loss asks for."""
        drives = self.drives(features, dropped)
        concepts = drives.relu() * self.live
        return Pass(drives, concepts, self.scores(concepts), self.rebuilt(concepts))

    def pairs(self) -> Iterator[tuple[nn.Module, nn.Module]]:
        """Each encoder layer with the decoder layer that undoes it, from the features inwards."""
        yield from zip(self.encoder, reversed(list(self.decoder)), strict=True)
