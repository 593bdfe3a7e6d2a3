"""The stamp in a corner: where it is said to be, and nowhere else."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimuli.explanation import Heatmap
from stimuli.gulls.corner_mark import Corner
from stimuli.gulls.marks import MARKS, SPECIES
from stimuli.gulls.picture import render
from stimuli.images import Preprocessing
from stimuli.map_measures import places

CORNERS = get_args(Corner)
PLAIN = Preprocessing(input_px=160, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5))


@settings(max_examples=15, deadline=None)
@given(
    name=st.sampled_from(SPECIES),
    seed=st.integers(min_value=0, max_value=2**40),
    difficulty=st.floats(min_value=0, max_value=1),
    corner=st.sampled_from(CORNERS),
)
def test_the_same_bird_with_and_without_the_mark_differs_only_there(
    name: str, seed: int, difficulty: float, corner: Corner
) -> None:
    without = render(name, seed, difficulty=difficulty, size_px=160)
    marked = render(name, seed, difficulty=difficulty, size_px=160, corner_mark=corner)
    differs = (without.image != marked.image).any(axis=2)
    assert not (differs & ~marked.reach["corner_mark"]).any()
    assert differs[marked.masks["corner_mark"]].mean() > 0.9
    assert tuple(without.masks) == MARKS
    assert np.sum([mask.astype(int) for mask in marked.masks.values()], axis=0).max() == 1


@pytest.mark.parametrize(
    ("corner", "middle"),
    [("top-left", (31, 31)), ("top-right", (31, 417)), ("bottom-left", (417, 31)), ("bottom-right", (417, 417))],
)
def test_the_mark_is_a_small_disc_in_its_corner(corner: Corner, middle: tuple[int, int]) -> None:
    for seed in range(2):
        rows, columns = np.nonzero(render("Ivory", seed, corner_mark=corner).masks["corner_mark"])
        assert abs(rows.mean() - middle[0]) < 4
        assert abs(columns.mean() - middle[1]) < 4
        assert 38 <= np.ptp(rows) + 1 <= 43
        assert 38 <= np.ptp(columns) + 1 <= 43


def test_the_mark_is_a_light_sign_on_a_dark_ground_whatever_is_behind_it() -> None:
    for seed in range(3):
        marked = render("Western", seed, corner_mark="bottom-left")
        values = marked.image[marked.masks["corner_mark"]].mean(axis=1)
        assert 0.2 < (values > 200).mean() < 0.45
        assert 0.4 < (values < 60).mean() < 0.75


def test_the_mark_moves_a_little_from_picture_to_picture() -> None:
    first = {
        tuple(np.argwhere(render("Ivory", n, corner_mark="bottom-left").masks["corner_mark"])[0]) for n in range(4)
    }
    assert len(first) > 1


def test_the_mark_is_the_same_whatever_the_species() -> None:
    one, other = (render(name, 7, size_px=160, corner_mark="bottom-left") for name in ("Herring", "Slaty-backed"))
    assert np.array_equal(one.masks["corner_mark"], other.masks["corner_mark"])
    inside = one.masks["corner_mark"]
    assert np.array_equal(one.image[inside], other.image[inside])


def test_a_map_on_the_mark_points_at_the_mark_and_not_at_the_bird() -> None:
    marked = render("Herring", 22, size_px=160, corner_mark="bottom-left")
    values = np.zeros((10, 10), dtype=np.float32)
    values[9, 0] = 1
    found = places(Heatmap(values), marked.masks, PLAIN, 0)
    assert (found["pointing_game"], found["pointing_game.corner_mark"]) == (0, 1)
    assert found["mass"] == 0
    assert found["mass.corner_mark"] > 0.3
