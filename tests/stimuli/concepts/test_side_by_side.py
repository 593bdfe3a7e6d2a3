"""Networks of many classes learn at once, and each as if it were alone."""

from collections.abc import Sequence

import numpy as np
import pytest

from stimuli.concepts.course import Trained
from stimuli.concepts.networks import Widths
from stimuli.concepts.training import trained
from tests.stimuli.concepts.planted import CLASSES, planted, rows_of, short

TRUTH = planted(0)
LAST_BITS = 1e-4  # what another order of summation may grow to within a training


def learnt(names: Sequence[str], **changes: object) -> dict[str, Trained]:
    found = trained(rows_of(TRUTH, tuple(names)), [2] * len(names), short(**changes))
    return dict(zip(names, found, strict=True))


def largest_difference(one: Trained, other: Trained) -> float:
    assert one.state.keys() == other.state.keys()
    return max(float(np.abs(one.state[name] - other.state[name]).max()) for name in one.state)


@pytest.fixture(scope="module")
def both() -> dict[str, Trained]:
    return learnt(CLASSES)


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_learns_the_same_alone(both: dict[str, Trained], name: str) -> None:
    assert largest_difference(learnt([name])[name], both[name]) < LAST_BITS


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_learns_the_same_in_any_order(both: dict[str, Trained], name: str) -> None:
    assert largest_difference(learnt(CLASSES[::-1])[name], both[name]) < LAST_BITS


def test_a_class_learns_the_same_where_the_others_are_begun_anew() -> None:
    beside = learnt(CLASSES, balance=2, rounds=1)  # cannot be reached
    assert largest_difference(learnt(["tern"], balance=2, rounds=1)["tern"], beside["tern"]) < LAST_BITS


def test_classes_do_not_learn_the_same_as_each_other(both: dict[str, Trained]) -> None:
    assert largest_difference(both["gull"], both["tern"]) > 0.01


def test_the_same_seed_gives_the_same_network_to_the_last_bit(both: dict[str, Trained]) -> None:
    again = learnt(CLASSES)
    assert [largest_difference(both[name], again[name]) for name in CLASSES] == [0, 0]


def test_another_seed_gives_another_network(both: dict[str, Trained]) -> None:
    assert largest_difference(both["gull"], learnt(CLASSES, seed=1)["gull"]) > 0.01


def test_a_class_may_have_fewer_concepts_than_its_neighbour() -> None:
    training = short(widths=Widths.of(40, 4))
    fewer, all_of_them = trained(rows_of(TRUTH), [2, 4], training)
    assert fewer.state["live"].tolist() == [[1, 1, 0, 0]]
    alone = trained(rows_of(TRUTH, ("tern",)), [4], training)[0]
    assert largest_difference(alone, all_of_them) < LAST_BITS


def test_layers_are_as_wide_as_the_authors_have_them_and_narrower_where_features_are_few() -> None:
    assert Widths.of(4096, 5).layers == (4096, 800, 100, 5)
    assert Widths.of(1280, 5).layers == (1280, 640, 100, 5)
    assert Widths.of(512, 5).layers == (512, 256, 64, 5)
    assert Widths.of(2, 5).layers == (2, 64, 32, 5)
    assert Widths.of(1280, 5, 300, 30).layers == (1280, 300, 30, 5)
