"""One simulated session, page by page, in the memory alone: what a participant answers, and how the study goes on.

It follows study_app.advance.  Every step that is the same for all who are asked the same is done once (Frame): a task
must tell the same of a trial wherever in the session it stands.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

from study_app import tasks
from study_app.definition import Block
from study_app.study.controls import Proceed
from study_app.study.criterion import after_trial
from study_app.study.pauses import pauses_of
from study_app.study.persons import Person
from study_app.study.task import Values
from study_app.study.trial import PlannedTrial
from study_app.study_folder import LoadedStudy

LEFT = "in_progress"
ABSENCE = timedelta(minutes=5)  # of who comes back
Columns = Mapping[str, Mapping[str, Any]]
FOREIGN = ":"  # in the name of a researcher's own task kind, which may read its options as they are written


class Frame:
    """A trial as everybody is asked it.  columns: of its exported rows, what is the same for all; by question."""

    def __init__(self, plan: PlannedTrial, loaded: LoadedStudy, columns: Columns) -> None:
        self.task = tasks.load(plan.task)
        self._material = loaded.material
        if FOREIGN not in plan.task:  # options that are checked need no further check
            plan = replace(plan, options=cast(Any, self.task.options.model_validate(plan.options)))
        self.plan = plan
        self.columns = columns
        self._minimum: dict[str, float] = {}
        self._verdicts: dict[tuple[str, str | int], bool | None] = {}

    def minimum_seconds(self, stage: str, given: Mapping[str, Values]) -> float:
        """How long the stage's page must be looked at."""
        found = self._minimum.get(stage)
        if found is None:
            control = self.task.page(self.plan, stage, given, self._material).control
            found = self._minimum[stage] = control.minimum_seconds if isinstance(control, Proceed) else 0.0
        return found

    def is_timed(self, stage: str, given: Mapping[str, Values]) -> bool:
        """Whether the time of the stage's page matters."""
        return self.task.page(self.plan, stage, given, self._material).timed

    def correct(self, question: str, value: Any) -> bool | None:
        """Whether that answer is right."""
        if not isinstance(value, str | int):
            return self.task.correct(self.plan, question, value, self._material)
        key = (question, value)
        if key not in self._verdicts:
            self._verdicts[key] = self.task.correct(self.plan, question, value, self._material)
        return self._verdicts[key]


class Frames:
    """The frames of a study, made when they are first needed."""

    def __init__(self, loaded: LoadedStudy, columns_of: Callable[[PlannedTrial], Columns]) -> None:
        self.loaded = loaded
        self._columns_of = columns_of
        self._made: dict[tuple[object, ...], Frame] = {}

    def of(self, plan: PlannedTrial) -> Frame:
        """The frame of that trial."""
        key = (
            plan.block,
            plan.image,
            plan.class_page,
            plan.item,
            plan.flipped,
            plan.explanation,
            plan.level,
            plan.check,
        )
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = Frame(plan, self.loaded, self._columns_of(plan))
        return found


@dataclass(slots=True)
class Shown:
    """A page that was shown; values: what was answered."""

    served_at: datetime
    n_served: int = 1
    values: Values | None = None
    received_at: datetime | None = None
    rt_ms: int = 0
    first_action_ms: int = 0


@dataclass(slots=True)
class Walked:
    """A planned trial and its pages so far, by stage."""

    plan: PlannedTrial
    frame: Frame
    pages: dict[str, Shown] = field(default_factory=dict)
    is_done: bool = False
    is_passed_over: bool = False
    passed: bool | None = None


class SimulatedSession:
    """What one person does.  now: the time on a clock that only this person's own times move."""

    def __init__(self, frames: Frames, person: Person, began_at: datetime) -> None:
        self.trials: list[Walked] = []
        self.now = self.began_at = began_at
        self.n_failed_checks = 0
        self.is_erased = False
        self._frames = frames
        self._person = person
        self._material = frames.loaded.material
        self._blocks = {block.name: block for block in frames.loaded.study.block}
        most = frames.loaded.study.flow.maximum_minutes
        self._over_at = None if most is None else began_at + timedelta(minutes=most)

    @property
    def has_no_open_trial(self) -> bool:
        """Whether every planned trial so far is done or passed over."""
        return all(trial.is_done or trial.is_passed_over for trial in self.trials)

    def walk(self, plans: Iterable[PlannedTrial], arm: str | None) -> str | None:
        """Takes those trials; the outcome where the session ends with one of them, None to go on."""
        begun = len(self.trials)
        self.trials += [Walked(plan, self._frames.of(plan)) for plan in plans]
        for trial in self.trials[begun:]:
            if trial.is_passed_over:
                continue
            outcome = self._take(trial, arm)
            if outcome is not None:
                return outcome
        return None

    def _take(self, trial: Walked, arm: str | None) -> str | None:
        frame, material = trial.frame, self._material
        task, plan = frame.task, frame.plan
        given: dict[str, Values] = {}
        stage = task.next_stage(plan, given, material)
        while stage is not None:
            outcome = self._answer(trial, stage, arm, given) or task.ends(plan, given, material)
            if outcome is not None:
                trial.is_done = stage in given
                return outcome
            stage = task.next_stage(plan, given, material)
        trial.is_done = True
        outcome = self._after(trial, given)
        self.is_erased |= outcome is None and task.withholds(plan, given)
        return outcome

    def _answer(self, trial: Walked, stage: str, arm: str | None, given: dict[str, Values]) -> str | None:
        """Answers the page of that stage into `given`; the outcome, where the session ends before that is done."""
        frame, person = trial.frame, self._person
        if self._is_over():
            return "timed_out"
        shown = trial.pages[stage] = Shown(self.now)
        while person.leaves():
            if not person.returns():
                return LEFT
            self.now += ABSENCE
            if self._is_over():
                return "timed_out"
            shown.n_served += 1
        mind = person.mind(arm, frame.plan.item or frame.plan.image, person.n_learnt)
        form = frame.task.simulate(frame.plan, stage, given, mind, person.rng, self._material)
        timing = person.timing(frame.plan, stage, frame.minimum_seconds(stage, given))
        self.now += timedelta(milliseconds=timing.rt_ms)
        if self._is_over():
            return "timed_out"
        shown.values = given[stage] = frame.task.read(frame.plan, stage, form, self._material)
        shown.received_at = self.now
        shown.rt_ms, shown.first_action_ms = timing
        return None

    def _is_over(self) -> bool:
        return self._over_at is not None and self.now > self._over_at

    def _after(self, trial: Walked, given: Mapping[str, Values]) -> str | None:
        """Counts a failed check, ends a block whose criterion is met; the outcome, where the session ends by it."""
        plan, checks = trial.plan, self._frames.loaded.study.checks
        block = self._blocks.get(plan.block)
        if plan.check is None and (block is None or block.criterion is None):
            return None  # of a break there is no such block
        trial.passed = trial.frame.task.passes(trial.frame.plan, given, self._material)
        self.n_failed_checks += plan.check == "attention" and trial.passed is not True
        if checks.on_failure == "end" and self.n_failed_checks >= checks.attention_failures:
            return "failed_checks"
        return None if block is None or plan.check is not None else self._hold_to_criterion(block, plan.level)

    def _hold_to_criterion(self, block: Block, level: str | None) -> str | None:
        """Passes over the rest of the block, its checks too, once enough of the last answers are right."""
        if block.criterion is None:
            return None
        names = (block.name, pauses_of(block.name))
        of_turn = [one for one in self.trials if one.plan.block in names and one.plan.level == level]
        asked = [one for one in of_turn if one.plan.block == block.name and one.plan.check is None]
        passed = [one.passed is True for one in asked if one.is_done]
        follows = after_trial(block.criterion, passed, len(asked) - len(passed))
        if follows == "pass_over":
            for one in of_turn:
                one.is_passed_over = not one.is_done
        return follows if follows == "screened_out" else None
