"""Finds the weights of explanation networks, of all classes at once.

After the authors' code: each layer first learns to rebuild what it is given, then all learn together; a network whose
concepts share the work badly is begun anew with other weights of the loss.  Departures, for speed and for few images:
an epoch is a number of rows, half of them the class's own; batches are larger; scores and features are counted in units
of their own (`Rows`); the means of the acceptance test are over the class's own rows, which are what is explained.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from stimuli.concepts.losses import Losses, Weights, losses, silence, squared_error
from stimuli.concepts.networks import ExplanationNetworks, Widths
from stimuli.concepts.rows import Rows, epoch, generators

TERMS = ("faithfulness", "reconstruction", "pull_away", "total")
MORE_RECONSTRUCTION, LESS_PULL_AWAY = 1.2, 0.8  # of the weights, where a network is begun anew


@dataclass(frozen=True)
class Training:
    """How explanation networks are trained."""

    widths: Widths
    seed: int = 0
    faithfulness: float = 15.0
    reconstruction: float = 15.0
    pull_away: float = 5.0
    q: float = 100.0
    rows: int = 3000
    own_share: float = 0.5
    batch: int = 100
    pretraining: int = 5
    epochs: int = 40
    rate: float = 1e-3
    weight_decay: float = 1e-4
    slower_after: float = 0.6
    dropout: float = 0.02
    balance: float = 0.3
    rounds: int = 5
    signed: bool = False


@dataclass(frozen=True, eq=False)
class Trained:
    """One class's network after training.

    state: its tensors, by their names in ExplanationNetworks, without the dimension of classes.  curve: (epochs, 4), the
    mean of every term of the loss.  rounds: how often it was begun.  accepted: whether its concepts share the work.
    """

    state: Mapping[str, NDArray[np.float32]]
    curve: NDArray[np.float32]
    rounds: int
    balance: float
    accepted: bool


@dataclass
class Progress:
    """Where a training stands, so that it can go on from there: plain tensors and numbers, as torch saves them."""

    round: int = 0
    epoch: int = 0
    which: list[int] = field(default_factory=list)
    networks: dict[str, Any] = field(default_factory=dict)
    optimiser: dict[str, Any] = field(default_factory=dict)
    curve: list[list[list[float]]] = field(default_factory=list)


def trained(rows: Rows, concepts: Sequence[int], training: Training, tick: Callable[[], None]) -> list[Trained]:
    """The networks of all classes of rows.  concepts: how many each has.  tick: called after every epoch."""
    found: dict[int, Trained] = {}
    waiting = list(range(len(rows)))
    for n in range(1 + training.rounds):
        some = rows.only(waiting)
        fitted = _one_round(some, [concepts[k] for k in waiting], training, n, tick)
        for place, one in zip(waiting, fitted, strict=True):
            if place not in found or one.balance > found[place].balance:
                found[place] = one
        waiting = [place for place in waiting if not found[place].accepted]
        if not waiting:
            break
    return [found[n] for n in range(len(rows))]


def _one_round(
    rows: Rows, concepts: Sequence[int], training: Training, n: int, tick: Callable[[], None]
) -> list[Trained]:
    live = torch.stack([(torch.arange(training.widths.concepts) < k).float() for k in concepts])
    networks = ExplanationNetworks(
        generators(rows.names, training.seed, n, "weights"), training.widths, live, signed=training.signed
    )
    for part in _stages(networks, training):
        for k in range(training.pretraining):
            _epoch_of(rows, training, generators(rows.names, training.seed, n, part.name, k), part.loss, part.optimiser)
            tick()
    curve = []
    weights = _weights(training, len(rows), n)
    optimiser = torch.optim.Adam(
        networks.parameters(), lr=training.rate, weight_decay=training.weight_decay, fused=True
    )
    for k in range(training.epochs):
        done = k / training.epochs
        for group in optimiser.param_groups:
            group["lr"] = training.rate * (0.1 if done >= training.slower_after else 1.0)
        chance = generators(rows.names, training.seed, n, "joint", k)
        sums = torch.zeros(len(TERMS), len(rows))
        count = 0

        def loss(features: Tensor, scores: Tensor) -> Tensor:
            nonlocal count
            found = losses(networks, features, scores, weights, _dropped(training, chance, features.shape[1]))
            sums.add_(torch.stack([getattr(found, term).detach() for term in TERMS]))
            count += 1
            return found.total

        _epoch_of(rows, training, chance, loss, optimiser)
        curve.append((sums / count).T)
        tick()
    networks.eval()
    balance = _balances(networks, rows)
    steps = torch.stack(curve, 1)  # (C, epochs, 4)
    return [
        Trained(
            {k: v.detach()[c].numpy() for k, v in networks.state_dict().items()},
            steps[c].numpy(), n + 1, balance[c], balance[c] >= training.balance,
        )
        for c in range(len(rows))
    ]


@dataclass
class _Stage:
    name: str
    loss: Callable[[Tensor, Tensor], Tensor]
    optimiser: torch.optim.Optimizer


def _stages(networks: ExplanationNetworks, training: Training) -> Iterator[_Stage]:
    pairs = list(networks.pairs())
    for n, (forth, back) in enumerate(pairs):
        def rebuild(features: Tensor, _scores: Tensor, n: int = n, forth: nn.Module = forth, back: nn.Module = back) -> Tensor:
            with torch.no_grad():
                for layer, _ in pairs[:n]:
                    features = layer(features).relu()
            drive = forth(features)
            hidden = drive.relu()
            if n == len(pairs) - 1:
                hidden = hidden * networks.live
            again = back(hidden)
            if n or not networks.signed:
                again = again.relu()
            return squared_error(again, features) + (silence(drive, networks.live) if n == len(pairs) - 1 else 0)

        chosen = [*forth.parameters(), *back.parameters()]
        yield _Stage(f"layer{n}", rebuild, torch.optim.Adam(chosen, lr=training.rate, fused=True))

    def read_off(features: Tensor, scores: Tensor) -> Tensor:
        with torch.no_grad():
            concepts = networks.concepts(features)
        return squared_error(networks.scores(concepts), scores)

    yield _Stage("head", read_off, torch.optim.Adam(networks.head.parameters(), lr=training.rate, fused=True))


def _epoch_of(rows, training, chance, loss, optimiser) -> None:
    order = epoch(rows, training.rows, training.own_share, chance)
    for first in range(0, order.shape[1], training.batch):
        which = order[:, first : first + training.batch]
        total = loss(rows.features[which], rows.scores.gather(1, which)).sum()
        optimiser.zero_grad(set_to_none=True)
        total.backward()
        optimiser.step()


def _dropped(training, chance, m):
    kept = torch.stack([torch.rand(m, training.widths.first, generator=g) >= training.dropout for g in chance])
    return kept / (1 - training.dropout)


def _weights(training: Training, n_classes: int, n: int) -> Weights:
    full = torch.full((n_classes,), 1.0)
    return Weights(
        full * training.faithfulness,
        full * training.reconstruction * MORE_RECONSTRUCTION**n,
        full * training.pull_away * LESS_PULL_AWAY**n,
        training.q,
    )


@torch.no_grad()
def _balances(networks: ExplanationNetworks, rows: Rows) -> list[float]:
    found = []
    for c, own in enumerate(rows.own):
        z = rows.features[own][None].expand(len(rows), -1, -1)
        mean = networks.contributions(networks.concepts(z))[c].mean(0).sort(descending=True).values
        found.append(float(mean[1] / mean[0]) if len(mean) > 1 and mean[1] > 0 else 0.0)
    return found
