"""Marks in a picture: where is what matters?"""

import json
from math import inf, nan
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from stimuli import manifest
from study_app.study.controls import Mark, Proceed
from study_app.study.mind import Mind
from study_app.study.task import ANSWER, FEEDBACK, Material, Unanswerable
from study_app.study.trial import PlannedTrial
from study_app.tasks.spot import TASK
from tests.study_app.asked import material_of, trial_of, walked

UNREADABLE = "Your mark could not be read; please mark the picture again."
TOO_MUCH = "There are too many strokes; please mark the picture again with fewer."


@pytest.fixture
def material(stimuli: Path) -> Material:
    return material_of(manifest.read(stimuli / "gulls"))


def spot(shown: str | None = None, **options: Any) -> PlannedTrial:
    return trial_of("spot", shown, **{"question": "Where is it?", **options})


BRUSH = spot(tool="brush", radius=0.05)


def brush(strokes: object, radius: object = 0.05) -> str:
    return json.dumps({"radius": radius, "strokes": strokes})


def told(trial: PlannedTrial, material: Material, text: str) -> str:
    with pytest.raises(Unanswerable) as refused:
        TASK.read(trial, ANSWER, {"mark": text}, material)
    return str(refused.value)


def test_the_page_is_the_picture_to_mark(material: Material) -> None:
    page = TASK.page(spot("heatmap"), ANSWER, {}, material)
    assert page.control == Mark("Where is it?", "point", 0.04, "Continue")
    assert [figure.role for figure in page.prompt.figures] == ["stimulus"]
    assert page.timed


@pytest.mark.parametrize(("shown", "roles"), [("heatmap", ["explanation", "legend"]), (None, ["explanation"])])
def test_what_the_arm_explains_may_stand_beside_it(material: Material, shown: str | None, roles: list[str]) -> None:
    figures = TASK.page(spot(shown, explanation="by-arm"), ANSWER, {}, material).prompt.figures
    assert [figure.role for figure in figures] == ["stimulus", *roles]


def test_a_point_is_stored_in_fractions_with_the_size_of_the_picture(material: Material) -> None:
    values = TASK.read(spot(), ANSWER, {"mark": '{"x": 0.25, "y": 1}'}, material)
    assert values == {"mark": {"tool": "point", "x": 0.25, "y": 1.0, "width_px": 96, "height_px": 96}}
    assert TASK.correct(spot(), "mark", values["mark"], material) is None
    assert TASK.n_options(spot(), "mark", material) is None


def test_strokes_are_stored_with_the_radius_of_the_brush(material: Material) -> None:
    values = TASK.read(BRUSH, ANSWER, {"mark": brush([[[0, 0.5], [0.1, 0.5]], [[1, 1]]])}, material)
    assert values["mark"] == {
        "tool": "brush",
        "radius": 0.05,
        "strokes": [[[0.0, 0.5], [0.1, 0.5]], [[1.0, 1.0]]],
        "width_px": 96,
        "height_px": 96,
    }


@pytest.mark.parametrize("form", [{}, {"mark": ""}, {"response": "continue"}])
def test_a_form_without_a_mark_is_refused(material: Material, form: dict[str, str]) -> None:
    with pytest.raises(Unanswerable, match=r"Please mark a place in the picture\."):
        TASK.read(spot(), ANSWER, form, material)


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        "[0.5, 0.5]",
        "0.5",
        "null",
        '{"x": 0.5}',
        '{"x": 0.5, "y": 0.5, "z": 0.5}',
        '{"x": "0.5", "y": 0.5}',
        '{"x": true, "y": 0.5}',
        '{"x": null, "y": 0.5}',
        '{"x": [0.5], "y": 0.5}',
        '{"x": 1.0001, "y": 0.5}',
        '{"x": -0.0001, "y": 0.5}',
        '{"x": NaN, "y": 0.5}',
        '{"x": Infinity, "y": 0.5}',
        '{"x": 1e999, "y": 0.5}',
        '{"x": 1' + "0" * 400 + ', "y": 0.5}',
        '{"x": 1' + "0" * 5000 + ', "y": 0.5}',
        "[" * 50_000,
        brush([[[0.5, 0.5]]]),
    ],
)
def test_a_point_that_the_page_could_not_post_is_refused(material: Material, text: str) -> None:
    assert told(spot(), material, text) == UNREADABLE


@pytest.mark.parametrize(
    "text",
    [
        '{"x": 0.5, "y": 0.5}',
        brush([]),
        brush([[]]),
        brush("all"),
        brush([[0.5, 0.5]]),
        brush([[[0.5]]]),
        brush([[[0.5, 0.5, 0.5]]]),
        brush([[[0.5, 2]]]),
        brush([[[0.5, nan]]]),
        brush([[[0.5, inf]]]),
        brush([[{"x": 0.5, "y": 0.5}]]),
        brush([[[0.5, 0.5]]], radius=0.06),
        brush([[[0.5, 0.5]]], radius=None),
        json.dumps({"strokes": [[[0.5, 0.5]]]}),
    ],
)
def test_strokes_that_the_page_could_not_post_are_refused(material: Material, text: str) -> None:
    assert told(BRUSH, material, text) == UNREADABLE


@pytest.mark.parametrize(
    "strokes",
    [[[[0.5, 0.5]]] * 201, [[[0.5, 0.5]] * 2001], [[[0.1234, 0.1234]] * 1900] * 4],
    ids=["strokes", "points", "letters"],
)
def test_a_mark_beyond_all_measure_is_refused(material: Material, strokes: object) -> None:
    assert told(BRUSH, material, brush(strokes)) == TOO_MUCH


def test_a_mark_as_large_as_may_be_is_taken(material: Material) -> None:
    strokes = [[[0.1234, 0.1234]] * 2000, *[[[0.5, 0.5]]] * 199]
    values = TASK.read(BRUSH, ANSWER, {"mark": brush(strokes)}, material)
    assert values["mark"]["strokes"] == strokes


def test_a_radius_that_the_page_has_rounded_is_the_brush_s_own(material: Material) -> None:
    trial = spot(tool="brush", radius=0.033333)
    values = TASK.read(trial, ANSWER, {"mark": brush([[[0.5, 0.5]]], radius=0.0333)}, material)
    assert values["mark"]["radius"] == 0.033333


@pytest.mark.parametrize(("shown", "caption"), [("heatmap", "Its map"), (None, "The picture again")])
def test_feedback_shows_what_the_arm_explains_for_the_same_time_in_every_arm(
    material: Material, shown: str | None, caption: str
) -> None:
    trial = spot(shown, feedback={"minimum_seconds": 3, "heading": "Here", "caption": "Its map"})
    assert TASK.stages(trial) == (ANSWER, FEEDBACK)
    page = TASK.page(trial, FEEDBACK, {}, material)
    assert (page.prompt.heading, page.prompt.verdict) == ("Here", None)
    assert page.prompt.figures[1].caption == caption
    assert page.control == Proceed("Continue", 3.0)


@pytest.mark.parametrize(
    ("options", "shows", "before"),
    [
        ({}, False, False),
        ({"explanation": "by-arm"}, True, True),
        ({"feedback": {"minimum_seconds": 1}}, True, False),
    ],
)
def test_the_explanation_is_shown_before_where_the_block_says_so_and_with_feedback(
    options: dict[str, Any], shows: bool, before: bool
) -> None:
    checked = TASK.options.model_validate({"question": "?", **options})
    assert (TASK.shows_explanation(checked), TASK.explains_before_answer(checked)) == (shows, before)


@pytest.mark.parametrize("radius", [0, 0.3, -0.1, nan])
def test_a_brush_is_neither_nothing_nor_half_the_picture(radius: float) -> None:
    with pytest.raises(ValidationError, match="radius"):
        TASK.options.model_validate({"question": "?", "radius": radius})


def test_a_simulated_participant_points_near_the_middle(material: Material) -> None:
    """Standard error of the mean 0.15 / sqrt(400) = 0.0075; four of them."""
    marks = [walked(spot(), material, Mind(), Random(n))[ANSWER]["mark"] for n in range(400)]
    for axis in ("x", "y"):
        assert abs(sum(mark[axis] for mark in marks) / 400 - 0.5) < 0.03


def test_a_simulated_participant_paints_strokes_where_there_is_a_brush(material: Material) -> None:
    mark = walked(BRUSH, material, Mind(), Random(1))[ANSWER]["mark"]
    assert [len(stroke) for stroke in mark["strokes"]] == [5, 5]
