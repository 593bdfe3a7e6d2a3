"""Trials that ask one thing after the other: an answer, how sure one is of it, a second answer, and feedback."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from study_app.study.task import Material, Task, Values
from study_app.study.trial import PlannedTrial


@dataclass(frozen=True)
class Step:
    """A stage and the question it asks; None: it asks nothing.

    sure_of: it asks how sure one is of the answer to that question; None: it asks for an answer.
    """

    stage: str
    question: str | None = None
    sure_of: str | None = None


class Stepwise(Task, Protocol):
    """A task kind of several questions, each on a page of its own."""

    def steps(self, trial: PlannedTrial) -> tuple[Step, ...]:
        """All of them, in order."""
        ...

    def step(self, trial: PlannedTrial, stage: str) -> Step:
        """The one of that stage."""
        return next(step for step in self.steps(trial) if step.stage == stage)

    def stages(self, trial: PlannedTrial) -> tuple[str, ...]:
        """The stage of every step."""
        return tuple(step.stage for step in self.steps(trial))

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """The question of every step that asks one."""
        return tuple(step.question for step in self.steps(trial) if step.question is not None)

    def stage_of(self, trial: PlannedTrial, question: str) -> str:
        """The stage of the step that asks it."""
        return next(step.stage for step in self.steps(trial) if step.question == question)

    def answered(self, trial: PlannedTrial, question: str, given: Mapping[str, Values]) -> Any:
        """What was answered to it; None where there is no answer."""
        return given.get(self.stage_of(trial, question), {}).get(question)
