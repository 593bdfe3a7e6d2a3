"""Where a participant is: the first planned trial that is not done, and its first stage without an answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from study_app import tasks
from study_app.models import Answer, Participant, Trial
from study_app.study.task import Task, Values
from study_app.study.trial import PlannedTrial


@dataclass(frozen=True)
class Step:
    """A stage of a trial that waits for its answer.  given: the answers to the stages before."""

    trial: Trial
    plan: PlannedTrial
    task: Task
    stage: str
    given: Mapping[str, Values]

    @property
    def is_last_stage(self) -> bool:
        """Whether the trial is done once this stage is answered."""
        return self.task.stages(self.plan)[-1] == self.stage


def position(session: Session, participant: Participant) -> Step | None:
    """The step that comes next; None where every planned trial is done."""
    pending = select(Trial).where(Trial.participant_id == participant.id, Trial.done_at.is_(None))
    trial = session.scalar(pending.order_by(Trial.position).limit(1))
    if trial is None:
        return None
    plan = PlannedTrial.from_json(trial.plan)
    task = tasks.load(plan.task)
    answers = session.scalars(select(Answer).where(Answer.trial_id == trial.id))
    given = {answer.stage: answer.values for answer in answers}
    stage = next(stage for stage in task.stages(plan) if stage not in given)
    return Step(trial, plan, task, stage, given)


def upcoming(session: Session, step: Step, n: int) -> list[PlannedTrial]:
    """The next n planned trials after that step's."""
    later = select(Trial).where(Trial.participant_id == step.trial.participant_id, Trial.position > step.trial.position)
    return [PlannedTrial.from_json(trial.plan) for trial in session.scalars(later.order_by(Trial.position).limit(n))]
