"""Truth by intervention: one mark changes, every other pixel stays."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimuli.gulls.intervention import intervene
from stimuli.gulls.marks import MARKS, SPECIES
from stimuli.gulls.picture import render


@settings(max_examples=40, deadline=None)
@given(
    name=st.sampled_from(SPECIES),
    seed=st.integers(min_value=0, max_value=2**40),
    difficulty=st.floats(min_value=0, max_value=1),
    mark=st.sampled_from(MARKS),
    source=st.sampled_from([None, *SPECIES]),
)
def test_a_swap_changes_no_pixel_away_from_the_marks_part(
    name: str, seed: int, difficulty: float, mark: str, source: str | None
) -> None:
    change = intervene(name, seed, mark, source, difficulty=difficulty, size_px=224)
    assert not (change.changed & ~(change.before.reach[mark] | change.after.reach[mark])).any()


@pytest.mark.parametrize("mark", [mark for mark in MARKS if mark != "head"])
def test_a_swap_changes_the_marks_part(mark: str, standing_seed: int) -> None:
    giver = "Heermann's" if mark == "body" else "Slaty-backed" if mark in ("mantle", "legs", "wing_tip") else "Ivory"
    change = intervene("Western", standing_seed, mark, giver, size_px=224)
    part = change.before.masks[mark] & change.after.masks[mark]
    assert change.changed[part].mean() > 0.5
    assert change.after.attributes.marks[mark].source == giver


def test_a_mark_swapped_for_the_species_own_changes_nothing() -> None:
    change = intervene("Western", 9, "mantle", "Western", size_px=128)
    assert not change.changed.any()


def test_a_bill_mark_taken_away_leaves_a_plain_bill(standing_seed: int) -> None:
    change = intervene("Ring-billed", standing_seed, "bill_mark", None, size_px=224)
    assert not change.after.masks["bill_mark"].any()
    assert np.array_equal(change.after.masks["bill"], change.before.masks["bill"] | change.before.masks["bill_mark"])
    facts = change.after.attributes
    assert facts.marks["bill_mark"].kind == "removed"
    assert "bill_mark" not in facts.hidden_marks
    assert facts.could_be == ("Ring-billed",)


@pytest.mark.parametrize("mark", ["bill", "legs", "mantle", "wing_tip", "eye", "body", "head"])
def test_a_colour_taken_away_is_neutral_grey(mark: str, standing_seed: int) -> None:
    after = intervene("Heermann's", standing_seed, mark, None, difficulty=0, size_px=224).after
    channels = after.attributes.marks[mark].colour
    assert max(channels) - min(channels) < 0.05
    assert 0.45 < sum(channels) / 3 < 0.65


def test_a_bird_with_a_swapped_mark_may_look_like_no_species(standing_seed: int) -> None:
    facts = render("Ivory", standing_seed, swap={"mantle": "Slaty-backed"}, size_px=96).attributes
    assert facts.could_be == ()
    assert not facts.species_is_determined


def test_two_swaps_at_once_are_the_sum_of_their_parts(standing_seed: int) -> None:
    seed = standing_seed
    both = render("Herring", seed, swap={"mantle": "Western", "legs": "California"}, size_px=224, difficulty=0)
    mantle = render("Herring", seed, swap={"mantle": "Western"}, size_px=224, difficulty=0)
    legs = render("Herring", seed, swap={"legs": "California"}, size_px=224, difficulty=0)
    lower = legs.reach["legs"]
    assert np.array_equal(np.where(lower[..., None], legs.image, mantle.image), both.image)


def test_the_difference_picture_marks_the_changed_pixels_in_red(standing_seed: int) -> None:
    change = intervene("Herring", standing_seed, "bill_mark", "Ring-billed", size_px=224)
    red = change.difference[change.changed].astype(int)
    assert (red[:, 0] - red[:, 1]).mean() > 30
