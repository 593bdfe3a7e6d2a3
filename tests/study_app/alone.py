"""A single trial of a task kind with what it draws on, made in memory."""

import tomllib
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from study_app.study.mind import Mind
from study_app.study.task import ANSWER, Material, Task, Unanswerable, Values
from study_app.study.texts import safe_html
from study_app.study.trial import PlannedTrial
from tests.study_app.designs import plenty, study_of


class Alone:
    """A task kind with one block's options and the files that they name (name → text)."""

    def __init__(self, task: Task, options: Mapping[str, Any], files: Mapping[str, str] | None = None) -> None:
        self.task = task
        self.options = task.options.model_validate(options)
        sources = dict(files or {})
        tables = {name: tomllib.loads(text) for name, text in sources.items() if name.endswith(".toml")}
        texts = {name: safe_html(text) for name, text in sources.items() if name.endswith(".md")}
        self.material = Material(study_of(), texts, tables, plenty(), sources)
        checked = self.options.model_dump(mode="json")
        self.trial = PlannedTrial(block="block", task="kind", position=0, position_in_block=0, options=checked)

    @property
    def faults(self) -> list[str]:
        """What is wrong with its tables."""
        return self.task.faults(self.options, self.material.tables)

    def page(self, stage: str = ANSWER, given: Mapping[str, Values] | None = None) -> Any:
        """The page of that stage."""
        return self.task.page(self.trial, stage, given or {}, self.material)

    def read(self, form: Mapping[str, str], stage: str = ANSWER) -> Values:
        """The values of that form."""
        return self.task.read(self.trial, stage, form, self.material)

    def refusal(self, form: Mapping[str, str], stage: str = ANSWER) -> str:
        """What a participant is told who posts that form."""
        with pytest.raises(Unanswerable) as refused:
            self.read(form, stage)
        return str(refused.value)

    def next(self, given: Mapping[str, Values]) -> str | None:
        """The stage after those."""
        return self.task.next_stage(self.trial, given, self.material)

    def ends(self, given: Mapping[str, Values]) -> str | None:
        """The outcome of those."""
        return self.task.ends(self.trial, given, self.material)

    def passes(self, given: Mapping[str, Values]) -> bool | None:
        """Whether those are right."""
        return self.task.passes(self.trial, given, self.material)

    def simulated(
        self, mind: Mind, seed: int = 1, stage: str = ANSWER, given: Mapping[str, Values] | None = None
    ) -> Mapping[str, str]:
        """What a simulated participant posts."""
        return self.task.simulate(self.trial, stage, given or {}, mind, Random(seed), self.material)
