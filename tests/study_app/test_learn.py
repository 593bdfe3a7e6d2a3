"""Pages of examples: one for each class, of the participant's arm."""

import csv
import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from stimuli import manifest
from stimuli.manifest import StimulusSet
from study_app import study_folder
from study_app.database import reading
from study_app.errors import StudyError
from study_app.export import write_export
from study_app.exporting.sources import built_in
from study_app.study.controls import Proceed
from study_app.study.outline import outline
from study_app.study.page import Figure
from study_app.study.plan import Place, after_seat
from study_app.study.task import ANSWER
from study_app.study.trial import PlannedTrial
from study_app.study_folder import LoadedStudy
from study_app.tasks.learn import TASK
from tests.study_app.conftest import NOW
from tests.study_app.visits import Visitor

STUDY = """
[study]
name = "gulls"
title = "Gulls"
summary = "Gulls."
minutes = 1
contact = "us"

[arms.none]

[arms.placebo]
explanation = "placebo"

[arms.heatmap]
explanation = "heatmap"

[allocation]
block_size = 3
seats = 30
seed = 1
after = "first"

[items]
classes = ["California", "Herring", "Ring-billed", "Western"]
pools.all = { per_class = 1 }

[[block]]
name = "first"
task = "text"
text = "first.md"

[[block]]
name = "learning"
task = "learn"
"""
ALL = {"California", "Herring", "Ring-billed", "Western"}


def written(folder: Path, options: str = "") -> Path:
    """A study: a text to read, then a block to learn from."""
    study = folder / "mine"
    study.mkdir()
    (study / "study.toml").write_text(STUDY + options)
    (study / "first.md").write_text("# First")
    return study


def loaded(folder: Path, stimuli: Path, options: str = "") -> LoadedStudy:
    return study_folder.load(str(written(folder, options)), stimuli / "gulls")


def learning(study: LoadedStudy, arm: str, rank: int = 0) -> list[PlannedTrial]:
    return [trial for trial in after_seat(study.design, Place(arm, rank), 5) if trial.block == "learning"]


def changed(stimuli: Path, folder: Path, pages: object) -> Path:
    """The stimuli of the tests, with other pages."""
    copy = Path(shutil.copytree(stimuli / "gulls", folder / "changed"))
    made = manifest.read(copy)
    manifest.write(StimulusSet.model_validate(made.model_dump() | {"class_pages": pages}), copy)
    return copy


def lines(folder: Path, stimuli: Path) -> list[str]:
    with pytest.raises(StudyError) as error:
        study_folder.load(str(folder), stimuli)
    return [line.removeprefix(f"{folder}/study.toml: ") for line in str(error.value).splitlines()]


def test_a_block_has_one_page_for_every_class_of_the_study(stimuli: Path, tmp_path: Path) -> None:
    study = loaded(tmp_path, stimuli)
    trials = learning(study, "heatmap")
    assert {trial.class_page for trial in trials} == ALL
    assert [trial.position_in_block for trial in trials] == [0, 1, 2, 3]
    assert study.design.n_trials == 1 + 4


def test_a_block_may_be_of_some_classes_only(stimuli: Path, tmp_path: Path) -> None:
    study = loaded(tmp_path, stimuli, 'classes = ["Western", "Herring"]')
    assert {trial.class_page for trial in learning(study, "heatmap")} == {"Western", "Herring"}
    assert any("a page of examples for each of Western, Herring, by arm" in line for line in outline(study.design))


def test_the_order_differs_from_seat_to_seat_and_is_the_same_in_every_arm(stimuli: Path, tmp_path: Path) -> None:
    study = loaded(tmp_path, stimuli)
    orders = {
        arm: [[t.class_page for t in learning(study, arm, rank)] for rank in range(10)] for arm in study.study.arms
    }
    assert orders["none"] == orders["placebo"] == orders["heatmap"]
    assert len({tuple(order) for order in orders["none"]}) > 1


@pytest.mark.parametrize(("arm", "explanation"), [("heatmap", "heatmap"), ("placebo", "placebo"), ("none", "")])
def test_the_page_is_that_of_the_arm_and_the_class(stimuli: Path, tmp_path: Path, arm: str, explanation: str) -> None:
    study = loaded(tmp_path, stimuli, 'text = "This is the {class} Gull"\ncaption = "Six"\nminimum_seconds = 3')
    for trial in learning(study, arm):
        label = str(trial.class_page)
        page = TASK.page(trial, ANSWER, {}, study.material)
        asset = study.material.stimuli.class_pages[explanation][label]
        assert page.prompt.heading == f"This is the {label} Gull"
        assert page.prompt.figures == (Figure(asset, "Six", "page"),)
        assert page.control == Proceed("Continue", 3.0)


def test_without_options_the_class_is_named_and_one_may_go_on_at_once(stimuli: Path, tmp_path: Path) -> None:
    study = loaded(tmp_path, stimuli, 'classes = ["Herring"]')
    page = TASK.page(learning(study, "none")[0], ANSWER, {}, study.material)
    assert (page.prompt.heading, page.control, page.timed) == ("This is: Herring", Proceed("Continue", 0.0), True)


def test_the_answer_says_which_class_was_shown(stimuli: Path, tmp_path: Path) -> None:
    study = loaded(tmp_path, stimuli, 'classes = ["Herring"]')
    values = TASK.read(learning(study, "none")[0], ANSWER, {"response": "continue"}, study.material)
    assert values == {"learn": "continue", "class": "Herring"}


def test_a_simulated_participant_goes_through_and_the_export_says_class_and_time(
    stimuli: Path, tmp_path: Path, sessions: sessionmaker[Session]
) -> None:
    visitor = Visitor(sessions, loaded(tmp_path, stimuli, 'classes = ["Herring"]\nminimum_seconds = 3')).arrive()
    visitor.answer_until("learning")
    visitor.answer(response="continue", rt_ms="5500", clock="frame")
    visitor.finish()
    with reading(sessions) as session:
        write_export(session, "gulls", tmp_path / "out", manifest_of=built_in(stimuli / "gulls"), now=NOW)
    with (tmp_path / "out" / "trials.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["block"] == "learning")
    wanted = ("task", "question", "image", "label", "response", "correct", "rt_ms")
    assert [row[one] for one in wanted] == ["learn", "learn", "NA", "Herring", "continue", "NA", "5500.0"]
    assert row["explanation"] == {"none": "NA"}.get(row["arm"], row["arm"])


def test_the_page_is_drawn_as_one_figure_in_a_place_of_its_own(stimuli: Path, tmp_path: Path, app: Flask) -> None:
    study = loaded(tmp_path, stimuli)
    page = TASK.page(learning(study, "heatmap")[0], ANSWER, {}, study.material)
    with app.test_request_context():
        module = app.jinja_env.get_template("participant/_prompts.html").module
        html = str(module.figures_of(page.prompt))  # type: ignore[attr-defined]
    assert html.count("<img") == 1
    assert 'class="figure figure--page"' in html


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            'classes = ["Hering"]',
            "block[1].classes: no class 'Hering'; did you mean 'Herring'? "
            "known: California, Herring, Ring-billed, Western",
        ),
        ("classes = []", "block[1].classes: tuple should have at least 1 item after validation, not 0"),
        ('classes = ["Herring", "Herring"]', "block[1].classes: 'Herring' is there twice"),
        (
            'text = "A gull"',
            "block[1].text: 'A gull' lacks {class}; write it where that goes",
        ),
        ('items = { pool = "all" }', "block[1].items: task 'learn' shows no images here; leave it out"),
    ],
)
def test_a_fault_of_the_block_is_told(tmp_path: Path, stimuli: Path, options: str, told: str) -> None:
    assert lines(written(tmp_path, options), stimuli / "gulls") == [told]


def test_pages_are_shown_only_after_the_seat_is_claimed(tmp_path: Path, stimuli: Path) -> None:
    study = written(tmp_path)
    (study / "study.toml").write_text(STUDY.replace('after = "first"', 'after = "learning"'))
    assert lines(study, stimuli / "gulls") == [
        "block[1]: shows the arm's explanation, but the seat is claimed after it"
    ]


def test_stimuli_without_pages_are_told_with_the_table_that_makes_them(tmp_path: Path, stimuli: Path) -> None:
    bare = changed(stimuli, tmp_path, {})
    assert lines(written(tmp_path, 'classes = ["Western", "Herring"]'), bare) == [
        "block[1]: no page of examples of Western, Herring (without an explanation, with explanation 'placebo', "
        "with explanation 'heatmap'); a table [class_pages] in stimuli.toml makes them"
    ]


def test_a_single_missing_page_is_told(tmp_path: Path, stimuli: Path) -> None:
    pages = manifest.read(stimuli / "gulls").model_dump()["class_pages"]
    del pages["placebo"]["Western"]
    assert lines(written(tmp_path), changed(stimuli, tmp_path, pages)) == [
        "block[1]: no page of examples of Western (with explanation 'placebo'); "
        "a table [class_pages] in stimuli.toml makes them"
    ]


def test_a_study_without_such_a_block_wants_no_pages(tmp_path: Path, stimuli: Path) -> None:
    study = written(tmp_path)
    (study / "study.toml").write_text(STUDY[: STUDY.rindex("[[block]]")])
    assert study_folder.load(str(study), changed(stimuli, tmp_path, {})).design.n_trials == 1
