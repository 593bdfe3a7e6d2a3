import numpy as np
import pytest
import torch

from stimuli.colour_seeker import patch_picture
from stimuli.method import Request
from stimuli.methods.rise import RiseParameters, explain
from stimuli.target import ClassProbability
from tests.stimuli.networks import SIDE, colour_seeker


def map_of(row: int, column: int, **parameters: object) -> np.ndarray:
    classifier = colour_seeker()
    inputs = classifier.inputs([patch_picture("red", row, column)])
    request = Request(inputs, ClassProbability(classifier, torch.tensor([1])))
    return explain(classifier, request, RiseParameters.model_validate(parameters))[0].values


@pytest.mark.parametrize(("row", "column"), [(0, 0), (8, 40), (40, 24)])
def test_it_finds_the_patch_that_the_classifier_looks_at(row: int, column: int) -> None:
    values = map_of(row, column)
    patch = np.zeros((SIDE, SIDE), dtype=bool)
    patch[row : row + 16, column : column + 16] = True
    above = values > 0.5
    assert values.shape == (SIDE, SIDE)
    assert patch.flat[values.argmax()]
    assert (above & patch).sum() / (above | patch).sum() > 0.4


def test_more_masks_bring_maps_of_different_seeds_together() -> None:
    def difference(masks: int) -> float:
        first, second = (map_of(8, 40, masks=masks, seed=seed) for seed in (0, 1))
        return float(np.abs(first - second).mean())

    assert difference(4000) < 0.5 * difference(100)


def test_every_mask_asks_the_classifier_once() -> None:
    classifier = colour_seeker()
    request = Request(
        classifier.inputs([patch_picture("red", 8, 8)] * 2), ClassProbability(classifier, torch.tensor([1, 1]))
    )
    before = classifier.evaluations.forward
    explain(classifier, request, RiseParameters(masks=130))
    assert classifier.evaluations.forward - before == 2 * (130 + 2)  # each picture and each baseline once
