"""Rendered gulls: deterministic, different in their marks only, true masks and attributes."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimuli.errors import StimuliError
from stimuli.gulls.marks import MARKS, SPECIES, separating_marks, table
from stimuli.gulls.picture import render

SMALL = 160
seeds = st.integers(min_value=0, max_value=2**63 - 1)
species = st.sampled_from(SPECIES)
difficulties = st.floats(min_value=0, max_value=1)


def test_the_same_seed_gives_the_same_pixels() -> None:
    one, two = render("Herring", 5, size_px=SMALL), render("herring gull", 5, size_px=SMALL)
    assert np.array_equal(one.image, two.image)
    assert one.attributes == two.attributes
    assert all(np.array_equal(one.masks[part], two.masks[part]) for part in MARKS)


def test_another_seed_gives_another_picture() -> None:
    assert not np.array_equal(render("Herring", 5, size_px=SMALL).image, render("Herring", 6, size_px=SMALL).image)


@pytest.mark.parametrize("size_px", [64, 448, 601])
def test_a_picture_has_the_size_that_was_asked_for(size_px: int) -> None:
    picture = render("Ivory", 3, size_px=size_px)
    assert picture.image.shape == (size_px, size_px, 3)
    assert picture.image.dtype == np.uint8
    assert {mask.shape for mask in picture.masks.values()} == {(size_px, size_px)}


@settings(max_examples=25, deadline=None)
@given(name=species, seed=seeds, difficulty=difficulties)
def test_masks_are_disjoint_and_within_the_bounding_box(name: str, seed: int, difficulty: float) -> None:
    picture = render(name, seed, difficulty=difficulty, size_px=96)
    total = np.sum([mask.astype(int) for mask in picture.masks.values()], axis=0)
    assert tuple(picture.masks) == MARKS
    assert total.max() == 1
    left, top, right, bottom = picture.attributes.bounding_box
    outside = total.copy()
    outside[top:bottom, left:right] = 0
    assert outside.sum() == 0
    assert 0 <= left < right <= 96
    assert 0 <= top < bottom <= 96


@settings(max_examples=25, deadline=None)
@given(name=species, seed=seeds, difficulty=difficulties)
def test_attributes_agree_with_masks_and_table(name: str, seed: int, difficulty: float) -> None:
    picture = render(name, seed, difficulty=difficulty, size_px=96)
    facts = picture.attributes
    assert (facts.species, facts.seed, facts.difficulty) == (name, seed, difficulty)
    assert {mark: drawn.kind for mark, drawn in facts.marks.items()} == {
        mark: table()[name][mark].kind for mark in MARKS
    }
    assert all(0 <= share <= 1 for share in facts.visible_share.values())
    assert all(picture.masks[part].any() == (share > 0) for part, share in facts.visible_share.items())
    assert facts.hidden_marks == tuple(mark for mark in MARKS if facts.visible_share[mark] < 0.4)
    assert name in facts.could_be
    if facts.pose != "standing":
        assert not picture.masks["legs"].any()
        assert "legs" in facts.hidden_marks
    if facts.occluder is None and facts.pose == "standing":
        assert set(facts.visible_share.values()) == {1.0}
    assert json.loads(json.dumps(facts.to_json()))["pose"] == facts.pose


@pytest.mark.parametrize("seed", range(6))
def test_two_species_with_the_same_seed_differ_only_where_their_marks_do(seed: int) -> None:
    herring, western = render("Herring", seed, size_px=SMALL), render("Western", seed, size_px=SMALL)
    parts = separating_marks("Herring", "Western")
    allowed = np.any([herring.reach[p] | western.reach[p] for p in parts], axis=0)
    differs = (herring.image != western.image).any(axis=2)
    assert differs.any()
    assert not (differs & ~allowed).any()
    assert herring.attributes.bounding_box == western.attributes.bounding_box


def test_a_part_reaches_only_a_little_farther_than_its_mask(standing_seed: int) -> None:
    picture = render("Herring", standing_seed, size_px=224)
    for part, mask in picture.masks.items():
        assert not (mask & ~picture.reach[part]).any()
        rows, columns = np.nonzero(mask)
        far_rows, far_columns = np.nonzero(picture.reach[part])
        assert max(rows.min() - far_rows.min(), far_rows.max() - rows.max()) <= 9, part
        assert max(columns.min() - far_columns.min(), far_columns.max() - columns.max()) <= 9, part


def test_without_occluder_every_part_of_a_standing_bird_is_seen(standing_seed: int) -> None:
    picture = render("California", standing_seed, difficulty=0)
    pixels = {part: int(mask.sum()) for part, mask in picture.masks.items()}
    assert pixels["mantle"] > pixels["head"] > pixels["bill"] > pixels["eye"] > 60
    assert pixels["bill_mark"] > 100
    assert picture.attributes.species_is_determined


def test_parts_wear_their_colours(standing_seed: int) -> None:
    picture = render("Heermann's", standing_seed, difficulty=0)
    red, green, blue = picture.image[picture.masks["bill"]].mean(axis=0)
    assert red > 1.8 * max(green, blue)
    assert picture.image[picture.masks["legs"]].mean() < 90
    assert picture.image[picture.masks["head"]].mean() > picture.image[picture.masks["body"]].mean() + 40


def test_the_default_picture_survives_the_classifiers_input_size() -> None:
    sizes = []
    for seed in range(12):
        picture = render("Herring", seed, size_px=224)
        rows, columns = np.nonzero(picture.masks["bill_mark"])
        sizes.append(min(np.ptp(rows), np.ptp(columns)) + 1)
    assert np.median(sizes) >= 5


def test_at_the_default_difficulty_nearly_every_species_is_determined() -> None:
    determined = [render(SPECIES[seed % 8], seed, size_px=128).attributes.species_is_determined for seed in range(48)]
    assert sum(determined) >= 46


def test_all_poses_places_weathers_and_both_directions_occur() -> None:
    facts = [render("Ivory", seed, size_px=64, difficulty=1).attributes for seed in range(60)]
    assert {fact.pose for fact in facts} == {"standing", "swimming", "flying"}
    assert {fact.background for fact in facts} == {"beach", "sea", "grass", "roof"}
    assert {fact.weather for fact in facts} == {"sun", "overcast", "fog", "rain"}
    assert {fact.facing for fact in facts} == {"left", "right"}
    assert {fact.occluder for fact in facts} >= {None, "post", "grass", "wave", "branch"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"species": "puffin", "seed": 1}, "no species 'puffin'; known: California"),
        ({"species": "Ivory", "seed": -1}, "seed: -1 is negative"),
        ({"species": "Ivory", "seed": 1, "difficulty": 1.2}, r"difficulty: 1.2 is outside \[0, 1\]"),
        ({"species": "Ivory", "seed": 1, "size_px": 32}, "size: 32 px is too small"),
        ({"species": "Ivory", "seed": 1, "swap": {"beak": None}}, "no mark 'beak'; known: bill"),
        ({"species": "Ivory", "seed": 1, "swap": {"bill": "puffin"}}, "no species 'puffin'"),
    ],
)
def test_a_bad_request_is_refused_in_plain_words(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(StimuliError, match=message):
        render(**arguments)  # type: ignore[arg-type]
