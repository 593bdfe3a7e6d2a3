"""What a block shows: mixes of pools, catch trials, repeats, comparisons; every image at every place equally often."""

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from stimuli.manifest import Item, Occluded, StimulusSet
from study_app.study.design import Design
from study_app.study.plan import Place, after_seat
from study_app.study.trial import PlannedTrial
from tests.study_app.designs import CLASSES, design_of, plenty, stimulus, stimulus_set, study_of


def showing(stimuli: StimulusSet | None = None, pools: dict[str, Any] | None = None, **block: Any) -> Design:
    """A study whose block `test` is this one."""
    known = pools or {"test": {"per_class": 6}, "easy": {"per_class": 2}}
    blocks = [{"name": "consent", "task": "consent"}, {"name": "test", "task": "classify", **block}]
    return design_of(study_of(items={"classes": CLASSES, "pools": known}, block=blocks), stimuli or plenty())


def planned(design: Design, rank: int, arm: str = "none") -> tuple[PlannedTrial, ...]:
    return after_seat(design, Place(arm, rank), 5)


def half_right() -> StimulusSet:
    """Of each class twelve images that the classifier gets right and twelve that it gets wrong."""
    return stimulus_set(*(stimulus(label, n, right=n % 2 == 0) for label in CLASSES for n in range(24)))


MIXED = {"right": {"per_class": 6, "classifier_correct": True}, "wrong": {"per_class": 4, "classifier_correct": False}}


def test_over_48_seats_every_image_comes_at_every_place_equally_often() -> None:
    design, seen = showing(items={"pool": "test", "per_class": 3}), Counter[tuple[int, str | None]]()
    for rank in range(48):
        seen.update((t.position_in_block, t.image) for t in planned(design, rank))
    # 48 seats x 12 trials over 24 images x 12 places: 2 each
    assert len(seen) == 24 * 12
    assert set(seen.values()) == {2}


@pytest.mark.parametrize("n_seats", [7, 20, 31, 47])
def test_at_any_number_of_seats_no_image_is_ahead_by_more_than_one_at_any_place(n_seats: int) -> None:
    design, seen = showing(items={"pool": "test", "per_class": 3}), Counter[tuple[int, str | None]]()
    for rank in range(n_seats):
        seen.update((t.position_in_block, t.image) for t in planned(design, rank))
    images = [image for of_class in design.pools["test"].values() for image in of_class]
    counts = [seen[place, image] for place in range(12) for image in images]
    assert max(counts) - min(counts) == 1


def test_a_mix_keeps_fixed_shares_for_everybody() -> None:
    design = showing(half_right(), MIXED, items={"mix": {"right": 3, "wrong": 1}})
    right = {image for images in design.pools["right"].values() for image in images}
    for rank in range(20):
        images = [str(trial.image) for trial in planned(design, rank)]
        assert Counter(image.split("/")[0] for image in images) == dict.fromkeys(CLASSES, 4)
        assert sum(image in right for image in images) == 12


def test_every_image_of_a_mix_is_shown_as_often_as_its_pool_allows() -> None:
    design = showing(half_right(), MIXED, items={"mix": {"right": 3, "wrong": 1}})
    seen = Counter(trial.image for rank in range(12) for trial in planned(design, rank))
    for pool, times in (("right", 12 * 3 // 6), ("wrong", 12 * 1 // 4)):
        assert {seen[image] for images in design.pools[pool].values() for image in images} == {times}


def test_runs_can_be_kept_short_in_whether_the_classifier_is_right() -> None:
    order = {"no_more_than": 2, "of": "classifier_correct"}
    pools = {**MIXED, "wrong": {"per_class": 4, "classifier_correct": False}}
    design = showing(half_right(), pools, items={"mix": {"right": 2, "wrong": 2}}, order=order)
    wrong = {image for images in design.pools["wrong"].values() for image in images}
    for rank in range(20):
        verdicts = [trial.image in wrong for trial in planned(design, rank)]
        assert all(len({*three}) == 2 for three in zip(verdicts, verdicts[1:], verdicts[2:], strict=False))


CATCH: dict[str, Any] = {"items": {"pool": "test"}, "catch": {"pool": "easy"}}


def test_catch_trials_are_flagged_and_nothing_else_is() -> None:
    design = showing(**CATCH)
    easy = {image for images in design.pools["easy"].values() for image in images}
    for rank in range(10):
        trials = planned(design, rank)
        assert len(trials) == 24 + 4
        assert [trial.check for trial in trials] == ["catch" if trial.image in easy else None for trial in trials]


def test_there_is_a_catch_trial_of_every_class_and_never_first() -> None:
    design = showing(**CATCH)
    for rank in range(10):
        trials = planned(design, rank)
        assert {str(t.image).split("/")[0] for t in trials if t.check} == set(CLASSES)
        assert trials[0].check is None


def test_catch_images_go_round_their_pool() -> None:
    seen = Counter(t.image for rank in range(4) for t in planned(showing(**CATCH), rank) if t.check)
    assert len(seen) == 8
    assert set(seen.values()) == {2}


def test_catch_trials_leave_the_order_of_the_others_as_it_is() -> None:
    plain = [t.image for t in planned(showing(items={"pool": "test"}), 3)]
    assert [t.image for t in planned(showing(**CATCH), 3) if not t.check] == plain


def test_every_trial_of_a_check_block_is_a_check() -> None:
    trials = planned(showing(items={"pool": "test", "per_class": 1}, check="attention"), 0)
    assert {trial.check for trial in trials} == {"attention"}


def test_repeats_are_spaced_and_every_image_comes_equally_often() -> None:
    design = showing(items={"pool": "test", "per_class": 2}, order={"repeat": 3, "spacing": 5})
    for rank in range(10):
        images = [trial.image for trial in planned(design, rank)]
        assert len(images) == design.n_trials - 1 == 24
        assert set(Counter(images).values()) == {3}
        for image in images:
            places = [place for place, other in enumerate(images) if other == image]
            assert all(later - before > 5 for before, later in pairwise(places))


def test_a_time_limit_is_planned_with_every_trial_of_its_block() -> None:
    assert {t.limit_seconds for t in planned(showing(items={"pool": "test"}, limit_seconds=8), 0)} == {8.0}


def version(image: int, *, keeps: bool) -> Occluded:
    asset = stimulus("Auk", image).asset
    return Occluded(asset=asset, hidden=(0,), hidden_area=0.02, p=0.5, share=0.5, keeps_class=keeps)


def asked_about(label: str, number: int) -> Item:
    """A comparison about that image."""
    return Item(
        id=f"{label}/{number:03d} item 0",
        image=f"{label}/{number:03d}",
        target=label,
        cells=7,
        baseline="blur",
        p_full=0.9,
        left=version(number, keeps=True),
        right=version(number + 1, keeps=False),
        correct="left",
        gap=0.8,
        difficulty=0.2,
        n_hidden=1,
    )


def comparing(n: int) -> Design:
    stimuli = plenty().model_copy(update={"items": tuple(asked_about(c, k) for c in CLASSES for k in range(4))})
    items = {"classes": CLASSES, "comparisons": {"which": {"n": n}}}
    blocks = [{"name": "consent", "task": "consent"}, {"name": "which", "task": "compare", "comparisons": "which"}]
    return design_of(study_of(items=items, block=blocks), stimuli)


def test_everybody_in_every_arm_is_asked_the_same_comparisons() -> None:
    design = comparing(9)
    asked = {frozenset(t.item for t in planned(design, rank, arm)) for rank in range(8) for arm in design.study.arms}
    assert len(asked) == 1
    assert len(next(iter(asked))) == 9


def test_seats_of_the_same_rank_have_comparisons_in_the_same_order_and_on_the_same_sides() -> None:
    design = comparing(9)
    for rank in range(8):
        assert planned(design, rank, "none") == planned(design, rank, "heatmap")


def test_every_comparison_is_exchanged_for_every_other_seat_and_half_of_a_seat_s_are() -> None:
    design, flipped = comparing(9), Counter[str | None]()
    for rank in range(12):
        exchanged = [trial.item for trial in planned(design, rank) if trial.flipped]
        assert len(exchanged) in (4, 5)
        flipped.update(exchanged)
    assert set(flipped.values()) == {6}
    assert len(flipped) == 9


def test_every_comparison_comes_at_every_place_equally_often() -> None:
    design, seen = comparing(9), Counter[tuple[int, str | None]]()
    for rank in range(18):
        seen.update((trial.position_in_block, trial.item) for trial in planned(design, rank))
    assert len(seen) == 81
    assert set(seen.values()) == {2}


def test_an_image_has_no_more_than_one_comparison_and_classes_take_turns() -> None:
    asked = [str(trial.item) for trial in planned(comparing(8), 0)]
    assert Counter(item.split("/")[0] for item in asked) == dict.fromkeys(CLASSES, 2)
    assert len({item.split(" ")[0] for item in asked}) == 8
