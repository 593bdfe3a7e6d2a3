"""The plan that one begins with: guesses are read from names and values, and the text is TOML."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from analysis.outside import csv_table, plan_file
from analysis.outside.template import template


def begun(folder: Path, content: str) -> dict[str, Any]:
    """The plan that is written for that table."""
    path = folder / "my answers.csv"
    path.write_text(content, encoding="utf-8")
    return tomllib.loads(template(csv_table.read(path)))


def test_columns_are_known_by_their_usual_names_in_any_case(tmp_path: Path) -> None:
    found = begun(
        tmp_path,
        "Participant ID,Condition,Image,Phase,Is Correct,RT (ms),Confidence\n"
        "a,Grad-CAM,x.png,main,1,812,5\nb,None,x.png,main,0,1402,2\n",
    )
    assert found["study"] == {"name": "my-answers", "title": "my answers"}
    assert found["columns"] == {
        "participant": "Participant ID",
        "item": "Image",
        "arm": "Condition",
        "block": "Phase",
        "correct": "Is Correct",
        "rt": {"name": "RT (ms)", "unit": "ms"},
        "confidence": {"name": "Confidence", "points": 5},
    }
    assert {name: each["value"] for name, each in found["arms"].items()} == {"grad-cam": "Grad-CAM", "none": "None"}
    assert found["block"] == [{"name": "main", "value": "main", "title": "main"}]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("12.5\n80", {"name": "confidence", "range": [0, 100]}),
        ("0.2\n0.9", {"name": "confidence", "range": [0, 1]}),
        ("1\n7", {"name": "confidence", "points": 7}),
    ],
)
def test_scales_are_told_from_sliders(values: str, told: dict[str, Any], tmp_path: Path) -> None:
    assert begun(tmp_path, f"confidence\n{values}\n")["columns"]["confidence"] == told


def test_times_of_a_few_are_taken_for_seconds(tmp_path: Path) -> None:
    assert begun(tmp_path, "rt\n1.2\n3.4\n")["columns"]["rt"] == {"name": "rt", "unit": "s"}


def test_two_answers_in_a_row_are_known(tmp_path: Path) -> None:
    found = begun(tmp_path, "subject,item,label,initial_answer,ai_advice,final_answer,correct\na,x,t,t,g,g,0\n")
    assert found["columns"] == {
        "participant": "subject",
        "item": "item",
        "label": "label",
        "first": "initial_answer",
        "final": "final_answer",
        "advice": "ai_advice",
    }


def test_what_is_not_found_is_to_be_written(tmp_path: Path) -> None:
    found = begun(tmp_path, 'a,"quoted ""b"""\n1,2\n')
    assert found["columns"] == {"participant": "?", "item": "?", "correct": "?"}


def test_values_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    found = begun(tmp_path, "condition\nGrad CAM\nGrad-CAM\n2nd\n")
    assert {name: each["value"] for name, each in found["arms"].items()} == {
        "grad-cam": "Grad CAM",
        "grad-cam-2": "Grad-CAM",
        "x-2nd": "2nd",
    }


def test_it_is_a_sound_plan(tmp_path: Path) -> None:
    table = tmp_path / "data.csv"
    table.write_text("participant,item,condition,stage,response,label\na,x,c,before,t,t\na,x,c,after,t,t\n")
    written = plan_file.parsed(tmp_path / "plan.toml", template(csv_table.read(table)))
    assert written.faults == ()
    assert written.plan.stages is not None
    assert (written.plan.stages.first, written.plan.stages.final) == ("before", "after")
