"""What will the classifier say?  Right is what it says, whatever the truth."""

from pathlib import Path
from random import Random

import pytest

from stimuli import manifest
from stimuli.manifest import StimulusSet
from study_app.study.controls import Choose, Proceed
from study_app.study.mind import Mind
from study_app.study.task import ANSWER, FEEDBACK
from study_app.tasks.predict import TASK
from tests.study_app.asked import material_of, seen_as, trial_of, walked

FEEDBACK_TOLD = {"minimum_seconds": 2.0, "explanation": "by-arm", "tells_truth": True}


@pytest.fixture
def made(stimuli: Path) -> StimulusSet:
    """The classifier takes the Herring Gull of IMAGE for a Western Gull."""
    return seen_as(manifest.read(stimuli / "gulls"), predicted="Western")


def test_the_question_has_the_classes_of_the_study_as_answers(made: StimulusSet) -> None:
    control = TASK.page(trial_of("predict"), ANSWER, {}, material_of(made)).control
    assert isinstance(control, Choose)
    assert control.question == "What will the computer say that this is?"
    assert [(choice.key, choice.value) for choice in control.choices] == [
        ("1", "California"),
        ("2", "Herring"),
        ("3", "Ring-billed"),
        ("4", "Western"),
    ]


@pytest.mark.parametrize(("answer", "right"), [("Western", True), ("Herring", False), ("California", False)])
def test_right_is_what_the_classifier_says_not_the_truth(made: StimulusSet, answer: str, right: bool) -> None:
    assert TASK.correct(trial_of("predict"), "prediction", answer, material_of(made)) is right


def test_nothing_is_right_where_the_classifier_says_what_cannot_be_chosen(made: StimulusSet) -> None:
    material = material_of(seen_as(made, predicted="Heermann"))
    assert TASK.correct(trial_of("predict"), "prediction", "Herring", material) is None
    answers = {walked(trial_of("predict"), material, Mind(skill=1), Random(n))[ANSWER]["prediction"] for n in range(99)}
    assert answers == {"California", "Herring", "Ring-billed", "Western"}


def test_chance_is_one_in_four(made: StimulusSet) -> None:
    assert TASK.n_options(trial_of("predict"), "prediction", material_of(made)) == 4


@pytest.mark.parametrize("explanation", [None, "heatmap"])
def test_the_page_before_the_answer_is_the_same_whatever_the_classifier_says(
    made: StimulusSet, explanation: str | None
) -> None:
    trial = trial_of("predict", explanation, explanation="by-arm", confidence={}, feedback=FEEDBACK_TOLD)
    given = {ANSWER: {"prediction": "Herring"}}
    for stage in (ANSWER, "confidence"):
        pages = [
            TASK.page(trial, stage, given, material_of(seen_as(made, predicted=said, label=truth)))
            for said in ("California", "Western")
            for truth in ("California", "Herring")
        ]
        assert pages == [pages[0]] * 4


def test_feedback_tells_the_prediction_and_the_truth_where_it_is_wanted(made: StimulusSet) -> None:
    trial = trial_of("predict", "heatmap", feedback=FEEDBACK_TOLD)
    page = TASK.page(trial, FEEDBACK, {ANSWER: {"prediction": "Western"}}, material_of(made))
    assert (page.prompt.heading, page.prompt.verdict) == ("That is right", True)
    assert page.prompt.html == (
        "<p>The computer says: <strong>Western</strong><br>Your answer: <strong>Western</strong></p>"
        "<p>In truth this is: <strong>Herring</strong></p>"
    )
    assert [figure.role for figure in page.prompt.figures] == ["stimulus", "explanation", "legend"]
    assert page.control == Proceed("Continue", 2.0)


def test_feedback_keeps_the_truth_back_unless_it_is_wanted(made: StimulusSet) -> None:
    trial = trial_of("predict", feedback={"minimum_seconds": 1, "wrong": "Falsch"})
    page = TASK.page(trial, FEEDBACK, {ANSWER: {"prediction": "California"}}, material_of(made))
    assert (page.prompt.heading, page.prompt.verdict) == ("Falsch", False)
    assert "Herring" not in repr(page)


def test_an_answer_that_was_missed_gets_feedback_too(made: StimulusSet) -> None:
    trial = trial_of("predict", feedback={"minimum_seconds": 1})
    page = TASK.page(trial, FEEDBACK, {ANSWER: {}}, material_of(made))
    assert page.prompt.verdict is False
    assert "Your answer: <strong>–</strong>" in page.prompt.html


@pytest.mark.parametrize(
    ("before", "after", "shows"),
    [(None, None, False), ("by-arm", None, True), (None, "by-arm", True), ("by-arm", "by-arm", True)],
)
def test_the_explanation_is_shown_where_the_block_or_its_feedback_says_so(
    before: str | None, after: str | None, shows: bool
) -> None:
    feedback = {"minimum_seconds": 1, "explanation": after}
    options = TASK.options.model_validate({"explanation": before, "feedback": feedback})
    assert TASK.shows_explanation(options) is shows
    assert TASK.explains_before_answer(options) is (before == "by-arm")


@pytest.mark.parametrize(("skill", "expected"), [(0.0, 0.25), (0.6, 0.7), (1.0, 1.0)])
def test_a_simulated_participant_is_as_accurate_as_skill_and_guessing_say(
    made: StimulusSet, skill: float, expected: float
) -> None:
    """Accuracy = skill + (1 - skill) / 4; standard error 0.011, four of them."""
    trial, material, rng, mind = trial_of("predict"), material_of(made), Random(1), Mind(skill=skill)
    n_right = sum(walked(trial, material, mind, rng)[ANSWER]["prediction"] == "Western" for _ in range(1600))
    assert abs(n_right / 1600 - expected) < 0.046
