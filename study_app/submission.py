"""An answer arrives: stored once, whatever is posted twice, late, early or by somebody else."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from study_app import seating, tasks
from study_app.enrolment import add_trials
from study_app.events import note
from study_app.flow import alone, is_current, is_under_way, page_of
from study_app.models import Answer, Participant, Serving, Trial
from study_app.position import Step, position
from study_app.study import allocation
from study_app.study.controls import Proceed
from study_app.study.plan import after_seat
from study_app.study.task import ANSWER, Unanswerable, Values
from study_app.study.timing import read_timing
from study_app.study.trial import PlannedTrial
from study_app.study_folder import LoadedStudy

TOO_SOON = "Please look at this page a little longer before you go on."


@dataclass(frozen=True)
class Post:
    """What the browser sent: to which stage of which trial, with which fields."""

    token: str
    stage: str
    form: Mapping[str, str]


@dataclass(frozen=True)
class Receipt:
    """What became of a post.

    stored: it is the answer.  repeated: there was one already, which stays.  stale: it belongs to no page that is
    open to this participant, nothing changed.  refused: it holds no answer; `message` says what to do.
    """

    kind: Literal["stored", "repeated", "stale", "refused"]
    message: str | None = None


@dataclass(frozen=True)
class _Visit:
    """Who does something, in which study, when."""

    session: Session
    loaded: LoadedStudy
    participant: Participant
    now: datetime

    def note(self, kind: str, position: int | None = None, **detail: object) -> None:
        """Adds an event."""
        note(self.session, self.participant, kind, self.now, position=position, detail=detail or None)


def submit(session: Session, loaded: LoadedStudy, participant: Participant, post: Post, now: datetime) -> Receipt:
    """Stores the answer if it is the first to the participant's current stage, and moves the participant on."""
    alone(session, participant)
    visit = _Visit(session, loaded, participant, now)
    trial = session.scalar(select(Trial).where(Trial.token == post.token, Trial.participant_id == participant.id))
    if trial is None or not is_current(session, loaded, participant):
        return Receipt("stale")
    if _stored(visit, trial, post.stage) is not None:
        return _repeated(visit, trial, post)
    step = position(session, participant) if is_under_way(participant) else None
    if step is None or step.trial.id != trial.id or step.stage != post.stage:
        return Receipt("stale")
    try:
        values = step.task.read(step.plan, step.stage, post.form, loaded.material)
        _refuse_haste(visit, step)
    except Unanswerable as reason:
        return Receipt("refused", str(reason))
    if not _store(visit, step, values, post):
        return _repeated(visit, trial, post)
    _move_on(visit, step, values)
    return Receipt("stored")


def _stored(visit: _Visit, trial: Trial, stage: str) -> Answer | None:
    return visit.session.scalar(select(Answer).where(Answer.trial_id == trial.id, Answer.stage == stage))


def _store(visit: _Visit, step: Step, values: Values, post: Post) -> bool:
    """Whether this is the first answer to the stage: the database's unique key decides."""
    answer = Answer(
        trial_id=step.trial.id,
        stage=step.stage,
        values=dict(values),
        timing=read_timing(post.form),
        received_at=visit.now,
    )
    try:
        with visit.session.begin_nested():
            visit.session.add(answer)
    except IntegrityError:
        return False
    return True


def _repeated(visit: _Visit, trial: Trial, post: Post) -> Receipt:
    """The first answer stays; that somebody sent another one is noted."""
    first = _stored(visit, trial, post.stage)
    plan = PlannedTrial.from_json(trial.plan)
    try:
        again = dict(tasks.load(plan.task).read(plan, post.stage, post.form, visit.loaded.material))
    except Unanswerable:
        again = None
    if first is not None and again != first.values:
        visit.note("repeated", plan.position, stage=post.stage, again=again)
    return Receipt("repeated")


def _refuse_haste(visit: _Visit, step: Step) -> None:
    """A page has its minimum time on the server too; robots need not wait."""
    control = page_of(step, visit.loaded).control
    if visit.participant.mode == "robot" or not isinstance(control, Proceed) or control.minimum_seconds <= 0:
        return
    shown = select(Serving.first_at).where(Serving.trial_id == step.trial.id, Serving.stage == step.stage)
    first_at = visit.session.scalar(shown)
    if first_at is None or visit.now - first_at < timedelta(seconds=control.minimum_seconds):
        raise Unanswerable(TOO_SOON)


def _move_on(visit: _Visit, step: Step, values: Values) -> None:
    """To the next stage, the next trial, the seat, or the end."""
    visit.note("answered", step.plan.position, block=step.plan.block, stage=step.stage)
    outcome = step.task.ends(step.plan, values) if step.stage == ANSWER else None
    if outcome is not None or step.is_last_stage:
        step.trial.done_at = visit.now
    if outcome is not None:
        finish(visit.session, visit.participant, outcome, visit.now)
        return
    if step.task.milestone is not None and step.is_last_stage:
        visit.note(step.task.milestone, step.plan.position)
    visit.session.flush()
    if position(visit.session, visit.participant) is None:
        _seat_or_finish(visit)


def _seat_or_finish(visit: _Visit) -> None:
    """All planned trials are done: randomises who has no seat yet; who has one, or needs none, has completed."""
    if visit.participant.seated_at is not None:
        finish(visit.session, visit.participant, "completed", visit.now)
    elif not _seat(visit):
        finish(visit.session, visit.participant, "full", visit.now)
    elif position(visit.session, visit.participant) is None:
        finish(visit.session, visit.participant, "completed", visit.now)


def _seat(visit: _Visit) -> bool:
    """Claims a seat and plans all remaining trials, in this very transaction; False where every seat is taken."""
    participant, study = visit.participant, visit.loaded.study
    number = _claim(visit)
    if number is None:
        return False
    seat = allocation.seat(study, participant.mode, number)
    participant.arm = seat.arm
    participant.seated_at = visit.now
    add_trials(visit.session, participant, after_seat(visit.loaded.design, seat.arm, seat.rank))
    visit.note("seated", seat=seat.number, seat_block=seat.block, arm=seat.arm)
    visit.session.flush()
    return True


def _claim(visit: _Visit) -> int | None:
    who = visit.participant
    number = seating.claim(visit.session, who.study_version_id, who.mode, who.id, visit.now)
    while number is None and who.mode in seating.ENDLESS:
        seating.add_block(visit.session, visit.loaded, who.version, who.mode)
        number = seating.claim(visit.session, who.study_version_id, who.mode, who.id, visit.now)
    return number


def finish(session: Session, participant: Participant, outcome: str, now: datetime) -> None:
    """Ends the session; the completion code exists from now on and is shown once this is committed."""
    participant.outcome = outcome
    participant.finished_at = now
    participant.completion_code = secrets.token_hex(4).upper()
    note(session, participant, "finished", now, detail={"outcome": outcome})
