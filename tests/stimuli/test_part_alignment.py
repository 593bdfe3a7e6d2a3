"""What is said of a concept, by typed-in changes."""

from collections.abc import Sequence

import numpy as np
import pytest

from stimuli.concepts.part_alignment import Alignment, said
from stimuli.concepts.part_mass import ConceptMap, concept_maps, densities
from stimuli.explanation import Concepts, Heatmap
from stimuli.gulls.picture import render
from stimuli.images import Preprocessing

NAN = float("nan")
PREPROCESSING = Preprocessing(40, mean=(0.0,) * 3, std=(1.0,) * 3)


def aligned(changes: Sequence[float], error: float = 0.1, before: float = 3.0) -> Alignment:
    """One concept; bill mark, legs and head, the last taken away."""
    row, table = np.array(changes), np.array([changes])
    return Alignment(
        marks=("bill_mark", "legs", "head"),
        donors=("Western", "Ring-billed", None),
        n=np.array([5, 5, 5]),
        before=np.array([before]),
        changes=table,
        errors=np.full_like(table, error),
        logit_changes=row,
        logit_errors=np.full_like(row, error),
        mass=np.full_like(table, NAN),
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ((-2.1, -0.3, 0.0), "follows the bill mark (−2.1 logits when swapped; next: legs −0.3)"),
        ((0.01, 0.4, -1.0), "follows the head (−1.0 logits when taken away; next: legs +0.4)"),
        ((-2.1, NAN, -0.04), "follows the bill mark (−2.1 logits when swapped; next: head 0.0)"),
        ((-2.1, -1.2, 0.0), "follows no single mark (bill mark −2.1, legs −1.2)"),
        ((-2.1, -0.3, 1.2), "follows no single mark (bill mark −2.1, head +1.2)"),
        ((2.1, -0.4, 0.0), "follows no single mark (bill mark +2.1, legs −0.4)"),
        ((0.0, 0.0, 0.0), "follows no single mark (no change of a mark moves it much)"),
        ((NAN, NAN, NAN), "follows no single mark (no change of a mark moves it much)"),
    ],
)
def test_a_concept_is_said_to_follow_the_mark_whose_change_takes_most(changes: Sequence[float], sentence: str) -> None:
    assert said(aligned(changes), 0) == sentence


def test_a_fall_within_two_standard_errors_is_no_fall() -> None:
    assert aligned((-2.1, -0.3, 0.0), error=1.1).followed(0) is None
    assert aligned((-2.1, -0.3, 0.0), error=1.0).followed(0) == "bill_mark"


def test_a_fall_of_which_the_error_is_not_known_is_no_fall() -> None:
    assert aligned((-2.1, -0.3, 0.0), error=NAN).followed(0) is None


def test_a_fall_of_less_than_a_tenth_of_what_the_largest_concept_adds_is_not_worth_a_word() -> None:
    assert said(aligned((-2.1, -0.3, 0.0), before=22.0), 0).endswith("(no change of a mark moves it much)")
    assert aligned((-2.1, -0.3, 0.0), before=20.0).followed(0) == "bill_mark"


def test_the_modules_whole_score_changes_by_the_sum_over_concepts() -> None:
    one = aligned((-2.0, -0.5, 0.25))
    two = Alignment(
        one.marks,
        one.donors,
        one.n,
        before=np.array([3.0, 1.0]),
        changes=np.array([[-2.0, -0.5, 0.25], [1.0, -0.5, NAN]]),
        errors=np.zeros((2, 3)),
        logit_changes=one.logit_changes,
        logit_errors=one.logit_errors,
        mass=np.zeros((2, 3)),
    )
    assert two.score_changes == pytest.approx([-1.0, -1.0, NAN], nan_ok=True)


def test_numbers_of_another_shape_are_refused() -> None:
    one = aligned((-2.0, -0.5, 0.25))
    with pytest.raises(ValueError, match="of 1 concepts and 2 marks"):
        Alignment(("a", "b"), *(getattr(one, name) for name in list(one.__dataclass_fields__)[1:]))


def test_the_density_is_mass_over_area_of_all_maps_together() -> None:
    left = np.zeros((40, 40), dtype=bool)
    left[:, :10] = True  # a quarter of the picture
    half = np.zeros((40, 40), dtype=np.float32)
    half[:, :20] = 1
    maps = [
        ConceptMap(0, Heatmap(half), {"bill": left}),
        ConceptMap(0, Heatmap(np.fliplr(half).copy()), {"bill": left}),
        ConceptMap(1, Heatmap(half), {"bill": left}),
        ConceptMap(2, Heatmap.flat(40, ()), {"bill": left}),
    ]
    found = densities(maps, ("bill", "legs"), 3, PREPROCESSING)
    assert found[:, 0] == pytest.approx([1.0, 2.0, NAN], nan_ok=True)
    assert np.isnan(found[:, 1]).all()


def test_maps_of_a_bird_leave_out_the_marks_that_are_hidden() -> None:
    bird = next(bird for seed in range(100) if (bird := render("Herring", seed, size_px=64)).attributes.hidden_marks)
    concepts = Concepts(
        contributions=np.array([1.0, 2.0], dtype=np.float32),
        shown=np.array([1, 0]),
        maps=np.stack([np.eye(4, dtype=np.float32), np.fliplr(np.eye(4, dtype=np.float32))]),
        bias=0.0,
        logit=3.0,
    )
    first, second = concept_maps(concepts, bird.masks, bird.attributes.hidden_marks)
    assert (first.concept, second.concept) == (1, 0)
    assert np.array_equal(first.heatmap.values, np.eye(4))
    assert set(bird.masks) - set(first.masks) == set(bird.attributes.hidden_marks)
