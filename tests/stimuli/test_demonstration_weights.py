"""The classifier that ships names fresh birds rightly."""

from itertools import count, islice

import pytest

from stimuli.classifier_source import DEMONSTRATION_FILE
from stimuli.gulls.marks import SPECIES
from stimuli.gulls.picture import GullPicture, render
from stimuli.gulls.streams import child_seed
from stimuli.images import as_input
from stimuli.loading import load_classifier

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


def test_the_weights_stay_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in DEMONSTRATION_FILE.parent.iterdir()) <= 6_000_000
