"""Factors that vary within participants: their blocks come once for every level."""

from collections import Counter
from itertools import groupby, pairwise
from typing import Any

import pytest

from study_app.study.design import Design
from study_app.study.order import longest_run
from study_app.study.plan import Place, after_seat
from study_app.study.trial import PlannedTrial
from tests.study_app.designs import CLASSES, design_of, plenty, study_of

LEVELS: dict[str, dict[str, Any]] = {
    "plain": {},
    "heatmap": {"explanation": "heatmap"},
    "placebo": {"explanation": "placebo"},
    "xnn": {"explanation": "xnn"},
}


def crossed(n_levels: int, order: str = "latin-square", **keys: Any) -> Design:
    """Training and test for each of the levels; six images of each class in each pool for a level."""
    names = list(LEVELS)[:n_levels]
    within = {"map": {"blocks": ["training", "test"], "levels": {n: LEVELS[n] for n in names}, "order": order}}
    pools = {name: {"per_class": 6 * n_levels} for name in ("train", "test")}
    blocks = [
        {"name": "consent", "task": "consent"},
        {"name": "training", "task": "classify", "items": {"pool": "train", "per_class": 3}, **keys},
        {"name": "test", "task": "classify", "items": {"pool": "test"}},
        {"name": "debrief", "task": "text"},
    ]
    items = {"classes": CLASSES, "pools": pools}
    return design_of(study_of(within=within, items=items, block=blocks), plenty(12 * n_levels))


def levels_of(trials: tuple[PlannedTrial, ...]) -> list[str | None]:
    """The levels in the order in which they come."""
    return [level for level, _ in groupby(trial.level for trial in trials) if level is not None]


def planned(design: Design, rank: int, arm: str = "none") -> tuple[PlannedTrial, ...]:
    return after_seat(design, Place(arm, rank), 5)


def test_the_blocks_come_once_for_every_level_and_all_of_a_level_together() -> None:
    turns = [key for key, _ in groupby(planned(crossed(2), 0), lambda trial: (trial.level, trial.block))]
    first, second = turns[0][0], turns[2][0]
    assert {first, second} == {"plain", "heatmap"}
    assert turns == [
        (first, "training"),
        (first, "test"),
        (second, "training"),
        (second, "test"),
        (None, "debrief"),
    ]


def test_the_design_counts_every_turn() -> None:
    design = crossed(3)
    trials = planned(design, 0)
    assert len(trials) == 3 * (12 + 24) + 1
    assert (design.n_trials, design.n_trials_before) == (1 + 3 * (12 + 24) + 1, 1)
    assert [trial.position for trial in trials] == list(range(1, design.n_trials))


def test_a_level_shows_its_own_explanation_whatever_the_arm() -> None:
    for arm in ("none", "placebo"):
        shown = {(t.level, t.explanation) for t in planned(crossed(3), 4, arm) if t.block == "training"}
        assert shown == {("plain", None), ("heatmap", "heatmap"), ("placebo", "placebo")}


@pytest.mark.parametrize("n_levels", [2, 3, 4])
def test_no_image_comes_under_two_levels(n_levels: int) -> None:
    for rank in range(12):
        for block in ("training", "test"):
            images = [trial.image for trial in planned(crossed(n_levels), rank) if trial.block == block]
            assert len(set(images)) == len(images) == n_levels * (12 if block == "training" else 24)


@pytest.mark.parametrize("n_levels", [2, 3, 4])
def test_every_image_comes_under_every_level_equally_often(n_levels: int) -> None:
    design, seen = crossed(n_levels), Counter[tuple[str | None, str | None]]()
    for rank in range(n_levels * 4):
        seen.update((t.image, t.level) for t in planned(design, rank) if t.block == "test")
    assert len(seen) == len(CLASSES) * 6 * n_levels * n_levels
    assert set(seen.values()) == {4}


def test_images_stay_balanced_within_a_level_that_shows_some_of_its_part() -> None:
    """Three of six images of a class and level: after four seats of each part each was shown twice."""
    design, seen = crossed(2), Counter[tuple[str | None, str | None]]()
    for rank in range(8):
        seen.update((t.image, t.level) for t in planned(design, rank) if t.block == "training")
    assert set(seen.values()) == {2}


@pytest.mark.parametrize("n_levels", [2, 3, 4])
def test_in_a_latin_square_every_level_comes_at_every_place_equally_often(n_levels: int) -> None:
    design, seen = crossed(n_levels), Counter[tuple[int, str | None]]()
    for rank in range(n_levels * 3):
        seen.update(enumerate(levels_of(planned(design, rank))))
    assert seen == {(place, level): 3 for place in range(n_levels) for level in list(LEVELS)[:n_levels]}


@pytest.mark.parametrize(("n_levels", "n_orders", "times"), [(4, 4, 1), (3, 6, 2)])
def test_in_a_williams_design_every_level_also_follows_every_other_equally_often(
    n_levels: int, n_orders: int, times: int
) -> None:
    design, follows = crossed(n_levels, "williams"), Counter[tuple[str | None, str | None]]()
    for rank in range(n_orders):
        follows.update(pairwise(levels_of(planned(design, rank))))
    names = list(LEVELS)[:n_levels]
    assert follows == {(one, other): times for one in names for other in names if one != other}


def test_a_fixed_order_is_that_of_the_file() -> None:
    design = crossed(3, "fixed")
    assert {tuple(levels_of(planned(design, rank))) for rank in range(6)} == {("plain", "heatmap", "placebo")}


def test_random_orders_are_those_of_each_seat() -> None:
    design = crossed(3, "random")
    assert len({tuple(levels_of(planned(design, rank))) for rank in range(40)}) == 6
    assert planned(design, 7) == planned(crossed(3, "random"), 7)


def test_arms_stay_yoked_within_levels() -> None:
    design = crossed(2)
    for rank in range(6):
        assert planned(design, rank, "none") == planned(design, rank, "heatmap")


def test_runs_of_a_class_stay_short_within_every_turn() -> None:
    for rank in range(10):
        for _, turn in groupby(planned(crossed(2), rank), lambda trial: (trial.level, trial.block)):
            assert longest_run([str(trial.image).split("/")[0] for trial in turn]) <= 3


def test_easy_images_are_others_at_every_level_and_stand_elsewhere() -> None:
    pools = {"train": {"per_class": 6}, "test": {"per_class": 12}, "easy": {"per_class": 4}}
    within = {"map": {"blocks": ["training"], "levels": {n: LEVELS[n] for n in ("plain", "heatmap")}}}
    blocks = [
        {"name": "consent", "task": "consent"},
        {"name": "training", "task": "classify", "items": {"pool": "train", "per_class": 3}, "catch": {"pool": "easy"}},
    ]
    items = {"classes": CLASSES, "pools": pools}
    design = design_of(study_of(within=within, items=items, block=blocks), plenty(22))
    places = set()
    for rank in range(10):
        easy = [trial for trial in planned(design, rank) if trial.check == "catch"]
        by_level = {level: {trial.image for trial in easy if trial.level == level} for level in ("plain", "heatmap")}
        assert [len(images) for images in by_level.values()] == [4, 4]
        assert by_level["plain"].isdisjoint(by_level["heatmap"])
        places |= {tuple(t.position_in_block for t in easy if t.level == level) for level in by_level}
    assert len(places) > 10
