"""compat = true, held against masks that the authors' programs made of four photographs; and ours against chance."""

import json
from pathlib import Path
from statistics import mean

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from stimuli import methods
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.images import as_input, load
from stimuli.method import Request
from stimuli.scores import ScoreSettings, map_scores
from stimuli.target import ClassProbability
from tests.photographs import classifier as shared_classifier
from tests.photographs import half, photographs, pixels

pytestmark = [pytest.mark.slow, pytest.mark.shared_data]

# the name of the stored masks: the method, what it is told, and how many seeds are averaged (7 x 7 cells hardly move,
# so that the noise decides much: single seeds lie up to .02 apart)
MADE = {
    "igos_v0_s28": ("igos", {"cells": 28}, 1),
    "igos_v0_s7": ("igos", {"cells": 7}, 3),
    "igospp_v1_s28_T10S15": ("igos_pp", {"cells": 28, "iterations": 10}, 1),
}
MOVED = 0.99


@pytest.fixture(scope="module")
def classifier(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    return shared_classifier("squeezenet", shared_data, tmp_path_factory.mktemp("squeezenet"))


def named(classifier: Classifier, inputs: Tensor) -> ClassProbability:
    with torch.no_grad():
        return ClassProbability(classifier, classifier(inputs).argmax(1))


def ranking(mask: NDArray[np.float32]) -> Heatmap:
    """A map that ranks cells as the neutral scorer does: low first, equals in row-major order."""
    rank = mask.ravel().argsort(kind="stable").argsort().reshape(mask.shape)
    return Heatmap((1 - rank / mask.size).astype(np.float32))


def salient_tenth(mask: NDArray[np.float32]) -> set[int]:
    return set(np.argsort(mask, axis=None, kind="stable")[: mask.size // 10].tolist())


def shared_tenth(mask: NDArray[np.float32], stored: NDArray[np.float32]) -> float:
    """Which share of the stored mask's most salient tenth ours has; 1 where the stored one hardly moved."""
    if stored.min() >= MOVED:
        return 1.0
    return len(salient_tenth(mask) & salient_tenth(stored)) / (stored.size // 10)


@pytest.mark.parametrize("made", MADE)
def test_compat_comes_close_to_the_authors_masks(made: str, classifier: Classifier, shared_data: Path) -> None:
    folder, (name, told, n_seeds) = shared_data / "authors", MADE[made]
    files = sorted(folder.glob("*.jpg"))
    inputs = classifier.inputs([as_input(load(file), classifier.preprocessing) for file in files])
    request, method = Request(inputs, named(classifier, inputs)), methods.load(name)
    settings, rows = ScoreSettings(baseline="blur", side=told["cells"]), []
    for seed in range(n_seeds):
        ours = [
            one.mask for one in method.explain(classifier, request, method.parameters(compat=True, seed=seed, **told))
        ]
        rows += [
            one.values for one in map_scores(classifier, request.target, inputs, list(map(ranking, ours)), settings)
        ]
        for file, mask in zip(files, ours, strict=True):
            assert shared_tenth(mask, np.load(folder / f"{file.stem}.{made}.npy")) >= 0.5, file.stem
    theirs = [row for row in json.loads((folder / "scores.json").read_text()) if row["method"] == made]
    for score in ("deletion", "insertion"):
        got, wanted = mean(row[score] for row in rows), mean(row[score] for row in theirs)
        print(f"{made}: {score} {got:.4f}, theirs {wanted:.4f}")
        assert got == pytest.approx(wanted, abs=0.02)


@pytest.mark.parametrize("network", ["squeezenet", "mobilenet"])
@pytest.mark.parametrize("name", ["igos", "igos_pp"])
def test_hiding_what_a_map_shows_hurts_more_than_chance_or_the_middle(
    name: str, network: str, shared_data: Path, tmp_path: Path
) -> None:
    found = shared_classifier(network, shared_data, tmp_path)
    inputs = found.inputs(pixels(half(photographs(network, shared_data), "tuning", 4), found))
    target, request = named(found, inputs), Request(inputs, named(found, inputs))
    maps = {one: _maps(one, found, request) for one in (name, "centre_prior")}
    draw = np.random.default_rng(0)
    maps["chance"] = [Heatmap(draw.random((28, 28)).astype(np.float32)) for _ in inputs]
    scores = {key: map_scores(found, target, inputs, ones, ScoreSettings(steps=25)) for key, ones in maps.items()}
    deletion, insertion = (
        {key: mean(one.values[score] for one in ones) for key, ones in scores.items()}
        for score in ("deletion", "insertion")
    )
    assert deletion[name] < min(deletion["centre_prior"], deletion["chance"])
    assert insertion[name] > max(insertion["centre_prior"], insertion["chance"])


def _maps(name: str, classifier: Classifier, request: Request) -> list[Heatmap]:
    method = methods.load(name)
    return list(method.explain(classifier, request, method.parameters()))
