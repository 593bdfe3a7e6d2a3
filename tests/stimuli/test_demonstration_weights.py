"""The classifier that ships names fresh birds rightly."""

from dataclasses import replace
from itertools import count, islice

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from stimuli.classifier import Classifier
from stimuli.classifier_source import DEMONSTRATION_FILE
from stimuli.gulls.marks import SPECIES
from stimuli.gulls.picture import GullPicture, render
from stimuli.gulls.streams import child_seed
from stimuli.images import as_input
from stimuli.loading import load_classifier
from stimuli.method import Request
from stimuli.methods import grad_cam, random_map
from stimuli.target import ClassLogit

UNSEEN = 20261123
PER_SPECIES = 15

pytestmark = pytest.mark.skipif(not DEMONSTRATION_FILE.is_file(), reason="the demonstration weights are not made yet")


def fresh_birds(species: str) -> list[GullPicture]:
    """Birds of the default difficulty that no training has seen, none of whose deciding marks is hidden."""
    drawn = (render(species, child_seed(UNSEEN, "test", species, n)) for n in count())
    return list(islice((bird for bird in drawn if bird.attributes.species_is_determined), PER_SPECIES))


def test_fresh_birds_of_every_species_are_named_rightly() -> None:
    classifier = load_classifier("gulls", device="cpu")
    right = total = 0
    for species in SPECIES:
        rows = classifier.predict([as_input(bird.image, classifier.preprocessing) for bird in fresh_birds(species)])
        right += int((rows.argmax(axis=1) == classifier.index(species)).sum())
        total += len(rows)
    assert right / total >= 0.95


def real_and_placebo(classifier: Classifier, birds: list[GullPicture]) -> tuple[NDArray[np.float32], ...]:
    """Grad-CAM's maps of the birds, and random maps made after them: (B, h, w) each."""
    inputs = classifier.inputs([as_input(bird.image, classifier.preprocessing) for bird in birds])
    targets = torch.tensor([classifier.index(bird.attributes.species) for bird in birds])
    request = Request(inputs, ClassLogit(classifier, targets))
    real = grad_cam.explain(classifier, request, grad_cam.GradCamParameters())
    request = replace(request, needed={"heatmap": real})
    placebo = random_map.explain(classifier, request, random_map.RandomMapParameters())
    return np.stack([one.values for one in real]), np.stack([one.values for one in placebo])


def neighbours(values: NDArray[np.float32]) -> float:
    """How much a cell is like the next one: the mean correlation within a map."""
    pairs = [np.corrcoef(one[:, :-1].ravel(), one[:, 1:].ravel())[0, 1] for one in values if one.max() > 0]
    return float(np.mean(pairs))


def test_the_placebo_has_the_values_and_the_smoothness_of_grad_cam() -> None:
    classifier = load_classifier("gulls", device="cpu")
    birds = [render(species, seed, size_px=224) for species in SPECIES for seed in range(4)]
    real, placebo = real_and_placebo(classifier, birds)
    assert np.array_equal(np.sort(real.reshape(32, -1)), np.sort(placebo.reshape(32, -1)))
    assert abs(neighbours(real) - neighbours(placebo)) < 0.1


def test_the_weights_stay_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in DEMONSTRATION_FILE.parent.iterdir()) <= 6_000_000
