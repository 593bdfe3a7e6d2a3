"""The texts of the counterfactual study repeat numbers of its definition; they must not drift apart."""

import re
from pathlib import Path

import pytest

from stimuli.recipe import read_recipe
from study_app import study_folder
from study_app.study.plan import Place, after_seat, before_seat
from study_app.study.task import FEEDBACK, Task
from study_app.study_folder import SHIPPED, LoadedStudy, StudyFolder
from study_app.tasks import load
from tests.study_app.shipped import WORDS, with_small_pictures

FOLDER = SHIPPED / "counterfactual"


@pytest.fixture(scope="module")
def written() -> StudyFolder:
    """The study as written."""
    return study_folder.read(FOLDER)


@pytest.fixture(scope="module")
def loaded(written: StudyFolder, tmp_path_factory: pytest.TempPathFactory) -> LoadedStudy:
    """The study with small pictures that fit it."""
    return with_small_pictures(written, tmp_path_factory.mktemp("stimuli"))


def test_participants_are_told_how_long_it_takes_and_how_many_questions_there_are(written: StudyFolder) -> None:
    told, sets = written.sources, written.study.items.comparisons
    assert f"about **{written.study.study.minutes} minutes**" in told["consent.md"]
    assert f"Practice: {sets['practice'].n} questions." in told["instructions.md"]
    assert f"Examples: {sets['tutorial'].n} questions." in told["instructions.md"]
    assert f"The study: {sets['main'].n} questions." in told["instructions.md"]
    assert f"**{sets['tutorial'].n} examples**" in told["second-look.md"]
    assert f"**{sets['main'].n} questions**" in told["begin.md"]


def test_participants_are_told_of_every_gull_and_of_the_tries(written: StudyFolder) -> None:
    told = written.sources["instructions.md"]
    assert f"**{WORDS[len(written.study.items.classes)]} kinds**" in told
    assert [name for name in written.study.items.classes if name not in told] == []
    quiz = next(block for block in written.study.block if block.name == "quiz")
    assert f"You have {WORDS[quiz.options['tries']]} tries." in written.sources["consent.md"]


def test_nothing_before_the_debriefing_names_what_an_arm_is_shown(written: StudyFolder) -> None:
    before = {
        name: text.lower() for name, text in written.sources.items() if name not in ("debrief.md", "ratings.toml")
    }
    words = ("explan", "explain", "attention", "heat", "map", "placebo", "per cent", "colour")
    found = [(name, word) for name, text in before.items() for word in words if word in text]
    assert found == [("background.toml", "colour")]  # whether somebody tells colours apart


def test_the_quiz_comes_before_the_seat_and_whatever_explains_after_it(written: StudyFolder) -> None:
    names = [block.name for block in written.study.blocks_before_seat]
    assert names == ["consent", "device", "instructions", "practice", "quiz"]
    assert [one.block.name for one in written.blocks if one.shows_explanation] == ["tutorial", "questions"]


def test_only_questions_that_no_rule_of_a_graph_answers_are_counted(written: StudyFolder) -> None:
    assert written.study.items.comparisons["main"].strata == ("open",)
    assert {one.block for one in written.study.hypothesis} == {"questions"}
    assert {one.question for one in written.study.hypothesis} == {"choice_explained"}


def test_every_arm_is_asked_the_same_questions_and_nobody_is_told_what_was_right(loaded: LoadedStudy) -> None:
    plans = {arm: after_seat(loaded.design, Place(arm, 0), 1) for arm in loaded.study.arms}
    asked = {arm: [(t.item, t.flipped) for t in plan if t.block == "questions"] for arm, plan in plans.items()}
    assert len(asked["sag"]) == 10
    assert all(found == asked["sag"] for found in asked.values())
    task: Task = load("compare")
    stages = {stage for plan in plans.values() for t in plan if t.block == "questions" for stage in task.stages(t)}
    assert stages == {"answer", "confidence", "with_explanation", "sure_with"}
    practised = [t for t in before_seat(loaded.design) if t.block == "practice"]
    assert [task.stages(t) for t in practised] == [("answer", FEEDBACK)] * 2


def test_the_arms_are_compared_with_the_graph_one_by_one(written: StudyFolder) -> None:
    assert [one.arms for one in written.study.hypothesis] == [
        ("sag", "igos"),
        ("sag", "grad_cam"),
        ("sag", "none"),
        ("sag", "sag-without-edges"),
        ("sag", "placebo"),
    ]


def test_the_graphs_and_the_questions_hide_under_one_baseline() -> None:
    recipe = read_recipe(FOLDER / "stimuli.toml")
    assert recipe.items is not None
    made = {plan.name: plan.parameters.get("baseline") for plan in recipe.explanation}
    assert made["sag"] == made["sag-without-edges"] == recipe.items.baseline


def test_the_readme_tells_arms_seats_and_every_comparison(written: StudyFolder) -> None:
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    study, allocation = written.study, written.study.allocation
    arms = ", ".join(f"`{name}`" for name in study.arms)
    assert f"permuted blocks of {WORDS[allocation.block_size]}: {arms};" in told
    assert f"{allocation.seats} seats, {allocation.seats // len(study.arms)} per arm" in told
    assert "`sag` against `igos`, `grad_cam`, `none`, `sag-without-edges` and `placebo`" in told
    assert "who answered 5 or more times within half a second" in told
    rules = {one.rule: (one.at_least, one.milliseconds) for one in study.exclusion}
    assert rules == {"not_complete": (1, None), "faster_than": (5, 500), "looked_away": (10, None)}


def test_the_optional_arms_can_be_left_out_as_the_readme_says(written: StudyFolder, tmp_path: Path) -> None:
    optional = ("none", "sag-without-edges", "placebo")
    text = (FOLDER / "study.toml").read_text(encoding="utf-8")
    for arm in optional:
        text = re.sub(rf"\[arms\.{arm}\]\n(?:.+\n)+", "", text)
        text = re.sub(rf"\[\[hypothesis\]\]\n(?:.+\n){{4}}contrast = \"sag - {arm}\"\n(?:.+\n)*", "", text)
    for name, source in written.sources.items():
        (tmp_path / name).write_text(source, encoding="utf-8")
    (tmp_path / "study.toml").write_text(text.replace("seats = 240", "seats = 120"), encoding="utf-8")
    left = study_folder.read(tmp_path).study
    assert tuple(left.arms) == ("sag", "igos", "grad_cam")
    assert [one.arms[1] for one in left.hypothesis] == ["igos", "grad_cam"]
