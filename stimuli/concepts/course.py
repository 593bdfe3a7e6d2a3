"""One round of training: the stages of the networks of some classes, epoch by epoch; it can be left and resumed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from stimuli.concepts.losses import TERMS, Weights
from stimuli.concepts.networks import ExplanationNetworks
from stimuli.concepts.options import Training
from stimuli.concepts.rows import Rows, epoch, generators
from stimuli.concepts.stages import Ledger, Stage, pretraining, together

MORE_RECONSTRUCTION, LESS_PULL_AWAY = 1.2, 0.8  # factors of the weights, each time a network is begun anew


@dataclass(frozen=True, eq=False)
class Trained:
    """One class's network after training.

    state: its tensors, by their names in ExplanationNetworks, without the dimension of classes.
    curve: (epochs, 4), the mean of every term of the loss.  rounds: how often it was begun.  balance: see Training.
    """

    state: Mapping[str, NDArray[np.float32]]
    curve: NDArray[np.float32]
    rounds: int
    balance: float
    accepted: bool


class Course:
    """One round of training.  n: how many were before it."""

    def __init__(self, rows: Rows, concepts: Sequence[int], training: Training, n: int) -> None:
        self.rows, self.training, self.n, self.epoch = rows, training, n, 0
        live = torch.stack([(torch.arange(training.widths.concepts) < k).float() for k in concepts])
        chance = generators(rows.names, training.seed, n, "weights")
        self.networks = ExplanationNetworks(chance, training.widths, live, signed=training.signed)
        self.ledger = Ledger(torch.zeros(len(TERMS), len(rows)))
        self.stages = [*pretraining(self.networks, training.pretraining, training.rate), self._together()]

    def _together(self) -> Stage:
        chosen = self.training
        optimiser = torch.optim.Adam(
            self.networks.parameters(), lr=chosen.rate, weight_decay=chosen.weight_decay, fused=True
        )
        return together(
            self.networks,
            _weights(chosen, self.n),
            self.ledger,
            epochs=chosen.epochs,
            optimiser=optimiser,
            dropout=chosen.dropout,
            slower_after=chosen.slower_after,
        )

    def run(self) -> Iterator[None]:
        """Does the epochs that are left, one at a time."""
        while self.epoch < self.training.epochs_of_a_round:
            stage, k = self._place()
            stage.begin_epoch(k)
            chance = generators(self.rows.names, self.training.seed, self.n, stage.name, k)
            self._learn(stage, chance)
            self.ledger.close_epoch()
            self.epoch += 1
            yield

    def _place(self) -> tuple[Stage, int]:
        """The stage of the present epoch, and how many of its epochs are done."""
        left = self.epoch
        for stage in self.stages:
            if left < stage.epochs:
                return stage, left
            left -= stage.epochs
        return self.stages[-1], self.stages[-1].epochs

    def _learn(self, stage: Stage, chance: Sequence[torch.Generator]) -> None:
        order = epoch(self.rows, self.training.rows, self.training.own_share, chance)
        for which in torch.split(order, self.training.batch, dim=1):
            features, scores = self.rows.features[which], self.rows.scores.gather(1, which)
            stage.optimiser.zero_grad(set_to_none=True)
            stage.loss(features, scores, chance).sum().backward()  # type: ignore[no-untyped-call]
            stage.optimiser.step()

    def state(self) -> dict[str, Any]:
        """All that has changed, as torch can save it."""
        optimiser = self._place()[0].optimiser.state_dict()
        weights = self.networks.state_dict()
        return {"epoch": self.epoch, "networks": weights, "optimiser": optimiser, "curve": list(self.ledger.means)}

    def load(self, state: Mapping[str, Any]) -> None:
        """Goes on from what `state` gave."""
        self.epoch, self.ledger.means = state["epoch"], list(state["curve"])
        self.networks.load_state_dict(state["networks"])
        stage, k = self._place()
        if k:
            stage.optimiser.load_state_dict(state["optimiser"])

    def results(self) -> list[Trained]:
        """What every class has come to."""
        curves = torch.stack(self.ledger.means).permute(2, 0, 1).numpy()  # (C, epochs, 4)
        tensors = {name: values.detach().numpy() for name, values in self.networks.state_dict().items()}
        found = []
        for c, balance in enumerate(_balances(self.networks, self.rows)):
            state = {name: values[c].copy() for name, values in tensors.items()}
            found.append(Trained(state, curves[c].copy(), self.n + 1, balance, balance >= self.training.balance))
        return found


def _weights(training: Training, n: int) -> Weights:
    return Weights(
        training.faithfulness,
        training.reconstruction * MORE_RECONSTRUCTION**n,
        training.pull_away * LESS_PULL_AWAY**n,
        training.waking,
        training.q,
    )


@torch.no_grad()
def _balances(networks: ExplanationNetworks, rows: Rows) -> list[float]:
    """Second largest mean contribution divided by the largest, over each class's own rows; 0 where it adds nothing."""
    found = []
    for c, own in enumerate(rows.own):
        means = networks.contributions_of(c, rows.features[own]).mean(0)[networks.live[c, 0] > 0]
        found.append(_balance(means.sort(descending=True).values.tolist()))
    return found


def _balance(means: Sequence[float]) -> float:
    """Of falling means; a concept that is alone shares with nobody and is balanced where it adds anything."""
    if len(means) == 1:
        return float(means[0] > 0)
    return means[1] / means[0] if means[1] > 0 else 0.0
