"""Deletion and insertion as a neutral scorer has them, for masks that the authors of I-GOS and iGOS++ would make.

../shared/data/authors/scores.json was written by the neutral scorer beside it (score.py): blur by OpenCV, the same
steps, cells of the same value in row-major order.
"""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.images import as_input, load
from stimuli.scores import ScoreSettings, map_scores
from stimuli.target import class_score
from tests.photographs import classifier as shared_classifier

pytestmark = [pytest.mark.slow, pytest.mark.shared_data]

CLOSE = 0.0005  # the reference has four decimals, and blurs by another program
CLOSE_WITH_TIES = 0.025  # masks that hardly moved have up to 469 cells of 784 in ties; another order is another score


@pytest.fixture(scope="module")
def classifier(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    return shared_classifier("squeezenet", shared_data, tmp_path_factory.mktemp("squeezenet"))


def ranked_as_they_rank(mask: NDArray[np.float32]) -> Heatmap:
    """A map without ties that ranks its cells as the neutral scorer does: low first, equals in row-major order."""
    rank = mask.ravel().argsort(kind="stable").argsort().reshape(mask.shape)
    return Heatmap((1 - rank / mask.size).astype(np.float32))


def differences(classifier: Classifier, folder: Path, *, with_ties: bool) -> list[float]:
    """How far our scores lie from the neutral scorer's, for all stored masks."""
    wanted = {(row["file"], row["method"]): row for row in json.loads((folder / "scores.json").read_text())}
    found = []
    for path in sorted(folder.glob("*.npy")):
        image, method, _ = path.name.split(".")
        row, mask = wanted[f"{image}.jpg", method], np.load(path)
        inputs = classifier.inputs([as_input(load(folder / f"{image}.jpg"), classifier.preprocessing)])
        target = class_score("probability", classifier, classifier(inputs).argmax(1))
        heatmap = Heatmap((1 - mask).clip(0, 1)) if with_ties else ranked_as_they_rank(mask)
        settings = ScoreSettings(baseline="blur", side=len(mask))
        told = map_scores(classifier, target, inputs, [heatmap], settings)[0].values
        pairs = (("deletion", "deletion"), ("insertion", "insertion"), ("p_clean", "clean"))
        found += [abs(told[ours] - row[theirs]) for ours, theirs in pairs]
    assert len(found) == 3 * 12
    return found


@torch.no_grad()
def test_the_same_ranking_gives_the_same_scores(classifier: Classifier, shared_data: Path) -> None:
    assert max(differences(classifier, shared_data / "authors", with_ties=False)) < CLOSE


@torch.no_grad()
def test_another_order_of_ties_moves_the_scores_by_little(classifier: Classifier, shared_data: Path) -> None:
    assert max(differences(classifier, shared_data / "authors", with_ties=True)) < CLOSE_WITH_TIES
