"""What is wrong with a plan.toml is said with file, key path and what would be right, all at once."""

from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.outside import plan_file
from tests.analysis.outside.tables import PLAN, TWO_STAGES


def faults_of(text: str, folder: Path) -> list[str]:
    """The faults of that plan, without the file's name before them."""
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    try:
        found = list(plan_file.read(path).faults)
    except AnalysisError as fault:
        found = str(fault).splitlines()
    assert all(line.startswith(f"{path}: ") for line in found)
    return [line.removeprefix(f"{path}: ") for line in found]


@pytest.mark.parametrize("plan", [PLAN, TWO_STAGES])
def test_a_sound_plan_has_no_fault(plan: str, tmp_path: Path) -> None:
    assert faults_of(plan, tmp_path) == []


def test_unknown_and_missing_keys_are_told_at_once(tmp_path: Path) -> None:
    found = faults_of(PLAN.replace("item =", "itme =").replace("n_options = 4", 'varies = "among"'), tmp_path)
    assert "columns.item: missing" in found
    assert any(
        line.startswith("columns.itme: no key 'itme'; did you mean 'item'? known: participant,") for line in found
    )
    assert any(line.startswith("study.varies: input should be 'between' or 'within'") for line in found)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('name = "birds"', "name = birds"), "invalid value (at line 3, column 8)"),
        (('correct = "acc"', ""), "columns.correct: missing; write it, or response and label, from which it follows"),
        (('correct = "acc"', 'first = "a"'), "columns.final: missing; first, final and label go together"),
        (('correct = "acc"', 'first = "a"\nfinal = "b"\nlabel = "c"\ncorrect = "d"'), "columns.correct: leave it out"),
        (('correct = "acc"', 'stage = "s"'), "stages: missing; write [stages] with first = … and final = …"),
        (('correct = "acc"', 'stage = "s"'), "columns.response: missing; `stage` needs it"),
        (('correct = "acc"', 'correct = "acc"\naccepts = "x"'), "columns.accepts: goes with study.task = 'accept'"),
        (
            ("n_options = 4", 'task = "accept"'),
            "columns.ai_correct: with task = 'accept' write two of correct, accepts",
        ),
        (('arm = "condition"', ""), "columns.arm: missing; [arms] says what its values mean"),
        (('arm = "condition"', 'level = "condition"'), "levels: missing; write [levels.NAME] with value = …"),
        (('value = "heat map"', 'value = "no explanation"'), "arms: two of them have the value 'no explanation'"),
        (('correct = "acc"', 'correct = "acc"\nblock = "phase"'), "block: missing; write [[block]] with name = …"),
        (
            ('"map - none"', '"mop - none"'),
            "hypothesis[0].contrast: no arm 'mop'; did you mean 'map'? known: none, map",
        ),
        (('"map - none"', '"map - none"\nblock = "tets"'), "hypothesis[0].block: no block 'tets'; known: trials"),
        (('"map - none"', '"map.far - none.near"'), "hypothesis[0].contrast: no block or level 'far'"),
        (('"map - none"', '"map - none"\nquestion = "own"'), "hypothesis[0].question: leave it out"),
        (('"map - none"', '"map"'), "hypothesis[0].contrast: 'map' compares nothing"),
        (('correct = "acc"', 'correct = "acc"\nconfidence = { name = "c" }'), "columns.confidence: write points = …"),
        (
            ('correct = "acc"', 'correct = "acc"\nconfidence = { name = "c", range = [5, 1] }'),
            "columns.confidence.range: the lower end first; found [5.0, 1.0]",
        ),
        (('correct = "acc"', 'correct = "acc"\nrt = { name = "rt" }'), "columns.rt.unit: missing"),
        (
            ('correct = "acc"', 'correct = "acc"\npredicted = "p"\nadvice = "a"'),
            "columns.advice: what the AI says has one",
        ),
        (("n_options = 4", 'varies = "within"\n'), "hypothesis[0].contrast"),
    ],
)
def test_what_does_not_fit_together_is_said(change: tuple[str, str], said: str, tmp_path: Path) -> None:
    plan = PLAN
    if change[1].startswith("varies"):
        plan = plan.replace("map - none", "map.trials - none.trials")
    assert change[0] in plan
    found = faults_of(plan.replace(*change), tmp_path)
    assert any(line.startswith(said) for line in found), found


def test_rules_that_the_table_cannot_serve_are_refused(tmp_path: Path) -> None:
    rules = ("not_complete", "failed_attention", "failed_catch", "looked_away", "faster_than")
    plan = PLAN + "".join(f'[[exclusion]]\nname = "r{n}"\nrule = "{rule}"\n' for n, rule in enumerate(rules))
    assert faults_of(plan, tmp_path) == [
        "exclusion[0].rule: 'not_complete' needs columns.completed, which is missing",
        "exclusion[1].rule: 'failed_attention' needs columns.check of kind 'attention', which is missing",
        "exclusion[2].rule: 'failed_catch' needs columns.check of kind 'catch', which is missing",
        "exclusion[3].rule: 'looked_away' needs what only Gullseye records: when the page was hidden",
        "exclusion[4].rule: 'faster_than' needs columns.rt, which is missing",
        "exclusion[4].milliseconds: goes with rule = 'faster_than', which needs it",
    ]


@pytest.mark.parametrize(
    ("outcome", "lacking"),
    [
        ("response_time", "columns.rt, which is missing"),
        ("confidence", "columns.confidence, which is missing"),
        ("over_reliance", "task = 'accept', or answers before and after advice"),
        ("switching", "answers before and after advice (columns.stage, or first and final)"),
        ("rating", "ratings, for which plan.toml has no columns"),
    ],
)
def test_an_outcome_that_no_column_tells_is_refused(outcome: str, lacking: str, tmp_path: Path) -> None:
    assert faults_of(f'{PLAN}outcome = "{outcome}"\n', tmp_path) == [
        f"hypothesis[0].outcome: {outcome!r} needs {lacking}"
    ]


def test_reliance_is_told_by_answers_before_and_after_advice(tmp_path: Path) -> None:
    assert faults_of(f'{TWO_STAGES}outcome = "switching"\n', tmp_path) == []


def test_of_two_stages_a_hypothesis_says_which_answer(tmp_path: Path) -> None:
    found = faults_of(TWO_STAGES.replace('question = "final"', ""), tmp_path)
    assert found == ["hypothesis[0].question: write 'own' (before advice) or 'final' (after it)"]


def test_a_plan_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"plan\.toml: No such file"):
        plan_file.read(tmp_path / "plan.toml")
