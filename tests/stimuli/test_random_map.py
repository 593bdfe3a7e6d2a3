import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from stimuli.colour_seeker import patch_picture
from stimuli.explanation import FLAT, Heatmap
from stimuli.images import Pixels
from stimuli.method import Request
from stimuli.methods.random_map import METHOD, RandomMapParameters, explain
from stimuli.phases import phase_randomised
from stimuli.target import ClassLogit
from tests.stimuli.networks import colour_seeker

RED, BLUE = patch_picture("red", 8, 8), patch_picture("blue", 8, 8)


def bump(side: int, row: float, column: float, width: float) -> NDArray[np.float32]:
    """A smooth spot on a floor of zeros, as ReLU leaves it."""
    down, across = np.meshgrid(np.arange(side) - row, np.arange(side) - column, indexing="ij")
    return Heatmap.scaled(np.exp(-0.5 * (down**2 + across**2) / width**2) - 0.1).values


SPOT = Heatmap(bump(7, 2, 4, 1.3))


def request(pictures: list[Pixels], real: Heatmap, targets: list[int]) -> Request:
    classifier = colour_seeker()
    target = ClassLogit(classifier, torch.tensor(targets))
    return Request(classifier.inputs(pictures), target, {"heatmap": [real] * len(pictures)})


def imitated(picture: Pixels, real: Heatmap = SPOT, seed: int = 0, target: int = 0) -> Heatmap:
    return explain(colour_seeker(), request([picture], real, [target]), RandomMapParameters(seed=seed))[0]


def correlation(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


def neighbours(values: NDArray[np.float32]) -> float:
    """How much a cell is like the next one."""
    return (correlation(values[:, :-1], values[:, 1:]) + correlation(values[:-1], values[1:])) / 2


def surrogates(real: NDArray[np.float32], n: int) -> list[NDArray[np.float32]]:
    return [phase_randomised(real, np.random.default_rng(seed)) for seed in range(n)]


@pytest.mark.parametrize("shape", [(7, 7), (6, 9), (28, 28), (224, 224)])
def test_it_has_exactly_the_values_of_the_real_map(shape: tuple[int, int]) -> None:
    real = np.random.default_rng(1).random(shape, dtype=np.float32) ** 3
    real[real < 0.01] = 0
    (found,) = surrogates(real, 1)
    assert np.sort(found, axis=None).tolist() == np.sort(real, axis=None).tolist()
    assert found.tolist() != real.tolist()


def test_over_many_seeds_it_does_not_correlate_with_the_real_map() -> None:
    correlations = np.array([correlation(found, SPOT.values) for found in surrogates(SPOT.values, 1000)])
    assert abs(correlations.mean()) < 3 * correlations.std() / 1000**0.5


def test_over_many_seeds_no_place_is_preferred() -> None:
    mean = np.mean(surrogates(SPOT.values, 1000), axis=0)
    error = SPOT.values.std() / 1000**0.5
    assert abs(mean - SPOT.values.mean()).max() < 5 * error


@pytest.mark.parametrize(("side", "width"), [(7, 1.3), (28, 4), (28, 1.5)])
def test_its_neighbours_are_as_alike_as_in_the_real_map(side: int, width: float) -> None:
    real = bump(side, side / 2, side / 3, width)
    found = np.mean([neighbours(one) for one in surrogates(real, 50)])
    assert abs(found - neighbours(real)) < 0.08


def test_rough_maps_stay_rough() -> None:
    real = np.random.default_rng(1).random((28, 28), dtype=np.float32)
    assert abs(np.mean([neighbours(one) for one in surrogates(real, 20)])) < 0.05


def test_a_flat_map_stays_flat_and_says_so() -> None:
    found = imitated(RED, Heatmap.flat(7, ()))
    assert found.is_flat
    assert found.values.shape == (7, 7)
    assert found.warnings == (FLAT,)


def test_it_knows_nothing_of_the_class() -> None:
    assert imitated(RED, target=0).values.tolist() == imitated(RED, target=1).values.tolist()


def test_another_picture_or_seed_gives_another_map() -> None:
    found = [imitated(RED), imitated(BLUE), imitated(RED, seed=1)]
    assert len({one.values.tobytes() for one in found}) == 3


def test_it_does_not_ask_the_classifier() -> None:
    classifier = colour_seeker()
    explain(classifier, request([RED], SPOT, [0]), RandomMapParameters())
    assert classifier.evaluations.forward == 0


def test_it_needs_the_explanation_it_imitates() -> None:
    assert METHOD.needs(RandomMapParameters(of="cam")) == ("cam",)
