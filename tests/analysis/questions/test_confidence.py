from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis import evidence, questions, tables
from analysis.evidence import Evidence
from analysis.question import Account
from analysis.result import Result
from study_app.records import TrialRecord
from tests.analysis.cases import evidence_of
from tests.analysis.planted import with_advice
from tests.analysis.synthetic import Truth, records, write_records

CONFIDENCE = questions.load("confidence")
Answer = tuple[bool, int]  # right, the point on a scale of five
Rate = Callable[[TrialRecord, np.random.Generator], Answer]


def results_of(found: Evidence) -> dict[str, Result]:
    return {result.name: result for result in CONFIDENCE.results(found)}


def account_of(found: Evidence) -> Account:
    return CONFIDENCE.account(found, CONFIDENCE.results(found))


def read(folder: Path, truth: Truth, change: Callable[[list[TrialRecord]], list[TrialRecord]]) -> Evidence:
    people, trials, events = records(truth)
    return evidence.of_mode(tables.read(write_records(folder / "export", people, change(trials), events)), "live")


def rows(trial: TrialRecord, answer: Answer, points: int = 5) -> list[TrialRecord]:
    """The answer and how sure it is."""
    sure = replace(trial, question="confidence", response=str(answer[1]), correct=None, n_options=points)
    return [replace(trial, correct=answer[0]), sure]


def answering(folder: Path, *people: Sequence[Answer], arms: Sequence[str] = ("none",)) -> Evidence:
    """Each person's answers as they are given here, the people evenly over the arms."""
    truth = Truth(n=dict.fromkeys(arms, len(people) // len(arms)), n_trials={"test": len(people[0])})

    def change(trials: list[TrialRecord]) -> list[TrialRecord]:
        return [row for t in trials for row in rows(t, people[int(t.participant[1:])][t.position_in_block])]

    return read(folder, truth, change)


def crowd(folder: Path, rate: Rate, n: int = 20, n_trials: int = 40) -> Evidence:
    """Many people in three arms, each of whose answers is drawn by `rate`."""
    rng = np.random.default_rng(7)
    truth = Truth(n=dict.fromkeys(("none", "placebo", "heatmap"), n), n_trials={"test": n_trials})
    return read(folder, truth, lambda trials: [row for t in trials for row in rows(t, rate(t, rng))])


ONE = [(True, 5), (True, 4), (False, 2), (False, 1)]
OTHER = [(True, 3), (False, 3), (False, 1), (False, 5)]


@pytest.fixture
def two(tmp_path: Path) -> Evidence:
    """Two people; with chance 1/4 the points of the scale mean .25, .4375, .625, .8125 and 1."""
    return answering(tmp_path, ONE, OTHER)


def test_a_point_of_the_scale_is_read_as_a_probability_between_chance_and_one(two: Evidence) -> None:
    """Both said .625 in the mean: (1 + .8125 + .4375 + .25) / 4 and (.625 + .625 + .25 + 1) / 4."""
    assert results_of(two)["confidence/test/none/confidence"].estimate == pytest.approx(0.625)


def test_overconfidence_is_confidence_minus_accuracy_of_each_participant(two: Evidence) -> None:
    """.625 - 2/4 and .625 - 1/4; t(1) at .975 is 12.7062."""
    found = results_of(two)["confidence/test/none/overconfidence"]
    assert found.estimate == pytest.approx(0.25)
    assert found.std_error == pytest.approx(0.125)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (-1.0, 1.0)  # .25 -+ 1.588, cut
    assert found.reference == 0.0


def test_the_type_2_auroc_is_the_mean_over_participants(two: Evidence) -> None:
    """1 of the first; of the other (1 + .5 + 0) / 3."""
    found = results_of(two)["confidence/test/none/type2_auroc"]
    assert found.estimate == pytest.approx(0.75)
    assert found.reference == 0.5
    assert found.n == {"none": 2}


def test_the_brier_score_is_the_mean_squared_distance_and_its_parts_add_up(two: Evidence) -> None:
    """(.2890625 + 1.59375) / 8."""
    found = results_of(two)
    score, reliability, resolution, uncertainty = (
        found[f"confidence/test/none/{key}"].estimate or 0.0
        for key in ("brier", "brier_reliability", "brier_resolution", "brier_uncertainty")
    )
    assert score == pytest.approx(0.2353515625)
    assert uncertainty == pytest.approx(3 / 8 * 5 / 8)
    assert score == pytest.approx(reliability - resolution + uncertainty)


def test_the_calibration_error_takes_every_point_of_the_scale_as_a_bin(two: Evidence) -> None:
    """Points 1 to 5: |.5 - 0|, |.4375 - 0|, |1.25 - 1|, |.8125 - 1|, |2 - 1|, over 8 answers."""
    assert results_of(two)["confidence/test/none/calibration_error"].estimate == pytest.approx(2.375 / 8)


def test_who_is_always_right_has_no_type_2_auroc_and_is_counted(tmp_path: Path) -> None:
    found = results_of(answering(tmp_path, ONE, OTHER, [(True, 5)] * 4))
    area, none = (found[f"confidence/test/none/{key}"] for key in ("type2_auroc", "type2_none"))
    assert (area.estimate, area.n, area.n_trials) == (pytest.approx(0.75), {"none": 2}, 8)
    assert (none.estimate, none.n) == (1.0, {"none": 3})


def test_where_everybody_is_always_right_there_is_a_reason_instead_of_an_auroc(tmp_path: Path) -> None:
    found = results_of(answering(tmp_path, [(True, 5), (True, 3)], [(True, 2), (True, 3)]))
    area = found["confidence/test/none/type2_auroc"]
    assert (area.status, area.reason) == ("not_estimable", "nobody has both right and wrong answers with confidence")
    assert found["confidence/test/none/overconfidence"].estimate is not None


def test_people_who_are_right_as_often_as_they_say_are_called_calibrated(tmp_path: Path) -> None:
    def rate(trial: TrialRecord, rng: np.random.Generator) -> Answer:
        point = int(rng.integers(1, 6))
        return bool(rng.random() < 0.25 + 0.75 * (point - 1) / 4), point

    found = results_of(crowd(tmp_path, rate))
    for arm in ("none", "placebo", "heatmap"):
        over, error = (found[f"confidence/test/{arm}/{key}"] for key in ("overconfidence", "calibration_error"))
        assert over.interval is not None
        assert over.interval.low < 0 < over.interval.high
        assert error.interval is not None
        assert error.interval.low == 0.0
        assert error.estimate is not None
        assert error.reference == pytest.approx(error.estimate, abs=0.03)


def test_a_planted_difference_in_overconfidence_is_found_against_the_first_arm(tmp_path: Path) -> None:
    """In heatmap a point more on a scale whose points are .1875 apart; the two highest points are one."""

    def rate(trial: TrialRecord, rng: np.random.Generator) -> Answer:
        return bool(rng.random() < 0.5), int(rng.integers(1, 5)) + (trial.arm == "heatmap")

    found = results_of(crowd(tmp_path, rate))
    shifted = found["confidence/test/heatmap/overconfidence_difference"]
    assert shifted.labels["first"] == "heatmap"
    assert shifted.labels["second"] == "none"
    assert shifted.family == "exploratory"
    assert shifted.interval is not None
    assert shifted.interval.low < 0.1875 < shifted.interval.high
    assert shifted.test is not None
    assert (shifted.test.adjustment, shifted.test.n_comparisons) == ("Benjamini-Hochberg", 4)
    assert shifted.test.p_adjusted is not None
    assert shifted.test.p_adjusted < 0.001
    same = found["confidence/test/placebo/overconfidence_difference"]
    assert same.interval is not None
    assert same.interval.low < 0 < same.interval.high


def test_a_planted_difference_in_discrimination_is_found_where_confidence_is_the_same(tmp_path: Path) -> None:
    """Right and wrong differ by a point in none, by nothing in heatmap; points 2 and 3, or 2.5 in the mean."""

    def rate(trial: TrialRecord, rng: np.random.Generator) -> Answer:
        right = bool(rng.random() < 0.5)
        knows = trial.arm != "heatmap" and rng.random() < 0.8
        return right, (3 if right else 2) if knows else int(rng.integers(2, 4))

    found = results_of(crowd(tmp_path, rate))
    area = found["confidence/test/heatmap/type2_auroc_difference"]
    assert area.interval is not None
    assert area.interval.high < -0.3
    none = found["confidence/test/none/type2_auroc"].estimate
    assert none == pytest.approx(0.9, abs=0.03)  # .8 + .2 / 2


def test_without_one_chance_there_is_no_probability_but_still_an_auroc(tmp_path: Path) -> None:
    def change(trials: list[TrialRecord]) -> list[TrialRecord]:
        made = [row for t in trials for row in rows(t, [*ONE, *OTHER][t.position_in_block])]
        return [replace(t, n_options=3) if t.question != "confidence" and t.position == 0 else t for t in made]

    found = read(tmp_path, Truth(n={"none": 3}, n_trials={"test": 8}), change)
    results = results_of(found)
    over = results["confidence/test/none/overconfidence"]
    assert over.estimate is None
    assert over.reason == "the number of options is not known or differs between trials, so chance is not one number"
    assert results["confidence/test/none/type2_auroc"].estimate is not None
    assert account_of(found).drawings == ()
    assert "overconfidence" not in account_of(found).data["confidence-test"].columns


def test_an_answer_without_confidence_is_left_out_of_the_accuracy_too(tmp_path: Path) -> None:
    whole = answering(tmp_path, ONE, OTHER)
    first = (whole.trials["position"] == 0) & (whole.trials["question"] == "confidence")
    found = results_of(replace(whole, trials=whole.trials[~first]))
    accuracy = found["confidence/test/none/accuracy"]
    assert accuracy.estimate == pytest.approx((1 / 3 + 0) / 2)
    assert accuracy.n_trials == 6


def test_each_of_two_answers_is_judged_by_its_own_confidence(tmp_path: Path) -> None:
    def twice(trials: list[TrialRecord]) -> list[TrialRecord]:
        advised = with_advice(trials, stages="two")
        sure = {"own": ("confidence", "1"), "final": ("confidence_final", "5")}
        return [
            *advised,
            *(
                replace(t, question=sure[t.question][0], response=sure[t.question][1], correct=None, n_options=5)
                for t in advised
                if t.question in sure
            ),
        ]

    found = results_of(read(tmp_path, Truth(n={"none": 3}, n_trials={"test": 8}), twice))
    assert found["confidence/test.own/none/confidence"].estimate == pytest.approx(0.25)
    assert found["confidence/test.final/none/confidence"].estimate == pytest.approx(1.0)


def test_where_nobody_was_asked_there_is_nothing_to_say(people: Evidence) -> None:
    assert CONFIDENCE.results(people) == []


def test_one_participant_has_estimates_and_no_intervals(tmp_path: Path) -> None:
    found = results_of(evidence_of("confidence of one participant", tmp_path))
    over = found["confidence/test/heatmap/overconfidence"]
    assert (over.status, over.interval) == ("no_interval", None)
    assert found["confidence/test/none/overconfidence"].reason == "nobody said how sure they were of an answer"


def test_the_reading_of_the_scale_stands_with_every_number_that_rests_on_it(tmp_path: Path) -> None:
    found = evidence_of("with confidence", tmp_path)
    reading = "the lowest of 5 points as chance (25%), the highest as 100%"
    for name, result in results_of(found).items():
        assert (reading in result.estimand) == ("type2" not in name and "accuracy" not in name)
    account = account_of(found)
    assert reading in account.methods[0]
    assert reading in account.drawings[0].caption


def test_the_sentence_for_a_paper_holds_confidence_accuracy_and_what_lies_between(two: Evidence) -> None:
    assert account_of(two).sentences[0] == (
        "Test, none: mean confidence 62.5% at 37.5% right answers, overconfidence 25.0 percentage points, "
        "95% CI [−100.0, 100.0]; type-2 AUROC 0.75, 95% CI [0.00, 1.00]."
    )


def test_the_table_behind_the_diagram_has_a_row_per_point_that_was_chosen(two: Evidence) -> None:
    table = account_of(two).data["reliability-test"]
    assert table["n_answers"].tolist() == [2, 1, 2, 1, 2]
    assert table["confidence"].tolist() == pytest.approx([0.25, 0.4375, 0.625, 0.8125, 1.0])
    assert table["accuracy"].tolist() == [0.0, 0.0, 0.5, 1.0, 0.5]
    assert table["low"].tolist() == pytest.approx([0.25, 0.4, 0.55, 0.7, 0.85])
