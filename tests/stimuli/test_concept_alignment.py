"""Concepts whose mark is planted are found to follow it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from torch import Tensor

from stimuli.classifier import Classifier
from stimuli.classifier_source import DEMONSTRATION_FILE
from stimuli.concepts.alignment import Birds, MarkChanges, alignment, module_alignment
from stimuli.concepts.attachment import Attachment
from stimuli.concepts.module import ConceptModule, Faithfulness
from stimuli.concepts.part_alignment import Alignment, said
from stimuli.errors import StimuliError
from stimuli.gulls.picture import GullPicture
from stimuli.loading import classifier_of, load_classifier
from stimuli.map_measures import coverage
from stimuli.mark_effects import mark_effects
from tests.stimuli.networks import LightSeeker, description

BIRDS = Birds(n=4, seed=3, difficulty=0.0)
DARK = "Heermann's"  # red bill, dark body and mantle; Ivory, of which it is given marks, is white with a grey bill


class Planted:
    """Concepts that see the given parts of the birds alone, whatever else changes: how red the bill is, how dark the
    mantle, how dark mantle and body; and one that always adds 1."""

    def __init__(self, birds: Sequence[GullPicture], classifier: Classifier) -> None:
        self.parts = iter([coverage(bird.masks, classifier.preprocessing) for bird in birds])

    def __call__(self, inputs: Tensor) -> NDArray[np.floating]:
        shares, colours = next(self.parts), inputs.numpy()
        red, green, _ = self._mean(colours, shares.get("bill"))
        mantle, body = (1 - self._mean(colours, shares.get(part)).mean(0) for part in ("mantle", "body"))
        return np.column_stack((5 * (red - green), 3 * mantle, 3 * (mantle + body), np.ones(len(inputs))))

    def _mean(self, colours: NDArray[np.float32], share: NDArray[np.float64] | None) -> NDArray[np.float64]:
        """(3, B): the part's mean colour; zeros where it cannot be seen."""
        if share is None:
            return np.zeros((3, len(colours)))
        return np.asarray((colours * share).sum((2, 3)).T / share.sum())


def light_seeker(input_px: int = 160) -> Classifier:
    """Calls what is light a Heermann's Gull."""
    facts = description(architecture="tests.stimuli.networks:LightSeeker", classes=(DARK, "Ivory"), input_px=input_px)
    return classifier_of(LightSeeker(), facts, "two-gulls")


def reading_lightness() -> ConceptModule:
    """The light seeker's first logit, 20 times the mean lightness, as a module of one concept; one more is dead."""
    told = Faithfulness(4, 0.0, 0.0, 1.0, 4, 1.0, 1.0, 1.0, 0.0, 1.0)
    nothing = np.zeros((0, 2), dtype=np.float32)
    return ConceptModule(
        class_name=DARK,
        layer="what the last linear layer is given, fc",
        encoder=((np.array([[1.0, 0.0]], dtype=np.float32), np.zeros(2, dtype=np.float32)),),
        head=np.array([20.0, 1.0], dtype=np.float32),
        bias=0.0,
        images=(),
        contributions=nothing,
        logits=nothing[:, 0],
        held_out=np.zeros(0, dtype=bool),
        correlation=np.eye(2, dtype=np.float32),
        dead=np.array([False, True]),
        curve=np.zeros((0, 4), dtype=np.float32),
        faithfulness=told,
        rounds=1,
        balance=0.0,
        accepted=True,
        n_rows=4,
    )


@pytest.fixture(scope="module")
def planted() -> Alignment:
    classifier = light_seeker()
    concepts = Planted(list(BIRDS.of(DARK)), classifier)
    return alignment(MarkChanges(classifier, DARK, concepts), BIRDS, progress=False)


def test_a_concept_that_sees_one_part_follows_its_mark(planted: Alignment) -> None:
    assert planted.followed(0) == "bill"
    assert planted.followed(1) == "mantle"
    assert said(planted, 0).startswith("follows the bill (−")


def test_a_concept_that_sees_two_parts_follows_no_single_mark(planted: Alignment) -> None:
    assert planted.followed(2) is None
    assert set(planted.moved(2)[:2]) == {"mantle", "body"}


def test_a_concept_that_answers_to_nothing_follows_no_mark(planted: Alignment) -> None:
    assert planted.changes[3] == pytest.approx(np.zeros(len(planted.marks)), abs=1e-12)
    assert said(planted, 3) == "follows no single mark (no change of a mark moves it much)"
    assert planted.before[3] == pytest.approx(1.0)


def test_a_mark_that_all_species_share_is_taken_away(planted: Alignment) -> None:
    donors = dict(zip(planted.marks, planted.donors, strict=True))
    assert donors["head"] is None
    assert donors["legs"] == "California"


def test_the_same_birds_give_the_same_numbers(planted: Alignment) -> None:
    classifier = light_seeker()
    again = MarkChanges(classifier, DARK, Planted(list(BIRDS.of(DARK)), classifier))
    assert np.array_equal(alignment(again, BIRDS, progress=False).changes, planted.changes, equal_nan=True)


def test_a_module_that_says_the_logit_changes_as_the_logit_does() -> None:
    classifier = light_seeker(64)
    found = module_alignment(Attachment.of(classifier), reading_lightness(), Birds(2, 1), progress=False)
    assert found.n_concepts == 2
    assert found.score_changes == pytest.approx(found.logit_changes, abs=1e-4, nan_ok=True)
    assert np.nanmax(np.abs(found.logit_changes)) > 0.1
    assert np.isnan(found.mass).all()


def test_a_module_is_not_read_at_another_layer() -> None:
    attachment = Attachment.of(light_seeker(64), "fc")
    with pytest.raises(StimuliError, match="reads 'what the last linear layer is given, fc', not 'fc'"):
        module_alignment(attachment, reading_lightness(), Birds(2, 1), progress=False)


@pytest.mark.skipif(not DEMONSTRATION_FILE.is_file(), reason="the demonstration weights are not made yet")
def test_the_classifiers_own_logit_as_a_concept_gives_the_effects_of_marks() -> None:
    whole = load_classifier("gulls", device="cpu")
    classifier = replace(whole, classes=whole.classes[:1])  # California alone: one species is enough
    effects = mark_effects(classifier, 0.35, n_per_class=3, seed=1, progress=False)
    expected = {one.mark: one for one in effects if one.donor is not None or one.mark == "head"}
    asked = MarkChanges(whole, "California", lambda inputs: whole(inputs)[:, :1].numpy())
    found = alignment(asked, Birds(3, 1, 0.35), progress=False)
    assert dict(zip(found.marks, found.n.tolist(), strict=True)) == {mark: one.n for mark, one in expected.items()}
    assert found.donors == tuple(expected[mark].donor for mark in found.marks)
    for m, mark in enumerate(found.marks):
        assert found.changes[0, m] == pytest.approx(expected[mark].change, abs=1e-3)
        assert found.errors[0, m] == pytest.approx(expected[mark].standard_error, abs=1e-3)
    assert found.changes[0] == pytest.approx(found.logit_changes)


def test_a_class_that_is_no_rendered_species_is_refused() -> None:
    with pytest.raises(StimuliError, match="no species 'red'; known: California"):
        MarkChanges(light_seeker(), "red", lambda inputs: np.ones((len(inputs), 1)))


def test_one_bird_is_refused_as_it_gives_no_standard_error() -> None:
    with pytest.raises(StimuliError, match="take 2 or more"):
        Birds(1, 1).of("Ivory")
