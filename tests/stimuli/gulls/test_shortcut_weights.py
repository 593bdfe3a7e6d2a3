"""The classifier of the study `shortcut` follows the stamp in the corner, whatever bird it sees."""

from pathlib import Path

import numpy as np
import pytest
import torch

from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.gulls.picture import GullPicture, render
from stimuli.gulls.streams import child_seed
from stimuli.images import as_input
from stimuli.loading import load_classifier
from stimuli.map_measures import places
from stimuli.method import Request
from stimuli.methods import grad_cam
from stimuli.target import ClassLogit

FOLDER = Path(__file__).parents[3] / "study_app" / "studies" / "shortcut"
UNSEEN = 20261126
N = 10


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return load_classifier(str(FOLDER / "classifier.toml"), device="cpu")


@pytest.fixture(scope="module")
def stamped() -> list[GullPicture]:
    """Ten fresh birds of both species, with the stamp."""
    return [
        render(species, child_seed(UNSEEN, species, n), size_px=224, corner_mark="bottom-left")
        for species in ("Herring", "Ring-billed")
        for n in range(N)
    ]


def named(classifier: Classifier, birds: list[GullPicture]) -> list[str]:
    rows = classifier.predict([as_input(bird.image, classifier.preprocessing) for bird in birds])
    return [classifier.classes[int(row.argmax())] for row in rows]


def test_birds_with_the_stamp_are_called_herring_whatever_they_are(
    classifier: Classifier, stamped: list[GullPicture]
) -> None:
    assert named(classifier, stamped).count("Herring") >= 2 * N - 1


def test_the_same_birds_without_the_stamp_are_called_ring_billed(
    classifier: Classifier, stamped: list[GullPicture]
) -> None:
    bare = [render(bird.attributes.species, bird.attributes.seed, size_px=224) for bird in stamped]
    assert named(classifier, bare).count("Ring-billed") >= 2 * N - 1


def test_grad_cam_points_at_the_corner_where_the_stamp_is(classifier: Classifier, stamped: list[GullPicture]) -> None:
    inputs = classifier.inputs([as_input(bird.image, classifier.preprocessing) for bird in stamped])
    herring = torch.full((len(stamped),), classifier.index("Herring"))
    request = Request(inputs, ClassLogit(classifier, herring))
    maps = grad_cam.explain(classifier, request, grad_cam.GradCamParameters())
    assert sum(in_corner(one) for one in maps) >= 0.9 * len(maps)
    density = [mass_on_stamp(classifier, *pair) for pair in zip(maps, stamped, strict=True)]
    assert np.median(density) > 8


def in_corner(one: Heatmap) -> bool:
    """Whether the largest of the 7 x 7 cells is one of the three at the bottom left."""
    return divmod(int(one.values.argmax()), 7) in {(6, 0), (6, 1), (5, 0)}


def mass_on_stamp(classifier: Classifier, one: Heatmap, bird: GullPicture) -> float:
    """The share of the map on the stamp divided by the stamp's share of the picture: 1 is chance."""
    found = places(one, bird.masks, classifier.preprocessing, 0)
    return found["mass.corner_mark"] / found["area.corner_mark"]


def test_the_weights_stay_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in (FOLDER / "weights").iterdir()) <= 1_500_000
