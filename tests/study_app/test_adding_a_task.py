"""docs/adding-a-task.md, done as it says, in a folder outside the package."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from study_app import study_folder, tasks
from study_app.study.mind import Mind
from study_app.study.plan import Place, after_seat
from study_app.study.task import ANSWER, Unanswerable
from study_app.study_folder import LoadedStudy
from tests.builders import PLAIN_GULLS, write_stimulus_set

HOUSE = Path(__file__).parent.parent.parent
PAGE = (HOUSE / "docs" / "adding-a-task.md").read_text(encoding="utf-8")


def code(language: str) -> str:
    """The page's first block in that language."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoadedStudy]:
    """The plain study with the page's block before its last one, and the page's module to be imported."""
    lab = tmp_path / "lab" / "mylab"
    lab.mkdir(parents=True)
    (lab / "__init__.py").touch()
    (lab / "colour.py").write_text(code("python"))
    monkeypatch.syspath_prepend(str(lab.parent))
    folder = Path(shutil.copytree(PLAIN_GULLS, tmp_path / "mine"))
    definition = folder / "study.toml"
    last = '[[block]]\nname = "debrief"'
    text = definition.read_text()
    assert last in text
    definition.write_text(text.replace(last, f"{code('toml')}\n{last}"))
    write_stimulus_set(tmp_path / "stimuli")
    yield study_folder.load(str(folder), tmp_path / "stimuli")
    for name in [name for name in sys.modules if name.split(".")[0] == "mylab"]:
        del sys.modules[name]


def test_the_page_s_task_is_planned_answered_and_scored(loaded: LoadedStudy) -> None:
    trials = [t for t in after_seat(loaded.design, Place("heatmap", 0), 1) if t.block == "colour"]
    assert len(trials) == 24
    task = tasks.load("mylab.colour:TASK")
    for trial in trials:
        label = loaded.material.stimulus(trial).label
        form = task.simulate(trial, ANSWER, {}, Mind(skill=1.0), Random(1), loaded.material)
        given = {ANSWER: task.read(trial, ANSWER, form, loaded.material)}
        assert given[ANSWER] == {"dark": "yes" if label == "Western" else "no"}
        assert task.passes(trial, given, loaded.material) is True


def test_a_forged_answer_to_the_page_s_task_is_refused(loaded: LoadedStudy) -> None:
    trial = next(t for t in after_seat(loaded.design, Place("none", 0), 1) if t.block == "colour")
    with pytest.raises(Unanswerable, match="choose one"):
        tasks.load("mylab.colour:TASK").read(trial, ANSWER, {"response": "maybe"}, loaded.material)


def test_a_task_that_cannot_be_loaded_is_a_fault_with_its_place(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PLAIN_GULLS, tmp_path / "mine"))
    definition = folder / "study.toml"
    definition.write_text(definition.read_text().replace('task = "rate"', 'task = "nowhere.at_all:TASK"'))
    with pytest.raises(Exception, match=r"block\[\d\]\.task: 'nowhere\.at_all:TASK' cannot be loaded: No module"):
        study_folder.read(folder)
