"""The stages through which explanation networks learn: each layer by itself, then the head, then all together."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from stimuli.concepts.losses import TERMS, Weights, losses, silence, squared_error
from stimuli.concepts.networks import ExplanationNetworks

Chance = Sequence[torch.Generator]
Loss = Callable[[Tensor, Tensor, Chance], Tensor]  # features (C, m, d), scores (C, m), generators → (C,)
SLOWER = 0.1  # of the learning rate, in the last part of learning together


@dataclass(eq=False)
class Stage:
    """One stage.  slower_from: the epoch from which the rate is a tenth; None: never."""

    name: str
    epochs: int
    loss: Loss
    optimiser: torch.optim.Optimizer
    slower_from: int | None = None

    def begin_epoch(self, n: int) -> None:
        """Sets the rate of that epoch."""
        if n == self.slower_from:
            for group in self.optimiser.param_groups:
                group["lr"] *= SLOWER


@dataclass(eq=False)
class Ledger:
    """The terms of the loss of an epoch, summed over its batches: (4, C); and all earlier epochs' means."""

    sums: Tensor
    n_batches: int = 0
    means: list[Tensor] = field(default_factory=list)

    def note(self, terms: Tensor) -> None:
        """One batch: (4, C)."""
        self.sums += terms
        self.n_batches += 1

    def close_epoch(self) -> None:
        """Keeps the means and begins anew; nothing happens where nothing was noted."""
        if self.n_batches:
            self.means.append(self.sums / self.n_batches)
            self.sums, self.n_batches = torch.zeros_like(self.sums), 0


def pretraining(networks: ExplanationNetworks, epochs: int, rate: float) -> Iterator[Stage]:
    """Each layer learns to rebuild what it is given, from the features inwards; then the head learns the scores."""
    pairs = list(networks.pairs())
    for n, pair in enumerate(pairs):
        before = [forth for forth, _ in pairs[:n]]
        parameters = [*pair[0].parameters(), *pair[1].parameters()]
        loss = _rebuilding(networks, before, pair, is_last=n == len(pairs) - 1)
        yield Stage(f"layer {n}", epochs, loss, torch.optim.Adam(parameters, lr=rate, fused=True))
    head = torch.optim.Adam(networks.head.parameters(), lr=rate, fused=True)
    yield Stage("head", epochs, _reading_off(networks), head)


def together(
    networks: ExplanationNetworks,
    weights: Weights,
    ledger: Ledger,
    *,
    epochs: int,
    optimiser: torch.optim.Optimizer,
    dropout: float,
    slower_after: float,
) -> Stage:
    """All layers learn the whole loss.  dropout: of the first hidden layer.  slower_after: share of the epochs."""

    def loss(features: Tensor, scores: Tensor, chance: Chance) -> Tensor:
        kept = _kept(chance, (features.shape[1], networks.widths.first), dropout)
        found = losses(networks, features, scores, weights, kept)
        ledger.note(torch.stack([getattr(found, term).detach() for term in TERMS]))
        return found.total

    return Stage("together", epochs, loss, optimiser, slower_from=round(slower_after * epochs))


def _rebuilding(
    networks: ExplanationNetworks, before: Sequence[nn.Module], pair: tuple[nn.Module, nn.Module], *, is_last: bool
) -> Loss:
    def loss(features: Tensor, _scores: Tensor, _chance: Chance) -> Tensor:
        with torch.no_grad():
            for layer in before:
                features = layer(features).relu()
        drives = pair[0](features)
        hidden = drives.relu() * networks.live if is_last else drives.relu()
        again = pair[1](hidden)
        error = squared_error(again if networks.signed and not before else again.relu(), features)
        return error + silence(drives, networks.live) if is_last else error

    return loss


def _reading_off(networks: ExplanationNetworks) -> Loss:
    def loss(features: Tensor, scores: Tensor, _chance: Chance) -> Tensor:
        with torch.no_grad():
            concepts = networks.concepts(features)
        return squared_error(networks.scores(concepts), scores)

    return loss


def _kept(chance: Chance, shape: tuple[int, int], dropout: float) -> Tensor | None:
    """Factors for the first hidden layer: 0 where a number is left out."""
    if not dropout:
        return None
    drawn = torch.stack([torch.rand(shape, generator=generator) for generator in chance])
    return (drawn >= dropout) / (1 - dropout)
