"""Trials that ask one thing after the other: an answer, how sure one is of it, a second answer, and feedback."""

from collections.abc import Mapping, Sequence
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


def step_of(steps: Sequence[Step], stage: str) -> Step:
    """The step of that stage."""
    return next(step for step in steps if step.stage == stage)


def stage_of(steps: Sequence[Step], question: str) -> str:
    """The stage of the step that asks that question."""
    return next(step.stage for step in steps if step.question == question)


def answered(steps: Sequence[Step], question: str, given: Mapping[str, Values]) -> Any:
    """What was answered to that question; None where there is no answer."""
    return given.get(stage_of(steps, question), {}).get(question)


class Stepwise(Task, Protocol):
    """A task kind of several questions, each on a page of its own."""

    def steps(self, trial: PlannedTrial) -> tuple[Step, ...]:
        """All of them, in order."""
        ...

    def stages(self, trial: PlannedTrial) -> tuple[str, ...]:
        """The stage of every step."""
        return tuple(step.stage for step in self.steps(trial))

    def is_independent(self, trial: PlannedTrial, stage: str) -> bool:
        """The first question, and how sure one is of it: later pages tell, or help."""
        first, step = self.steps(trial)[0], step_of(self.steps(trial), stage)
        return first.question in (step.question, step.sure_of)

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """The question of every step that asks one."""
        return tuple(step.question for step in self.steps(trial) if step.question is not None)

    def stage_of(self, trial: PlannedTrial, question: str) -> str:
        """The stage of the step that asks it."""
        return stage_of(self.steps(trial), question)
