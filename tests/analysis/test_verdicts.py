from dataclasses import replace

from analysis import verdicts
from analysis.result import Interval, Result, Test

DIFFERENCE = Result(
    name="accuracy/teaches/difference",
    question="accuracy",
    estimand="difference",
    scale="difference of proportions",
    family="confirmatory",
    method="Welch",
    estimate=0.06,
    n={"map": 20, "none": 20},
    labels={"hypothesis": "teaches", "block": "test", "first": "map", "second": "none"},
    interval=Interval(0.005, 0.115, 0.95),
    test=Test("t", 2.2, 38.0, 0.034),
)
MEANS = {
    arm: replace(
        DIFFERENCE, name=arm, scale="proportion", estimate=estimate, interval=None, test=None, labels={"arm": arm}
    )
    for arm, estimate in (("map", 0.66), ("none", 0.6))
}


def test_a_decided_difference_says_the_direction() -> None:
    said = verdicts.answer(DIFFERENCE, MEANS)
    assert said == (
        "In block test, accuracy was higher in arm map than in arm none: 66.0% of answers right against 60.0%, "
        "a difference of 6.0 percentage points, 95% CI [0.5, 11.5]."
    )


def test_a_difference_the_other_way_round_is_lower() -> None:
    other = replace(DIFFERENCE, estimate=-0.06, interval=Interval(-0.115, -0.005, 0.95))
    assert "accuracy was lower in arm map than in arm none" in verdicts.answer(other, MEANS)
    assert "−6.0 percentage points, 95% CI [−11.5, −0.5]" in verdicts.answer(other, MEANS)


def test_what_the_correction_takes_back_is_left_open_and_explained() -> None:
    corrected = replace(DIFFERENCE, test=Test("t", 2.2, 38.0, 0.034, 0.068, "Holm", 2))
    said = verdicts.answer(corrected, MEANS)
    assert "these data leave open whether accuracy differs" in said
    assert "that interval stands alone, and corrected for 2 comparisons p = .068" in said


def test_what_cannot_be_compared_says_why() -> None:
    empty = replace(
        DIFFERENCE, estimate=None, interval=None, test=None, status="not_estimable", reason="arm none is empty"
    )
    assert verdicts.answer(empty, MEANS) == (
        "In block test, arms map and none cannot be compared in accuracy: arm none is empty."
    )
