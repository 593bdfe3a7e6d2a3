"""Finds the weights of explanation networks, of all classes at once; stopped at any moment it goes on from there.

After the authors' code: the layers learn one after the other, then together; a network whose concepts share the work
badly is begun anew with other weights of the loss.  Departures, for speed and for few images (docs/methods.md has what
they brought): an epoch is a number of rows, half of them the class's own; scores and features are counted in units of
their own (`Rows`), so faithfulness has a weight of its own; a concept that is silent in a whole batch is woken; the
means of the acceptance test are over the class's own rows, which are what is explained.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from stimuli.concepts.losses import TERMS, Weights
from stimuli.concepts.networks import ExplanationNetworks, Widths
from stimuli.concepts.rows import Rows, epoch, generators
from stimuli.concepts.stages import Ledger, Stage, pretraining, together

MORE_RECONSTRUCTION, LESS_PULL_AWAY = 1.2, 0.8  # factors of the weights, each time a network is begun anew


@dataclass(frozen=True)
class Training:
    """How explanation networks are trained.

    faithfulness, reconstruction, pull_away, waking: weights of the loss.  q: how soon a feature is given up.
    rows: of an epoch, own_share of them the class's own.  batch: rows at once.  pretraining, epochs: of each layer by
    itself, of all together.  rate: of Adam, a tenth after slower_after of the epochs.
    balance: least second largest mean contribution, as a share of the largest.  rounds: how often to begin anew.
    signed: whether features may be negative.
    """

    widths: Widths
    seed: int = 0
    faithfulness: float = 15.0
    reconstruction: float = 15.0
    pull_away: float = 20.0
    waking: float = 1.0
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

    @property
    def epochs_of_a_round(self) -> int:
        """Of all stages."""
        return self.epochs + self.pretraining * len(self.widths.layers)


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


class Saver(Protocol):
    """Where a training keeps how far it is."""

    def load(self) -> dict[str, Any] | None:
        """What was saved last; None where there is nothing."""
        ...

    def save(self, state: dict[str, Any]) -> None:
        """Keeps tensors, numbers and names.  May leave it out where the last time is not long ago."""
        ...


def trained(
    rows: Rows,
    concepts: Sequence[int],
    training: Training,
    *,
    tick: Callable[[], None] = lambda: None,
    saver: Saver | None = None,
) -> list[Trained]:
    """The networks of all classes of rows.  concepts: how many each has.  tick: called after every epoch."""
    state = _State(list(range(len(rows))))
    saved = saver.load() if saver else None
    course = _resumed(rows, concepts, training, state, saved) if saved else None
    while state.waiting and state.round <= training.rounds:
        course = course or _course(rows, concepts, training, state)
        for _ in course.run():
            tick()
            if saver:
                saver.save({**state.plain(), "course": course.state()})
        state.take(course.results())
        course = None
    return [state.found[n] for n in range(len(rows))]


@dataclass
class _State:
    """Between rounds: the classes whose networks are begun anew, and the best network of each so far."""

    waiting: list[int]
    round: int = 0
    found: dict[int, Trained] = field(default_factory=dict)

    def take(self, results: Sequence[Trained]) -> None:
        """The networks of a round, one per waiting class."""
        for place, one in zip(self.waiting, results, strict=True):
            best = max(self.found.get(place, one), one, key=lambda each: each.balance)  # the earlier, where alike
            self.found[place] = replace(best, rounds=one.rounds)
        self.waiting = [place for place in self.waiting if not self.found[place].accepted]
        self.round += 1

    def plain(self) -> dict[str, Any]:
        """As torch can save it."""
        found = {place: {**vars(one), "state": _tensors(one.state)} for place, one in self.found.items()}
        curves = {place: torch.from_numpy(one.curve) for place, one in self.found.items()}
        found = {place: one | {"curve": curves[place]} for place, one in found.items()}
        return {"waiting": self.waiting, "round": self.round, "found": found}


def _resumed(
    rows: Rows, concepts: Sequence[int], training: Training, state: _State, saved: Mapping[str, Any]
) -> "Course":
    state.waiting, state.round = saved["waiting"], saved["round"]
    for place, one in saved["found"].items():
        arrays = {name: values.numpy() for name, values in one["state"].items()}
        state.found[place] = Trained(**{**one, "state": arrays, "curve": one["curve"].numpy()})
    course = _course(rows, concepts, training, state)
    course.load(saved["course"])
    return course


def _course(rows: Rows, concepts: Sequence[int], training: Training, state: _State) -> "Course":
    return Course(rows.only(state.waiting), [concepts[k] for k in state.waiting], training, state.round)


def _tensors(arrays: Mapping[str, NDArray[np.float32]]) -> dict[str, Tensor]:
    return {name: torch.from_numpy(values) for name, values in arrays.items()}


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
        means = networks.contributions_of(c, rows.features[own]).mean(0).sort(descending=True).values
        found.append(float(means[1] / means[0]) if len(means) > 1 and means[1] > 0 else 0.0)
    return found
