"""Finds the weights of explanation networks, of all classes at once; stopped at any moment it goes on from there.

After the authors' code: the layers learn one after the other, then together; a network whose concepts share the work
badly is begun anew with other weights of the loss.  Departures, for speed and for few images (docs/concepts.md has what
they brought): an epoch is a number of rows, half of them the class's own; scores and features are counted in units of
their own (`Rows`), so faithfulness has a weight of its own; a concept that is silent in a whole batch is woken; the
means of the acceptance test are over the class's own rows, which are what is explained.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from stimuli.concepts.course import Course, Trained
from stimuli.concepts.options import Training
from stimuli.concepts.rows import Rows
from stimuli.training.threads import one_thread


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
    """The networks of all classes of rows.  concepts: how many each has.  tick: called after every epoch.

    On one thread: so that networks do not hang on how many cores there are, nor their time on who else uses them.
    """
    with one_thread():
        return _trained(rows, concepts, training, tick, saver)


def _trained(
    rows: Rows, concepts: Sequence[int], training: Training, tick: Callable[[], None], saver: Saver | None
) -> list[Trained]:
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
) -> Course:
    state.waiting, state.round = saved["waiting"], saved["round"]
    for place, one in saved["found"].items():
        arrays = {name: values.numpy() for name, values in one["state"].items()}
        state.found[place] = Trained(**{**one, "state": arrays, "curve": one["curve"].numpy()})
    course = _course(rows, concepts, training, state)
    course.load(saved["course"])
    return course


def _course(rows: Rows, concepts: Sequence[int], training: Training, state: _State) -> Course:
    return Course(rows.only(state.waiting), [concepts[k] for k in state.waiting], training, state.round)


def _tensors(arrays: Mapping[str, NDArray[np.float32]]) -> dict[str, Tensor]:
    return {name: torch.from_numpy(values) for name, values in arrays.items()}
