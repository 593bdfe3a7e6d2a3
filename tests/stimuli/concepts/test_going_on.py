"""A training that was stopped goes on from its file, and ends as one that was not."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from stimuli.concepts.course import Trained
from stimuli.concepts.options import Training
from stimuli.concepts.saving import TrainingFile
from stimuli.concepts.training import trained
from tests.stimuli.concepts.planted import planted, rows_of, short

ROWS = rows_of(planted(0))
# Two rounds of 13 epochs: 4 stages of 2, then 5 together, the last 2 of them at a tenth of the rate.
TRAINING = short(rounds=1, balance=2.0)
PLACES = {
    "in the first layer": 1,
    "between two stages": 4,
    "before all layers learn together": 8,
    "while they learn together": 10,
    "before the rate falls": 11,
    "after the rate fell": 12,
    "between two rounds": 13,
    "in a layer of the second round": 16,
    "after the rate fell in the second round": 25,
    "after the last epoch": 26,
}


class Stopped(Exception):
    """As if the process had been killed."""


class StoppedFile(TrainingFile):
    """A training's file that stops it after its n-th save."""

    n = 0

    def save(self, state: dict[str, Any]) -> None:
        super().save(state)
        self.n -= 1
        if not self.n:
            raise Stopped


def stopped_and_resumed(folder: Path, after: int, training: Training) -> tuple[list[Trained], int]:
    """The networks, and how many epochs were left to do."""
    first = StoppedFile(folder / "training.pt", every_s=0)
    first.n = after
    with pytest.raises(Stopped):
        trained(ROWS, [2, 2], training, saver=first)
    left = list[None]()
    second = TrainingFile(folder / "training.pt", every_s=0)
    return trained(ROWS, [2, 2], training, tick=lambda: left.append(None), saver=second), len(left)


def assert_same(some: list[Trained], others: list[Trained]) -> None:
    for one, other in zip(some, others, strict=True):
        assert all(np.array_equal(one.state[name], other.state[name]) for name in other.state)
        assert np.array_equal(one.curve, other.curve)
        assert (one.rounds, one.balance, one.accepted) == (other.rounds, other.balance, other.accepted)


@pytest.fixture(scope="module")
def unbroken() -> list[Trained]:
    return trained(ROWS, [2, 2], TRAINING)


@pytest.mark.parametrize("after", PLACES.values(), ids=PLACES.keys())
def test_it_ends_at_the_same_weights_wherever_it_was_stopped(
    tmp_path: Path, unbroken: list[Trained], after: int
) -> None:
    found, left = stopped_and_resumed(tmp_path, after, TRAINING)
    assert left == 26 - after
    assert_same(found, unbroken)


def test_it_goes_on_with_the_one_class_that_was_begun_anew(tmp_path: Path) -> None:
    training = short(rows=400, epochs=10, rate=3e-3, balance=0.2, rounds=1)
    expected = trained(ROWS, [2, 2], training)
    assert [one.rounds for one in expected] == [2, 1]
    found, left = stopped_and_resumed(tmp_path, 30, training)
    assert left == 2 * 18 - 30
    assert_same(found, expected)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_torn_file_counts_as_none_and_is_removed(tmp_path: Path, share: float) -> None:
    path = tmp_path / "training.pt"
    TrainingFile(path, every_s=0).save({"epoch": 3, "weights": torch.ones(1000)})
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    assert TrainingFile(path).load() is None
    assert not path.exists()


@pytest.mark.parametrize("content", [b"no tensors at all", b"\x80\x02q\x00.", b"PK\x03\x04", bytes(range(256))])
def test_a_file_of_something_else_counts_as_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "training.pt"
    path.write_bytes(content)
    assert TrainingFile(path).load() is None


def test_where_nothing_was_saved_there_is_nothing(tmp_path: Path) -> None:
    assert TrainingFile(tmp_path / "training.pt").load() is None


def test_a_state_is_not_written_again_at_once(tmp_path: Path) -> None:
    file = TrainingFile(tmp_path / "training.pt", every_s=3600)
    file.save({"epoch": 1})
    assert not file.path.exists()


def test_a_file_is_cleared_also_where_there_is_none(tmp_path: Path) -> None:
    file = TrainingFile(tmp_path / "training.pt", every_s=0)
    file.save({"epoch": 1})
    file.clear()
    file.clear()
    assert not file.path.exists()
