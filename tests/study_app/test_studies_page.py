"""docs/studies.md: what it shows of study.toml is a study, and the keys that it names are keys."""

import re
import tomllib
from pathlib import Path

import pytest

from study_app import tasks
from study_app.study_folder.sound_tables import definition_of

PAGE = (Path(__file__).parents[2] / "docs" / "studies.md").read_text(encoding="utf-8")
BLOCKS = """
[[block]]
name = "background"
task = "background"

[[block]]
name = "quiz"
task = "quiz"

[[block]]
name = "training"
task = "classify"
items = { pool = "train", per_class = 2 }

[[block]]
name = "test"
task = "classify"
items = { pool = "sure", per_class = 3 }
"""
ROW = re.compile(r"^\| `(\w+)` \| .* \| (.*) \|$", re.MULTILINE)
KEYS = {task: re.findall(r"`(\w+)`", keys) for task, keys in ROW.findall(PAGE) if task in tasks.names()}


def test_its_examples_together_are_a_study() -> None:
    shown = "\n".join(re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
    without_the_other_kind = re.sub(r"^minimise = .*$", "", shown, flags=re.MULTILINE)
    study, faults = definition_of(tomllib.loads(without_the_other_kind + BLOCKS))
    assert faults == []
    assert study is not None
    assert list(study.arms) == ["plain", "map", "placebo"]


def test_it_tells_of_every_task_kind() -> None:
    assert sorted(KEYS) == tasks.names()


@pytest.mark.parametrize("task", sorted(KEYS))
def test_it_names_every_key_of_a_task_and_no_other(task: str) -> None:
    assert sorted(KEYS[task]) == sorted(tasks.load(task).options.model_fields)
