from math import log
from random import Random
from statistics import fmean, mean, pstdev, variance

import pytest

from study_app.definition import Criterion, Study
from study_app.study.criterion import after_trial
from study_app.study.persons import Behaviour, ExGaussian, Person, item_deviation, planned_skills
from study_app.study.trial import PlannedTrial
from study_app.study_folder import LoadedStudy

HALF = {"none": 0.5, "heatmap": 0.5}
TRIAL = PlannedTrial("test", "classify", 4, 2, image="Herring/001")


def person(behaviour: Behaviour, number: int = 0) -> Person:
    return Person(behaviour, number, Random(number))


def plain(**changed: object) -> Behaviour:
    """Nobody differs from anybody."""
    return Behaviour(HALF, sd_participant=0, sd_item=0, sd_log_pace=0, **changed)  # type: ignore[arg-type]


def test_the_plan_says_which_arms_should_know_more(gulls: LoadedStudy) -> None:
    skills = planned_skills(gulls.study)
    assert skills.keys() == gulls.study.arms.keys()
    assert skills["xnn"] > skills["heatmap"] > skills["placebo"] == skills["none"]


def test_without_hypotheses_all_arms_are_alike(gulls: LoadedStudy) -> None:
    plain = Study.model_validate(gulls.study.model_dump(mode="json") | {"hypothesis": []})
    assert len(set(planned_skills(plain).values())) == 1


def test_people_differ_items_differ_and_skill_stays_a_probability() -> None:
    behaviour = Behaviour(HALF, seed=3)
    people = [person(behaviour, n) for n in range(400)]
    skills = [one.mind("none", "an image").skill for one in people]
    assert 0 < min(skills) < 0.25 < 0.75 < max(skills) < 1
    items = [mean(one.mind("none", f"image {n}").skill for one in people) for n in range(20)]
    assert max(items) - min(items) > 0.1


def test_who_knows_all_or_nothing_is_moved_by_nothing() -> None:
    behaviour = Behaviour({"all": 1.0, "nothing": 0.0}, learning={"all": -9.0, "nothing": 9.0})
    minds = [person(behaviour, n).mind(arm, "x", 50) for n in range(9) for arm in ("all", "nothing")]
    assert {mind.skill for mind in minds} == {0.0, 1.0}


def test_the_same_seed_and_number_make_the_same_person_whatever_chance_comes_after() -> None:
    behaviour = Behaviour(HALF, seed=9, sd_shift=1, sd_reliance=1)
    first, again = Person(behaviour, 5, Random(1)), Person(behaviour, 5, Random(2))
    assert first.mind("none", "x") == again.mind("none", "x")
    assert first.mind("none", "x") != Person(behaviour, 6, Random(1)).mind("none", "x")


def test_what_is_learnt_adds_to_the_logit_in_the_arm_that_learns() -> None:
    behaviour = plain(learning={"heatmap": 0.1})
    assert person(behaviour).mind("heatmap", "x", 10).skill == pytest.approx(0.7310586)  # 1 / (1 + e**-1)
    assert person(behaviour).mind("none", "x", 10).skill == 0.5


def test_deviations_have_the_planted_standard_deviations() -> None:
    behaviour = Behaviour(HALF, sd_participant=0.9, sd_log_pace=0.3, sd_reliance=0.5, sd_shift=0.8)
    people = [person(behaviour, number) for number in range(4000)]
    assert pstdev([one.ability for one in people]) == pytest.approx(0.9, rel=0.05)
    assert pstdev([log(one.pace) for one in people]) == pytest.approx(0.3, rel=0.05)
    assert pstdev([one.trust for one in people]) == pytest.approx(0.5, rel=0.05)
    assert pstdev([one.shift for one in people]) == pytest.approx(0.8, rel=0.05)
    items = [item_deviation(1, f"item {number}") for number in range(4000)]
    assert (fmean(items), pstdev(items)) == pytest.approx((0, 1), abs=0.06)


def test_a_mind_has_what_is_planted() -> None:
    behaviour = plain(reliance={"heatmap": 0.8}, shift={"heatmap": 0.4}, lapse=0.1, attention=0.9, understanding=0.7)
    mind = person(behaviour).mind("heatmap", None)
    assert (mind.reliance, mind.shift) == (0.8, 0.4)
    assert (mind.lapse, mind.attention, mind.understanding) == (0.1, 0.9, 0.7)
    before_seat = person(behaviour).mind(None, None)
    assert (before_seat.skill, before_seat.reliance, before_seat.shift) == (0.4, 0.5, 0.0)


def test_response_times_have_the_moments_of_an_ex_gaussian() -> None:
    rng = Random(1)
    times = [ExGaussian(1500, 200, 600).draw(rng) for _ in range(100_000)]
    assert fmean(times) == pytest.approx(2100, rel=0.01)  # mu + tau
    assert variance(times) == pytest.approx(400_000, rel=0.03)  # sigma**2 + tau**2
    third = fmean((time - 2100) ** 3 for time in times)
    assert third == pytest.approx(2 * 600**3, rel=0.1)
    assert ExGaussian(0, 0, 0).draw(rng) == 150


def test_pace_makes_all_of_a_persons_times_longer_or_shorter() -> None:
    behaviour = Behaviour(HALF, response_time=ExGaussian(1000, 0, 0), sd_log_pace=0.5)
    one = person(behaviour, 3)
    assert {one.timing(TRIAL, "answer", 0).rt_ms for _ in range(5)} == {round(1000 * one.pace)}


def test_practice_makes_answers_about_pictures_faster() -> None:
    one = person(plain(response_time=ExGaussian(1000, 0, 0), practice=0.5))
    assert [one.timing(TRIAL, "answer", 0).rt_ms for _ in range(4)] == [1000, 707, 577, 500]


def test_nobody_is_faster_than_a_page_lets_them_or_slower_than_the_time_there_is() -> None:
    one = person(plain(response_time=ExGaussian(1000, 0, 0)))
    assert one.timing(TRIAL, "feedback", 4).rt_ms == 4350
    limited = PlannedTrial("test", "classify", 4, 2, image="Herring/001", limit_seconds=0.8)
    assert one.timing(limited, "answer", 0).rt_ms == 800
    timing = one.timing(TRIAL, "answer", 0)
    assert 850 <= timing.first_action_ms <= timing.rt_ms


def test_feedback_and_examples_are_what_is_learnt_from() -> None:
    one = person(plain())
    for stage in ("answer", "confidence", "feedback"):
        one.timing(TRIAL, stage, 0)
    one.timing(PlannedTrial("pages", "learn", 1, 0, class_page="Herring"), "answer", 0)
    assert (one.n_learnt, one.n_answered) == (2, 1)


def test_the_expected_accuracy_is_of_knowing_and_of_guessing_over_all_persons_and_items() -> None:
    assert plain().accuracy("none", 4) == pytest.approx(0.625)
    assert plain(lapse=0.2).accuracy("none", 4) == pytest.approx(0.55)
    assert Behaviour({"a": 0.5}).accuracy("a", 2) == pytest.approx(0.75)
    # mean of 1 / (1 + exp(-(ln(0.8 / 0.2) + z))), z normal with standard deviation 1, integrated numerically
    assert Behaviour({"a": 0.8}, sd_participant=0.6, sd_item=0.8).accuracy("a", 10**9) == pytest.approx(
        0.76126, abs=1e-4
    )


def test_leaving_and_coming_back_have_their_probabilities() -> None:
    one = person(plain(dropout=0.3, returns=0.6))
    assert fmean(one.leaves() for _ in range(5000)) == pytest.approx(0.3, abs=0.03)
    assert fmean(one.returns() for _ in range(5000)) == pytest.approx(0.6, abs=0.03)
    stays = person(plain())
    assert not any(stays.leaves() for _ in range(1000))


def test_a_criterion_is_met_by_enough_of_the_last_answers() -> None:
    criterion = Criterion(correct=2, of=3)
    assert after_trial(criterion, [True, True], 5) is None
    assert after_trial(criterion, [True, False, True], 5) == "pass_over"
    assert after_trial(criterion, [True, True, False, False], 5) is None
    assert after_trial(criterion, [False, False, False], 0) is None


def test_a_criterion_that_is_never_met_can_end_the_session() -> None:
    strict = Criterion(correct=3, of=3, otherwise="screened_out")
    assert after_trial(strict, [True, False, True], 1) is None
    assert after_trial(strict, [True, False, True], 0) == "screened_out"
    assert after_trial(strict, [True, True, True], 0) == "pass_over"
