from pathlib import Path

import pytest

from stimuli.classifier import Classifier
from stimuli.evidence_page import Asked, write_evidence
from stimuli.gull_accuracy import accuracy
from stimuli.loading import classifier_of
from stimuli.mark_effects import donor_of, mark_effects
from tests.stimuli.networks import LightSeeker, description


@pytest.fixture
def classifier() -> Classifier:
    """Calls what is light an Ivory Gull."""
    facts = description(architecture="tests.stimuli.networks:LightSeeker", classes=("Ivory", "Herring"))
    return classifier_of(LightSeeker(), facts, "two-gulls")


def test_the_accuracy_counts_every_bird_once(classifier: Classifier) -> None:
    found = accuracy(classifier, 0.35, n_per_class=2, seed=1)
    assert found.all_seen.n + found.some_hidden.n == 4


@pytest.mark.parametrize(
    ("species", "mark", "donor"),
    [("Herring", "bill_mark", "Ring-billed"), ("Herring", "legs", "Ring-billed"), ("Western", "body", "Heermann's")],
)
def test_a_mark_is_taken_from_the_most_similar_species_that_has_another(species: str, mark: str, donor: str) -> None:
    assert donor_of(species, mark) == donor


def test_a_mark_that_all_share_has_no_donor() -> None:
    assert donor_of("Herring", "head") is None


def test_a_change_that_the_classifier_looks_at_shows_in_its_logit(classifier: Classifier) -> None:
    effects = mark_effects(classifier, 0.0, n_per_class=2, seed=1, progress=False)
    changes = {(e.species, e.mark, e.donor): e.change for e in effects}
    assert changes["Ivory", "mantle", None] < -0.2
    assert changes["Ivory", "eye", None] == pytest.approx(0, abs=0.02)


def test_the_page_holds_its_tables_and_the_figure(classifier: Classifier, tmp_path: Path) -> None:
    page = write_evidence(classifier, tmp_path, Asked(n_per_class=2, n_mapped=1, seed=1), progress=False).read_text()
    assert (tmp_path / "images" / "accuracy-by-difficulty.png").stat().st_size > 5000
    assert page.count("\n| Herring |") == 2
    assert "\n| 0.35 |" in page
    assert "\n| the whole bird |" in page
    assert "nan" not in page
