from dataclasses import replace
from random import Random
from typing import Any

import pytest

from stimuli.manifest import Asset
from study_app.study.controls import Choose, Proceed
from study_app.study.mind import Mind
from study_app.study.plan import Place, after_seat
from study_app.study.task import ANSWER, FEEDBACK
from study_app.study.trial import PlannedTrial
from study_app.study_folder import LoadedStudy
from study_app.tasks.classify import TASK


def training(gulls: LoadedStudy, arm: str) -> PlannedTrial:
    return next(trial for trial in after_seat(gulls.design, Place(arm, 0), 5) if trial.block == "training")


def feedback_figures(gulls: LoadedStudy, arm: str) -> list[tuple[str, Asset]]:
    page = TASK.page(training(gulls, arm), FEEDBACK, {ANSWER: {"species": "Herring"}}, gulls.material)
    return [(figure.role, figure.asset) for figure in page.prompt.figures]


def answer_figures(gulls: LoadedStudy, arm: str, **options: Any) -> list[tuple[str, Asset, str]]:
    """What the page before the answer shows in a block with further options: role, picture, caption."""
    trial = training(gulls, arm)
    explained = replace(trial, options={**trial.options, **options})
    figures = TASK.page(explained, ANSWER, {}, gulls.material).prompt.figures
    return [(figure.role, figure.asset, figure.caption) for figure in figures]


def test_the_answers_are_the_classes_of_the_study_on_the_number_keys(gulls: LoadedStudy) -> None:
    control = TASK.page(training(gulls, "none"), ANSWER, {}, gulls.material).control
    assert isinstance(control, Choose)
    assert [(choice.key, choice.value) for choice in control.choices] == [
        ("1", "California"),
        ("2", "Herring"),
        ("3", "Ring-billed"),
        ("4", "Western"),
    ]


def test_feedback_tells_the_truth_and_the_answer(gulls: LoadedStudy) -> None:
    trial = training(gulls, "none")
    truth = gulls.material.stimulus(trial).label
    other = next(name for name in gulls.study.items.classes if name != truth)
    wrong = TASK.page(trial, FEEDBACK, {ANSWER: {"species": other}}, gulls.material).prompt
    right = TASK.page(trial, FEEDBACK, {ANSWER: {"species": truth}}, gulls.material).prompt
    assert (wrong.verdict, right.verdict) == (False, True)
    assert f"<strong>{truth}</strong>" in wrong.html
    assert f"<strong>{other}</strong>" in wrong.html


def test_feedback_shows_the_arm_s_explanation_beside_the_picture(gulls: LoadedStudy) -> None:
    stimulus = gulls.material.stimulus(training(gulls, "heatmap"))
    assert feedback_figures(gulls, "heatmap") == [
        ("stimulus", stimulus.asset),
        ("explanation", stimulus.explanation("heatmap").assets[0]),
        ("legend", gulls.material.stimuli.legend["heatmap"]),
    ]


def test_without_an_explanation_the_picture_fills_the_same_space(gulls: LoadedStudy) -> None:
    stimulus = gulls.material.stimulus(training(gulls, "none"))
    assert feedback_figures(gulls, "none") == [("stimulus", stimulus.asset), ("explanation", stimulus.asset)]


@pytest.mark.parametrize("arm", ["none", "placebo", "heatmap", "xnn"])
def test_feedback_by_arm_shows_nothing_but_the_picture_before_the_answer(gulls: LoadedStudy, arm: str) -> None:
    picture = gulls.material.stimulus(training(gulls, arm)).asset
    assert answer_figures(gulls, arm) == [("stimulus", picture, "")]


def test_a_block_by_arm_shows_the_explanation_beside_the_picture_before_the_answer(gulls: LoadedStudy) -> None:
    stimulus = gulls.material.stimulus(training(gulls, "heatmap"))
    assert answer_figures(gulls, "heatmap", explanation="by-arm", caption="A map") == [
        ("stimulus", stimulus.asset, "The picture"),
        ("explanation", stimulus.explanation("heatmap").assets[0], "A map"),
        ("legend", gulls.material.stimuli.legend["heatmap"], ""),
    ]


def test_a_block_by_arm_shows_the_picture_again_in_an_arm_without_an_explanation(gulls: LoadedStudy) -> None:
    asset = gulls.material.stimulus(training(gulls, "none")).asset
    assert answer_figures(gulls, "none", explanation="by-arm") == [
        ("stimulus", asset, "The picture"),
        ("explanation", asset, "The picture again"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "shows"),
    [(None, None, False), ("by-arm", None, True), (None, "by-arm", True), ("by-arm", "by-arm", True)],
)
def test_the_explanation_is_shown_where_the_block_or_its_feedback_says_so(
    before: str | None, after: str | None, shows: bool
) -> None:
    feedback = {"minimum_seconds": 1, "explanation": after}
    options = TASK.options.model_validate({"question": "?", "explanation": before, "feedback": feedback})
    assert TASK.shows_explanation(options) is shows
    assert TASK.explains_before_answer(options) is (before == "by-arm")


@pytest.mark.parametrize("arm", ["none", "placebo", "heatmap", "xnn"])
def test_the_minimum_time_is_the_same_in_every_arm(gulls: LoadedStudy, arm: str) -> None:
    page = TASK.page(training(gulls, arm), FEEDBACK, {ANSWER: {"species": "Herring"}}, gulls.material)
    assert page.control == Proceed("Continue", 4.0)


@pytest.mark.parametrize(("skill", "expected"), [(0.0, 0.25), (0.6, 0.7), (1.0, 1.0)])
def test_a_simulated_participant_is_as_accurate_as_skill_and_guessing_say(
    gulls: LoadedStudy, skill: float, expected: float
) -> None:
    """Accuracy = skill + (1 - skill) / 4."""
    trial, rng = training(gulls, "none"), Random(1)
    truth = gulls.material.stimulus(trial).label
    mind = Mind(skill=skill)
    n_right = sum(TASK.simulate(trial, ANSWER, {}, mind, rng, gulls.material)["response"] == truth for _ in range(4000))
    # standard error 0.007; four of them
    assert abs(n_right / 4000 - expected) < 0.028
