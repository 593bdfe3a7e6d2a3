import numpy as np
import torch

from stimuli.images import Pixels
from stimuli.method import Request
from stimuli.methods.random_map import RandomMapParameters, explain
from stimuli.target import ClassLogit
from tests.stimuli.conftest import patch_picture
from tests.stimuli.networks import colour_seeker


def maps(pictures: list[Pixels], targets: list[int], seed: int = 0) -> list[np.ndarray]:
    classifier = colour_seeker()
    request = Request(classifier.inputs(pictures), ClassLogit(classifier, torch.tensor(targets)))
    return [found.values for found in explain(classifier, request, RandomMapParameters(seed=seed))]


RED, BLUE = patch_picture("red", 8, 8), patch_picture("blue", 8, 8)


def test_it_knows_nothing_of_the_class() -> None:
    assert maps([RED], [0])[0].tolist() == maps([RED], [1])[0].tolist()


def test_another_picture_or_seed_gives_another_map() -> None:
    found = [maps([RED], [0])[0], maps([BLUE], [0])[0], maps([RED], [0], seed=1)[0]]
    assert len({values.tobytes() for values in found}) == 3


def test_it_does_not_ask_the_classifier() -> None:
    classifier = colour_seeker()
    before = classifier.evaluations.forward
    explain(
        classifier, Request(classifier.inputs([RED]), ClassLogit(classifier, torch.tensor([0]))), RandomMapParameters()
    )
    assert classifier.evaluations.forward == before


def test_over_many_pictures_no_place_is_preferred() -> None:
    pictures = [np.full((64, 64, 3), n, dtype=np.uint8) for n in range(250)]
    mean = np.mean(maps(pictures, [0] * 250), axis=0)
    border = np.concatenate([mean[0], mean[-1], mean[:, 0], mean[:, -1]])
    assert abs(mean[2:5, 2:5].mean() - border.mean()) < 0.05
