from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis import evidence, questions, tables
from analysis.evidence import Evidence
from analysis.question import Account
from analysis.result import Result
from study_app.definition import Study
from study_app.records import TrialRecord
from tests.analysis.cases import ARMS, evidence_of
from tests.analysis.synthetic import SPECIES, STUDY, Truth, records, write_records

LEARNING = questions.load("learning")
IsRight = Callable[[TrialRecord], bool]
BLOCKS = {"pretest": 12, "training": 24, "test": 12}


def results_of(found: Evidence) -> dict[str, Result]:
    return {result.name: result for result in LEARNING.results(found)}


def account_of(found: Evidence) -> Account:
    return LEARNING.account(found, LEARNING.results(found))


def with_pretest() -> Study:
    plan = STUDY.model_dump(mode="json")
    pretest = {"name": "pretest", "task": "classify", "title": "Before", "items": {"pool": "test"}}
    plan["block"] = [plan["block"][0], pretest, *plan["block"][1:]]
    return Study.model_validate(plan)


def answered(
    folder: Path, is_right: IsRight, blocks: Mapping[str, int] = BLOCKS, n: int = 16, told: bool = True
) -> Evidence:
    """Evidence of 24 images in which that decides who is right.  told: whether the training has feedback."""
    people, trials, events = records(Truth(n=dict.fromkeys(ARMS, n), n_trials=blocks))

    def decided(trial: TrialRecord) -> TrialRecord:
        right = is_right(trial)
        wrong = SPECIES[(SPECIES.index(str(trial.label)) + 1) % 4]
        feedback = trial.feedback_ms if told else None
        image = f"{trial.label}/{(trial.position_in_block * 7) % 24:03d}"
        return replace(
            trial, response=trial.label if right else wrong, correct=right, feedback_ms=feedback, image=image
        )

    written = write_records(folder / "export", people, [decided(trial) for trial in trials], events, with_pretest())
    return evidence.of_mode(tables.read(written), "live")


def learners(gain: Mapping[str, float], stays: Mapping[str, float], seed: int = 5) -> IsRight:
    """gain: change in log odds over the training, per arm; stays: in log odds at the test.  People differ by 1."""
    rng = np.random.default_rng(seed)
    people: dict[str, float] = {}

    def is_right(trial: TrialRecord) -> bool:
        level = people.setdefault(trial.participant, float(rng.normal(-0.5, 1.0)))
        arm = str(trial.arm)
        if trial.block == "training":
            level += gain[arm] * trial.position_in_block / 23
        elif trial.block == "test":
            level += stays[arm]
        return bool(rng.random() < 1 / (1 + np.exp(-level)))

    return is_right


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """In arm heatmap people learn 3 logits in the training and keep 2; in the others nothing."""
    gain, stays = {"none": 0.0, "placebo": 0.0, "heatmap": 3.0}, {"none": 0.0, "placebo": 0.0, "heatmap": 2.0}
    return answered(tmp_path_factory.mktemp("taught"), learners(gain, stays), n=20)


def holds(result: Result, value: float) -> bool:
    assert result.interval is not None
    return result.interval.low < value < result.interval.high


def test_a_planted_slope_is_found_where_it_was_planted(taught: Evidence) -> None:
    found = results_of(taught)
    assert holds(found["learning/training/heatmap/slope"], 3.0)
    assert holds(found["learning/training/none/slope"], 0.0)
    difference = found["learning/training/heatmap/slope_difference"]
    assert holds(difference, 3.0)
    assert difference.family == "exploratory"
    assert difference.test is not None
    assert (difference.test.p_adjusted or 1.0) < 0.01
    assert difference.test.n_comparisons == 2
    assert holds(found["learning/training/placebo/slope_difference"], 0.0)


def test_the_difference_of_slopes_is_that_of_the_arms(taught: Evidence) -> None:
    found = results_of(taught)
    one, other = (found[f"learning/training/{arm}/slope"].estimate or 0.0 for arm in ("placebo", "none"))
    assert found["learning/training/placebo/slope_difference"].estimate == pytest.approx(one - other)


def test_random_slopes_follow_from_the_design(taught: Evidence) -> None:
    method = results_of(taught)["learning/training/heatmap/slope"].method
    assert "correct ~ arm * trial" in method
    assert "|| participant)" in method or "slope of trial by participant was left out" in method
    assert "item)" in method


def test_the_curve_is_over_participants_in_at_most_six_parts(taught: Evidence) -> None:
    found = results_of(taught)
    curve = [name for name in found if name.startswith("learning/training/heatmap/trials_") and name[-1].isdigit()]
    assert [name.rpartition("_")[2] for name in curve] == ["1-4", "5-8", "9-12", "13-16", "17-20", "21-24"]
    mine = taught.trials.query("block == 'training' and arm == 'heatmap' and position_in_block >= 20")
    shares = mine.groupby("participant")["correct"].apply(lambda each: each.astype(float).mean())
    last = found[curve[-1]]
    assert last.estimate == pytest.approx(shares.mean())
    assert (last.n, last.n_trials) == ({"heatmap": 20}, 80)


def test_a_course_that_six_does_not_divide_has_equal_parts_and_a_smaller_last(tmp_path: Path) -> None:
    found = results_of(answered(tmp_path, lambda _: True, {"training": 13, "test": 1}, n=2))
    parts = [name.rpartition("_")[2] for name in found if name.startswith("learning/training/none/trials_")]
    assert parts[:-1] == ["1-3", "4-6", "7-9", "10-12", "13"]


def test_the_criterion_is_met_at_the_fifth_right_answer_in_a_row(tmp_path: Path) -> None:
    """Right but for the third trial: the run ends at trial 8."""
    found = results_of(answered(tmp_path, lambda trial: trial.position_in_block != 2, n=3))
    met = found["learning/training/none/trials_to_criterion"]
    assert (met.scale, met.estimate) == ("trials", 8.0)
    assert found["learning/training/none/never_met_criterion"].estimate == 0.0


def test_who_never_meets_the_criterion_is_censored(tmp_path: Path) -> None:
    """One of three meets it at trial 5, one at trial 10, one never: the median is 10."""

    def is_right(trial: TrialRecord) -> bool:
        place = int(trial.participant[1:]) % 3
        return place == 0 or (place == 1 and trial.position_in_block >= 5)

    found = results_of(answered(tmp_path, is_right, n=3))
    assert found["learning/training/heatmap/trials_to_criterion"].estimate == 10.0
    never = found["learning/training/heatmap/never_met_criterion"]
    assert never.estimate == pytest.approx(1 / 3)
    assert never.interval is not None
    assert (never.interval.low, never.interval.high) == pytest.approx((0.0615, 0.7923), abs=1e-4)  # Wilson


def test_where_most_never_meet_the_criterion_there_is_no_median(tmp_path: Path) -> None:
    found = results_of(answered(tmp_path, lambda _: False, n=3))
    median = found["learning/training/none/trials_to_criterion"]
    assert (median.status, median.reason) == ("not_estimable", "fewer than half reached it")
    assert found["learning/training/none/slope"].reason == "all answers are right, or all are wrong"


def test_a_test_after_the_training_is_adjusted_for_the_one_before(taught: Evidence) -> None:
    difference = results_of(taught)["learning/pretest_to_test/heatmap/adjusted_difference"]
    accuracy = {
        block: taught.trials[taught.trials["block"] == block].groupby("participant")["correct"].apply(
            lambda each: each.astype(float).mean()
        )
        for block in ("pretest", "test")
    }  # fmt: skip
    arm = taught.participants.set_index("participant")["arm"].loc[accuracy["test"].index]
    x = np.column_stack([np.ones(60), arm == "placebo", arm == "heatmap", accuracy["pretest"]]).astype(float)
    beta, *_ = np.linalg.lstsq(x, accuracy["test"].to_numpy(dtype=float), rcond=None)
    assert difference.estimate == pytest.approx(beta[2])
    assert (difference.family, difference.scale) == ("exploratory", "difference of proportions")
    assert difference.test is not None
    assert difference.test.df == 56
    assert difference.test.p < 0.001
    assert holds(difference, 0.35)


def test_the_adjustment_takes_out_what_was_there_before(tmp_path: Path) -> None:
    """Arm heatmap is better before by as much as after: adjusted, arms hardly differ."""
    rng = np.random.default_rng(1)
    people: dict[str, float] = {}

    def is_right(trial: TrialRecord) -> bool:
        lead = 0.25 if trial.arm == "heatmap" else 0.0
        skill = people.setdefault(trial.participant, lead + float(rng.uniform(0.1, 0.6)))
        return trial.position_in_block < round(12 * skill)

    found = results_of(answered(tmp_path, is_right, n=12))
    assert (found["learning/pretest_to_test/heatmap/after"].estimate or 0) > 0.5
    adjusted = found["learning/pretest_to_test/heatmap/adjusted_difference"]
    assert adjusted.status == "not_estimable"
    assert adjusted.reason == "the covariate explains every participant's value: no spread to judge by"


def test_without_a_test_before_the_training_nothing_is_adjusted(people: Evidence) -> None:
    assert not [name for name in results_of(people) if "adjusted" in name]


def test_only_blocks_with_feedback_are_courses(people: Evidence) -> None:
    assert {each.labels["block"] for each in LEARNING.results(people)} == {"training"}


def test_several_blocks_without_feedback_are_courses_each(tmp_path: Path) -> None:
    found = answered(
        tmp_path, lambda trial: trial.position_in_block % 2 == 0, {"training": 6, "test": 6}, 4, told=False
    )
    assert {each.labels["block"] for each in LEARNING.results(found) if "block" in each.labels} == {"training", "test"}


def test_one_block_without_feedback_is_no_course(tmp_path: Path) -> None:
    assert not LEARNING.results(evidence_of("one trial each", tmp_path))


def test_too_few_participants_are_not_modelled(tmp_path: Path) -> None:
    found = results_of(evidence_of("one participant per arm", tmp_path))
    slope = found["learning/training/heatmap/slope"]
    assert (slope.status, slope.reason) == ("not_estimable", "the mixed model needs 5 participants, here: 3")


def test_an_empty_arm_has_no_slope_and_the_others_have(tmp_path: Path) -> None:
    found = results_of(evidence_of("an empty arm", tmp_path))
    assert found["learning/training/placebo/slope"].reason == "there are no answers of arm placebo"
    assert found["learning/training/heatmap/slope_difference"].status == "ok"


def test_the_account_tells_of_slopes_and_of_what_stays(taught: Evidence) -> None:
    account = account_of(taught)
    assert not account.answers
    assert [drawing.name for drawing in account.drawings] == ["learning-training"]
    assert [table.caption for table in account.tables] == [
        "Learning in Practice",
        "Differences of slopes",
        "Test, adjusted for Before",
    ]
    assert any(
        each.startswith("Practice: the slopes over trials of arms heatmap and none differed by")
        for each in account.sentences
    )
    assert any(each.startswith("Test, adjusted for Before, heatmap − none:") for each in account.sentences)
