"""Where a participant is: the first planned trial neither done nor passed over, and its first open stage."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from study_app import tasks
from study_app.models import Answer, Participant, Trial
from study_app.study.task import Material, Task, Values
from study_app.study.trial import PlannedTrial


@dataclass(frozen=True)
class Step:
    """A stage of a trial that waits for its answer.  given: the answers to the stages before."""

    trial: Trial
    plan: PlannedTrial
    task: Task
    stage: str
    given: Mapping[str, Values]


def pending(participant: Participant) -> Select[Trial]:
    """The planned trials that are neither done nor passed over, in order."""
    open_ones = (Trial.participant_id == participant.id, Trial.done_at.is_(None), Trial.passed_over_at.is_(None))
    return select(Trial).where(*open_ones).order_by(Trial.position)


def position(session: Session, participant: Participant, material: Material) -> Step | None:
    """The step that comes next; None where no planned trial is left."""
    trial = session.scalar(pending(participant).limit(1))
    if trial is None:
        return None
    plan = PlannedTrial.from_json(trial.plan)
    task = tasks.load(plan.task)
    answers = session.scalars(select(Answer).where(Answer.trial_id == trial.id))
    given = {answer.stage: answer.values for answer in answers}
    stage = task.next_stage(plan, given, material)
    if stage is None:
        raise RuntimeError(f"trial {trial.id} is answered to its end and not done")
    return Step(trial, plan, task, stage, given)


def upcoming(session: Session, step: Step, n: int) -> list[PlannedTrial]:
    """The next n planned trials after that step's."""
    later = select(Trial).where(Trial.participant_id == step.trial.participant_id, Trial.position > step.trial.position)
    return [PlannedTrial.from_json(trial.plan) for trial in session.scalars(later.order_by(Trial.position).limit(n))]
