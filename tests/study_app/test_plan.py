from collections import Counter
from dataclasses import replace
from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as some

from study_app.study import allocation
from study_app.study.design import Design
from study_app.study.order import longest_run
from study_app.study.plan import Place, after_seat, before_seat
from study_app.study.trial import PlannedTrial
from tests.study_app.designs import CLASSES, design_of, plenty, study_of

DESIGN = design_of(study_of(), plenty())


def labels(trials: tuple[PlannedTrial, ...], block: str) -> list[str]:
    return [str(trial.image).split("/")[0] for trial in trials if trial.block == block]


def appearances(design: Design, block: str, n_seats: int) -> Counter[str]:
    return Counter(
        str(trial.image)
        for rank in range(n_seats)
        for trial in after_seat(design, Place("none", rank), 5)
        if trial.block == block
    )


def test_positions_go_on_where_the_trials_before_the_seat_ended() -> None:
    trials = (*before_seat(DESIGN), *after_seat(DESIGN, Place("none", 0), 5))
    assert [trial.position for trial in trials] == list(range(1 + 12 + 24))
    assert len(trials) == DESIGN.n_trials
    assert [trial.block for trial in before_seat(DESIGN)] == ["consent"]


def test_arms_differ_in_the_explanation_and_in_nothing_else() -> None:
    for rank in range(20):
        plain = after_seat(DESIGN, Place("none", rank), 5)
        mapped = after_seat(DESIGN, Place("heatmap", rank), 5)
        assert tuple(replace(trial, explanation=None) for trial in mapped) == plain


def test_the_explanation_is_planned_only_where_the_block_shows_it() -> None:
    shown = {(trial.block, trial.explanation) for trial in after_seat(DESIGN, Place("placebo", 3), 5)}
    assert shown == {("training", "placebo"), ("test", None)}


@given(some.integers(1, 60))
def test_images_of_a_class_appear_equally_often_give_or_take_one(n_seats: int) -> None:
    seen = appearances(DESIGN, "training", n_seats)
    for label in CLASSES:
        counts = [seen[image] for image in DESIGN.pools["train"][label]]
        assert max(counts) - min(counts) <= 1


@given(some.integers(0, 10**4))
def test_a_block_shows_as_many_different_images_of_each_class_as_it_says(rank: int) -> None:
    trials = after_seat(DESIGN, Place("none", rank), 5)
    assert Counter(labels(trials, "training")) == dict.fromkeys(CLASSES, 3)
    assert Counter(labels(trials, "test")) == dict.fromkeys(CLASSES, 6)
    assert len({trial.image for trial in trials}) == len(trials)


@given(some.integers(0, 10**4))
def test_no_class_comes_more_often_in_a_row_than_allowed(rank: int) -> None:
    assert longest_run(labels(after_seat(DESIGN, Place("none", rank), 5), "test")) <= 3


def test_two_seats_of_an_arm_see_different_orders() -> None:
    assert after_seat(DESIGN, Place("none", 0), 5) != after_seat(DESIGN, Place("none", 1), 5)


def test_everybody_has_the_same_trials_before_the_seat() -> None:
    blocks = [
        {"name": "pretest", "task": "classify", "items": {"pool": "train", "per_class": 2}},
        {"name": "consent", "task": "consent"},
        {"name": "test", "task": "classify", "items": {"pool": "test"}},
    ]
    design = design_of(study_of(block=blocks), plenty())
    assert len(before_seat(design)) == 2 * 4 + 1
    assert before_seat(design) == before_seat(design)


@given(some.integers(0, 1000), some.sampled_from(["none", "placebo", "heatmap"]))
@settings(max_examples=20)
def test_a_plan_survives_being_stored(rank: int, arm: str) -> None:
    for trial in after_seat(DESIGN, Place(arm, rank), 5):
        assert PlannedTrial.from_json(trial.to_json()) == trial


def test_ten_thousand_seats_are_planned_in_seconds_and_are_balanced() -> None:
    facts = {"block_size": 6, "seats": 9996, "seed": 5, "after": "consent"}
    design = design_of(study_of(allocation=facts), plenty())
    start = perf_counter()
    seats = allocation.seats(design.study, "live", 5, range(9996 // 6))
    seen: Counter[tuple[str, str]] = Counter()
    for seat in seats:
        assert seat.arm is not None
        for trial in after_seat(design, Place(seat.arm, seat.rank), 5):
            if trial.block == "training":
                seen[seat.arm, str(trial.image)] += 1
    assert perf_counter() - start < 30
    assert Counter(seat.arm for seat in seats) == {"none": 3332, "placebo": 3332, "heatmap": 3332}
    for label in CLASSES:
        counts = {seen[arm, image] for arm in design.study.arms for image in design.pools["train"][label]}
        assert max(counts) - min(counts) <= 1
