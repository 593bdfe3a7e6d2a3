"""Comparative questions: which of two occluded versions does the classifier still take for the class?"""

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from stimuli import manifest
from stimuli.manifest import Side, StimulusSet
from study_app.study.controls import Ask, Choice, Choose, Proceed
from study_app.study.mind import Mind
from study_app.study.page import Page
from study_app.study.task import ANSWER, FEEDBACK, Material, Unanswerable
from study_app.study.trial import PlannedTrial
from study_app.tasks.compare import TASK
from tests.graph_pictures import attention_graph, give_graphs
from tests.study_app.asked import ITEM, compared, material_of, trial_of, walked

WITH = "with_explanation"
SURE: dict[str, Any] = {"points": 5}


@pytest.fixture
def made(stimuli: Path) -> StimulusSet:
    return compared(manifest.read(stimuli / "gulls"), "left")


@pytest.fixture
def material(made: StimulusSet) -> Material:
    return material_of(made)


def comparing(explanation: str | None = None, *, flipped: bool = False, **options: Any) -> PlannedTrial:
    return replace(trial_of("compare", explanation, **options), image=None, item=ITEM, flipped=flipped)


def shown(page: Page) -> list[tuple[str, str]]:
    return [(figure.role, figure.asset.sha256) for figure in page.prompt.figures]


@pytest.mark.parametrize(
    ("options", "stages", "questions"),
    [
        ({}, (ANSWER, WITH), ("choice", "choice_explained")),
        ({"parts": ["without"]}, (ANSWER,), ("choice",)),
        ({"parts": ["with"]}, (ANSWER,), ("choice_explained",)),
        (
            {"confidence": SURE},
            (ANSWER, "confidence", WITH, "sure_with"),
            ("choice", "confidence", "choice_explained", "confidence_explained"),
        ),
        (
            {"parts": ["with"], "confidence": SURE, "feedback": {"minimum_seconds": 1}},
            (ANSWER, "confidence", FEEDBACK),
            ("choice_explained", "confidence_explained"),
        ),
    ],
)
def test_each_part_is_a_stage_with_a_question_of_its_own(
    material: Material, options: dict[str, Any], stages: tuple[str, ...], questions: tuple[str, ...]
) -> None:
    trial = comparing(**options)
    assert TASK.stages(trial) == stages
    assert TASK.questions(trial, material) == questions
    assert [TASK.stage_of(trial, question) for question in questions] == list(stages[: len(questions)])


def test_the_picture_stands_before_its_two_versions(material: Material, made: StimulusSet) -> None:
    page = TASK.page(comparing("heatmap"), ANSWER, {}, material)
    stimulus, item = material.stimulus(trial_of("compare")), made.items[0]
    assert shown(page) == [
        ("stimulus", stimulus.asset.sha256),
        ("left", item.left.asset.sha256),
        ("right", item.right.asset.sha256),
    ]
    assert page.control == Choose(
        "Which of the two does the computer still take for: Herring?",
        (Choice("left", "Left", "1"), Choice("right", "Right", "2")),
    )
    assert page.timed


def test_a_flipped_trial_exchanges_the_versions_and_nothing_else(material: Material, made: StimulusSet) -> None:
    straight, flipped = (TASK.page(comparing(flipped=one), ANSWER, {}, material) for one in (False, True))
    item = made.items[0]
    assert shown(flipped)[1:] == [("left", item.right.asset.sha256), ("right", item.left.asset.sha256)]
    assert [figure.caption for figure in flipped.prompt.figures] == ["The picture", "Left", "Right"]
    assert flipped.control == straight.control


def test_the_second_part_adds_what_the_arm_explains_after_the_same_pictures(material: Material) -> None:
    trial, given = comparing("heatmap", caption="A map"), {ANSWER: {"choice": "left"}}
    page = TASK.page(trial, WITH, given, material)
    stimulus = material.stimulus(trial_of("compare"))
    first = TASK.page(trial, ANSWER, {}, material)
    assert page.prompt.figures[:3] == first.prompt.figures
    assert page.control == first.control
    assert shown(page)[3:] == [
        ("explanation", stimulus.explanation("heatmap").assets[0].sha256),
        ("legend", material.stimuli.legend["heatmap"].sha256),
    ]
    assert page.prompt.figures[3].caption == "A map"


@pytest.mark.parametrize("arm", [None, "heatmap"])
def test_the_second_look_says_that_it_is_one_in_the_same_words_in_every_arm(
    material: Material, arm: str | None
) -> None:
    trial = comparing(arm)
    headings = [TASK.page(trial, stage, {}, material).prompt.heading for stage in (ANSWER, WITH)]
    assert headings == ["First look", "Second look, with one more picture"]


def test_a_single_look_is_called_nothing(material: Material) -> None:
    assert TASK.page(comparing("heatmap", parts=["with"]), ANSWER, {}, material).prompt.heading == ""


def test_in_an_arm_without_an_explanation_the_second_part_shows_the_picture_again(material: Material) -> None:
    page = TASK.page(comparing(), WITH, {ANSWER: {"choice": "left"}}, material)
    asset = material.stimulus(trial_of("compare")).asset.sha256
    assert [shown(page)[0], *shown(page)[3:]] == [("stimulus", asset), ("explanation", asset)]


def test_a_graph_of_an_arm_is_walked_through_in_the_second_part(made: StimulusSet, tmp_path: Path) -> None:
    graph = attention_graph(tmp_path)
    walkable = material_of(give_graphs(tmp_path, made, "heatmap", graph))
    page = TASK.page(comparing("heatmap"), WITH, {ANSWER: {"choice": "left"}}, walkable)
    assert [figure.graph for figure in page.prompt.figures] == [None, None, None, graph]
    assert len(page.assets()) == 4


@pytest.mark.parametrize(
    ("parts", "shows", "before"),
    [(["without", "with"], True, False), (["without"], False, False), (["with"], True, True)],
)
def test_the_explanation_is_shown_in_the_part_that_has_it(parts: list[str], shows: bool, before: bool) -> None:
    options = TASK.options.model_validate({"parts": parts})
    assert (TASK.shows_explanation(options), TASK.explains_before_answer(options)) == (shows, before)
    trial = comparing("heatmap", parts=parts)
    assert TASK.subject(options) == "comparisons"
    assert TASK.steps(trial)[0].stage == ANSWER


def test_where_it_is_asked_only_with_the_explanation_the_first_page_has_it(material: Material) -> None:
    page = TASK.page(comparing("heatmap", parts=["with"]), ANSWER, {}, material)
    assert [figure.role for figure in page.prompt.figures] == ["stimulus", "left", "right", "explanation", "legend"]


@pytest.mark.parametrize(
    ("correct", "flipped", "answer", "right", "version"),
    [
        ("left", False, "left", True, "left"),
        ("left", False, "right", False, "right"),
        ("left", True, "left", False, "right"),
        ("left", True, "right", True, "left"),
        ("right", True, "left", True, "right"),
    ],
)
def test_an_answer_is_the_side_as_shown_and_the_version_whichever_way_it_was_shown(
    made: StimulusSet, correct: Side, flipped: bool, answer: str, right: bool, version: str
) -> None:
    material, trial = material_of(compared(made, correct)), comparing(flipped=flipped)
    for stage, question in ((ANSWER, "choice"), (WITH, "choice_explained")):
        assert TASK.read(trial, stage, {"response": answer}, material) == {question: answer, "version": version}
        assert TASK.correct(trial, question, answer, material) is right
        assert TASK.n_options(trial, question, material) == 2


def test_confidence_is_asked_after_each_part_and_is_never_right_or_wrong(material: Material) -> None:
    trial = comparing("heatmap", confidence=SURE)
    given: dict[str, dict[str, Any]] = {ANSWER: {"choice": "left"}, WITH: {"choice_explained": "left"}}
    for stage, question, n_figures in (("confidence", "confidence", 3), ("sure_with", "confidence_explained", 5)):
        page = TASK.page(trial, stage, given, material)
        assert isinstance(page.control, Ask)
        assert len(page.prompt.figures) == n_figures
        assert TASK.read(trial, stage, {"confidence": "4"}, material) == {question: 4}
        assert TASK.correct(trial, question, 4, material) is None
        assert TASK.n_options(trial, question, material) == 5


@pytest.mark.parametrize("response", ["", "Left", "both", "left "])
def test_another_answer_is_refused(material: Material, response: str) -> None:
    with pytest.raises(Unanswerable, match=r"Please choose one of the two\."):
        TASK.read(comparing(), ANSWER, {"response": response}, material)


@pytest.mark.parametrize("flipped", [False, True])
def test_no_page_before_the_last_answer_depends_on_which_is_right(made: StimulusSet, flipped: bool) -> None:
    trial = comparing("heatmap", flipped=flipped, confidence=SURE, feedback={"minimum_seconds": 1})
    given = {ANSWER: {"choice": "left"}, WITH: {"choice_explained": "left"}}
    for stage in TASK.stages(trial)[:-1]:
        pages = [TASK.page(trial, stage, given, material_of(compared(made, side))) for side in ("left", "right")]
        assert pages[0] == pages[1]
        assert "Herring/000" not in repr(pages[0])
        assert "hidden" not in repr(pages[0])


@pytest.mark.parametrize(
    ("flipped", "answer", "verdict", "told"),
    [(False, "left", True, "Left"), (False, "right", False, "Left"), (True, "right", True, "Right")],
)
def test_feedback_says_after_the_last_part_which_it_was(
    material: Material, flipped: bool, answer: str, verdict: bool, told: str
) -> None:
    feedback = {"minimum_seconds": 3, "text": "Still a {class}: {side}"}
    trial = comparing("heatmap", flipped=flipped, feedback=feedback)
    given = {ANSWER: {"choice": "left"}, WITH: {"choice_explained": answer}}
    page = TASK.page(trial, FEEDBACK, given, material)
    assert page.prompt.verdict is verdict
    assert page.prompt.html == f"<p>Still a <strong>Herring</strong>: <strong>{told}</strong></p>"
    assert page.control == Proceed("Continue", 3.0)
    assert len(page.prompt.figures) == 5


def test_feedback_without_the_explanation_shows_none(material: Material) -> None:
    trial = comparing(parts=["without"], feedback={"minimum_seconds": 1})
    page = TASK.page(trial, FEEDBACK, {ANSWER: {"choice": "right"}}, material)
    assert [figure.role for figure in page.prompt.figures] == ["stimulus", "left", "right"]
    assert page.prompt.verdict is False


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"parts": ["with", "without"]}, "write"),
        ({"parts": []}, "write"),
        ({"parts": ["after"]}, "'without' or 'with'"),
        ({"question": "Which one?"}, "lacks {class}"),
        ({"question": "{class} in {image}?"}, "no use for {image}; known: {class}"),
        ({"feedback": {"minimum_seconds": 1, "text": "{label}"}}, "no use for {label}; known: {class}, {side}"),
    ],
)
def test_a_fault_of_the_options_is_told(options: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError) as fault:
        TASK.options.model_validate(options)
    assert told in str(fault.value)


@pytest.mark.parametrize(("skill", "expected"), [(0.0, 0.5), (0.6, 0.8), (1.0, 1.0)])
@pytest.mark.parametrize("flipped", [False, True])
def test_a_simulated_participant_is_as_accurate_as_skill_and_guessing_say(
    material: Material, skill: float, expected: float, flipped: bool
) -> None:
    """In both parts, skill + (1 - skill) / 2; standard error 0.016, four of them."""
    trial, rng, mind = comparing(flipped=flipped), Random(1), Mind(skill=skill)
    answers = [walked(trial, material, mind, rng) for _ in range(1000)]
    for stage in (ANSWER, WITH):
        assert abs(sum(each[stage]["version"] == "left" for each in answers) / 1000 - expected) < 0.064
