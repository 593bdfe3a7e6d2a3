"""The classifier's advice: accepted or refused, or heard between one's own answer and the final one."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from stimuli import manifest
from stimuli.manifest import StimulusSet
from study_app.study.controls import Ask, Choice, Choose, Proceed
from study_app.study.mind import Mind
from study_app.study.task import ANSWER, FEEDBACK, Material, Unanswerable
from study_app.study.trial import PlannedTrial
from study_app.tasks.advise import TASK
from tests.study_app.asked import material_of, seen_as, trial_of, walked

SURE: dict[str, Any] = {"points": 5}
OWN = {ANSWER: {"own": "Herring"}}


@pytest.fixture
def made(stimuli: Path) -> StimulusSet:
    """The classifier takes the Herring Gull of IMAGE for a Western Gull, p = .725."""
    return seen_as(manifest.read(stimuli / "gulls"), predicted="Western", p_predicted=0.725)


@pytest.fixture
def material(made: StimulusSet) -> Material:
    return material_of(made)


def one(shown: str | None = None, **options: Any) -> PlannedTrial:
    return trial_of("advise", shown, **{"stages": "one", "question": "Do you accept that?", **options})


def two(shown: str | None = None, **options: Any) -> PlannedTrial:
    return trial_of("advise", shown, **{"stages": "two", "question": "Which bird is this?", **options})


def test_in_one_stage_the_label_is_accepted_or_refused(material: Material) -> None:
    page = TASK.page(one(), ANSWER, {}, material)
    assert page.prompt.html == "<p>The computer says: <strong>Western</strong></p>"
    assert page.control == Choose(
        "Do you accept that?", (Choice("accept", "Accept", "1"), Choice("refuse", "Refuse", "2"))
    )
    assert [figure.role for figure in page.prompt.figures] == ["stimulus"]
    assert page.timed


@pytest.mark.parametrize(
    ("p", "percent"), [(0.725, "73"), (0.0, "0"), (0.494, "49"), (0.495, "50"), (0.9951, "100"), (1.0, "100")]
)
def test_the_probability_is_told_in_whole_per_cent(made: StimulusSet, p: float, percent: str) -> None:
    material = material_of(seen_as(made, p_predicted=p))
    shown = TASK.page(one(shows_probability=True, probability="p: {percent} %"), ANSWER, {}, material).prompt.html
    assert shown == f"<p>The computer says: <strong>Western</strong></p><p>p: <strong>{percent}</strong> %</p>"


def test_what_the_arm_explains_stands_beside_the_picture_with_the_advice(material: Material) -> None:
    for trial, stage, given in (
        (one("heatmap", explanation="by-arm"), ANSWER, {}),
        (two("heatmap", explanation="by-arm"), "advice", OWN),
    ):
        figures = TASK.page(trial, stage, given, material).prompt.figures
        assert [figure.role for figure in figures] == ["stimulus", "explanation", "legend"]


def test_an_arm_without_an_explanation_gets_the_advice_and_the_picture_again(material: Material) -> None:
    prompt = TASK.page(one(explanation="by-arm"), ANSWER, {}, material).prompt
    assert [figure.caption for figure in prompt.figures] == ["The picture", "The picture again"]
    assert "Western" in prompt.html


@pytest.mark.parametrize(
    ("predicted", "answer", "right"),
    [
        ("Western", "accept", False),
        ("Western", "refuse", True),
        ("Herring", "accept", True),
        ("Herring", "refuse", False),
    ],
)
def test_a_decision_is_right_where_it_suits_the_advice(
    made: StimulusSet, predicted: str, answer: str, right: bool
) -> None:
    material = material_of(seen_as(made, predicted=predicted))
    assert TASK.read(one(), ANSWER, {"response": answer}, material) == {"decision": answer, "advice": predicted}
    assert TASK.correct(one(), "decision", answer, material) is right
    assert TASK.n_options(one(), "decision", material) == 2


@pytest.mark.parametrize(
    ("trial", "stages", "questions"),
    [
        (one(), (ANSWER,), ("decision",)),
        (one(confidence=SURE), (ANSWER, "confidence"), ("decision", "confidence")),
        (two(), (ANSWER, "advice"), ("own", "final")),
        (
            two(confidence=SURE, feedback={"minimum_seconds": 1}),
            (ANSWER, "confidence", "advice", "sure_final", FEEDBACK),
            ("own", "confidence", "final", "confidence_final"),
        ),
    ],
)
def test_stages_and_questions_follow_the_options(
    material: Material, trial: PlannedTrial, stages: tuple[str, ...], questions: tuple[str, ...]
) -> None:
    assert TASK.stages(trial) == stages
    assert TASK.questions(trial, material) == questions
    assert [TASK.stage_of(trial, question) for question in questions] == list(stages[: len(questions)])


def test_in_two_stages_one_s_own_answer_is_given_from_the_picture_alone(material: Material) -> None:
    trial = two("heatmap", explanation="by-arm", shows_probability=True, confidence=SURE)
    for stage in (ANSWER, "confidence"):
        prompt = TASK.page(trial, stage, OWN, material).prompt
        assert prompt.html == ""
        assert [figure.role for figure in prompt.figures] == ["stimulus"]
    control = TASK.page(trial, ANSWER, {}, material).control
    assert isinstance(control, Choose)
    assert [choice.value for choice in control.choices] == ["California", "Herring", "Ring-billed", "Western"]


def test_then_comes_the_advice_with_one_s_own_answer(material: Material) -> None:
    page = TASK.page(two(final_question="And now?"), "advice", OWN, material)
    assert page.prompt.html == (
        "<p>The computer says: <strong>Western</strong></p><p>Your answer was: <strong>Herring</strong></p>"
    )
    assert isinstance(page.control, Choose)
    assert page.control.question == "And now?"
    assert [choice.key for choice in page.control.choices] == ["1", "2", "3", "4"]


def test_an_empty_reminder_does_not_tell_one_s_own_answer_again(material: Material) -> None:
    html = TASK.page(two(reminder=""), "advice", OWN, material).prompt.html
    assert html == "<p>The computer says: <strong>Western</strong></p>"


def test_without_advice_the_second_stage_tells_no_label_and_stores_none(material: Material) -> None:
    trial = two(advice=False, reminder="")
    page = TASK.page(trial, "advice", OWN, material)
    assert page.prompt.html == ""
    assert TASK.read(trial, "advice", {"response": "Herring"}, material) == {"final": "Herring"}


def test_the_advice_is_kept_beside_the_final_answer_and_not_beside_one_s_own(material: Material) -> None:
    assert TASK.read(two(), ANSWER, {"response": "Herring"}, material) == {"own": "Herring"}
    assert TASK.read(two(), "advice", {"response": "Western"}, material) == {"final": "Western", "advice": "Western"}


@pytest.mark.parametrize("question", ["own", "final"])
def test_own_and_final_answers_are_held_against_the_truth(material: Material, question: str) -> None:
    verdicts = {name: TASK.correct(two(), question, name, material) for name in ("Herring", "Western")}
    assert verdicts == {"Herring": True, "Western": False}
    assert TASK.n_options(two(), question, material) == 4


def test_confidence_has_a_row_of_its_own_for_each_answer(material: Material) -> None:
    trial = two(confidence=SURE)
    for stage, question in (("confidence", "confidence"), ("sure_final", "confidence_final")):
        assert isinstance(TASK.page(trial, stage, OWN, material).control, Ask)
        assert TASK.read(trial, stage, {"confidence": "5"}, material) == {question: 5}
        assert TASK.correct(trial, question, 5, material) is None
        assert TASK.n_options(trial, question, material) == 5


@pytest.mark.parametrize(
    ("trial", "stage", "response"),
    [(one(), ANSWER, "Western"), (two(), ANSWER, "accept"), (two(), "advice", ""), (two(), "advice", "Heermann")],
)
def test_an_answer_that_was_not_offered_is_refused(
    material: Material, trial: PlannedTrial, stage: str, response: str
) -> None:
    with pytest.raises(Unanswerable, match=r"Please choose one of the answers\."):
        TASK.read(trial, stage, {"response": response}, material)


@pytest.mark.parametrize("trial", [one("heatmap", explanation="by-arm", confidence=SURE), two(confidence=SURE)])
def test_no_page_before_the_last_answer_depends_on_the_truth(made: StimulusSet, trial: PlannedTrial) -> None:
    materials = [material_of(seen_as(made, label=label)) for label in ("Herring", "Western", "California")]
    given = {**OWN, "advice": {"final": "Western"}}
    for stage in TASK.stages(trial):
        pages = [TASK.page(trial, stage, given, material) for material in materials]
        assert pages == [pages[0]] * 3


def test_one_s_own_answer_is_asked_on_a_page_that_does_not_depend_on_the_advice(made: StimulusSet) -> None:
    trial = two("heatmap", explanation="by-arm", shows_probability=True)
    pages = [
        TASK.page(trial, ANSWER, {}, material_of(seen_as(made, predicted=said, p_predicted=p)))
        for said, p in (("Western", 0.7), ("Herring", 0.9))
    ]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(("answer", "verdict", "word"), [("refuse", True, "No"), ("accept", False, "Yes")])
def test_feedback_on_a_decision_tells_the_truth_and_the_answer_in_its_words(
    material: Material, answer: str, verdict: bool, word: str
) -> None:
    trial = one(accept="Yes", refuse="No", feedback={"minimum_seconds": 2})
    page = TASK.page(trial, FEEDBACK, {ANSWER: {"decision": answer}}, material)
    assert page.prompt.verdict is verdict
    assert page.prompt.html == f"<p>This is: <strong>Herring</strong><br>Your answer: <strong>{word}</strong></p>"
    assert page.control == Proceed("Continue", 2.0)


def test_feedback_of_two_stages_is_about_the_final_answer(material: Material) -> None:
    trial = two("heatmap", feedback={"minimum_seconds": 2, "explanation": "by-arm", "text": "{label}, not {advice}"})
    page = TASK.page(trial, FEEDBACK, {**OWN, "advice": {"final": "Western"}}, material)
    assert page.prompt.verdict is False
    assert page.prompt.html == "<p><strong>Herring</strong>, not <strong>Western</strong></p>"
    assert [figure.role for figure in page.prompt.figures] == ["stimulus", "explanation", "legend"]


def test_a_missed_answer_is_not_right(material: Material) -> None:
    for trial, given in (
        (one(feedback={"minimum_seconds": 1}), {ANSWER: {}}),
        (two(feedback={"minimum_seconds": 1}), OWN),
    ):
        assert TASK.page(trial, FEEDBACK, given, material).prompt.verdict is False


@pytest.mark.parametrize(
    ("options", "shows", "before"),
    [
        ({"stages": "one"}, False, False),
        ({"stages": "one", "explanation": "by-arm"}, True, True),
        ({"stages": "two", "explanation": "by-arm"}, True, True),
        ({"stages": "two", "feedback": {"minimum_seconds": 1, "explanation": "by-arm"}}, True, False),
    ],
)
def test_the_explanation_is_shown_with_the_advice_or_with_feedback(
    options: dict[str, Any], shows: bool, before: bool
) -> None:
    checked = TASK.options.model_validate({"question": "?", **options})
    assert (TASK.shows_explanation(checked), TASK.explains_before_answer(checked)) == (shows, before)


def test_one_stage_without_advice_is_refused() -> None:
    with pytest.raises(ValidationError, match="in one stage there is nothing else to accept"):
        TASK.options.model_validate({"stages": "one", "question": "?", "advice": False})


@pytest.mark.parametrize(
    ("predicted", "mind", "expected"),
    [
        ("Western", Mind(skill=1.0), 0.0),
        ("Herring", Mind(skill=1.0, reliance=0.0), 1.0),
        ("Western", Mind(skill=0.0, reliance=0.8), 0.8),
        ("Western", Mind(skill=0.5, reliance=0.8), 0.4),
        ("Herring", Mind(skill=1.0, lapse=1.0, reliance=0.0), 0.5),
    ],
)
def test_a_simulated_participant_accepts_as_skill_and_reliance_say(
    made: StimulusSet, predicted: str, mind: Mind, expected: float
) -> None:
    """Where nothing is known the advice is accepted with probability reliance; standard error 0.016, four of them."""
    material, rng = material_of(seen_as(made, predicted=predicted)), Random(1)
    n = sum(walked(one(), material, mind, rng)[ANSWER]["decision"] == "accept" for _ in range(1000))
    assert abs(n / 1000 - expected) < 0.064


@pytest.mark.parametrize(("reliance", "expected"), [(0.0, 0.0), (0.3, 0.3), (1.0, 1.0)])
def test_a_simulated_participant_switches_to_other_advice_as_reliance_says(
    material: Material, reliance: float, expected: float
) -> None:
    """Switch fraction among those whose own answer differs from the advice (all, at skill 1); four standard errors."""
    rng, mind = Random(1), Mind(skill=1.0, reliance=reliance)
    walks = [walked(two(), material, mind, rng) for _ in range(1000)]
    assert {walk[ANSWER]["own"] for walk in walks} == {"Herring"}
    assert {walk["advice"]["final"] for walk in walks} <= {"Herring", "Western"}
    assert abs(sum(walk["advice"]["final"] == "Western" for walk in walks) / 1000 - expected) < 0.06


@pytest.mark.parametrize(("predicted", "advice"), [("Herring", True), ("Western", False), ("Heermann", True)])
def test_a_simulated_participant_keeps_the_own_answer_where_no_other_is_advised(
    made: StimulusSet, predicted: str, advice: bool
) -> None:
    material, mind = material_of(seen_as(made, predicted=predicted)), Mind(skill=1.0, reliance=1.0)
    walks = [walked(two(advice=advice), material, mind, Random(n)) for n in range(50)]
    assert {walk["advice"]["final"] for walk in walks} == {"Herring"}
