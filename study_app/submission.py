"""An answer arrives: stored once, whatever is posted twice, late, early or by somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from study_app import tasks
from study_app.advance import Visit, move_on
from study_app.ending import alone, finish, has_run_out, is_under_way, keep_seat
from study_app.flow import is_current, page_of
from study_app.models import Answer, Participant, Trial
from study_app.page_events import note_page_events
from study_app.position import Step, position
from study_app.servings import count_shown_ahead, first_served
from study_app.study.controls import Proceed
from study_app.study.task import Unanswerable, Values
from study_app.study.timing import Measurement, read_timing
from study_app.study.trial import PlannedTrial
from study_app.study.words import said
from study_app.study_folder import LoadedStudy

TOO_SOON = said("refused.too_soon")
NO_ANSWER = said("refused.no_answer")
TIMED_OUT = "timed_out"
SHOWN_AHEAD = "n_shown_ahead"  # how often the browser showed the page that it had been sent before
ROUNDED = timedelta(milliseconds=50)  # how much less than its minimum a page may say to have been shown
EARLY = timedelta(seconds=2)  # how much earlier than its limit a page may say that its time is over


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


def submit(session: Session, loaded: LoadedStudy, participant: Participant, post: Post, now: datetime) -> Receipt:
    """Stores the answer if it is the first to the participant's current stage, and moves the participant on."""
    alone(session, participant)
    visit = Visit(session, loaded, participant, now)
    trial = session.scalar(select(Trial).where(Trial.token == post.token, Trial.participant_id == participant.id))
    if trial is None or not is_current(session, loaded, participant):
        return Receipt("stale")
    if _stored(visit, trial, post.stage) is not None:
        return _repeated(visit, trial, post)
    step = _open_step(visit)
    if step is None or step.trial.id != trial.id or step.stage != post.stage:
        return Receipt("stale")
    try:
        values = _values(visit, step, post)
    except Unanswerable as reason:
        return Receipt("refused", loaded.material.words.told(reason.message))
    if not _store(visit, step, values, post):
        return _repeated(visit, trial, post)
    note_page_events(session, participant, step.plan.position, post.form, now)
    count_shown_ahead(session, trial, post.stage, post.form.get(SHOWN_AHEAD, ""))
    move_on(visit, step, values, timed_out=bool(values.get(TIMED_OUT)))
    return Receipt("stored")


def _open_step(visit: Visit) -> Step | None:
    """The step that an answer can be given to; None where the session is over, or its time is."""
    if not is_under_way(visit.participant):
        return None
    if has_run_out(visit.loaded, visit.participant, visit.now):
        finish(visit.session, visit.participant, "timed_out", visit.now)
        return None
    keep_seat(visit.session, visit.loaded, visit.participant, visit.now)
    return position(visit.session, visit.participant, visit.loaded.material)


def _values(visit: Visit, step: Step, post: Post) -> Values:
    """What was answered; that the time was over, where the page says so and it can be."""
    if step.plan.limit_seconds is not None and post.form.get(TIMED_OUT) == "1":
        shown_at = first_served(visit.session, step.trial, step.stage)
        if shown_at is None or visit.now - shown_at < timedelta(seconds=step.plan.limit_seconds) - EARLY:
            raise Unanswerable(NO_ANSWER)
        return {TIMED_OUT: True}
    values = step.task.read(step.plan, step.stage, post.form, visit.loaded.material)
    _refuse_haste(visit, step, read_timing(post.form)["rt_ms"])
    return values


def _stored(visit: Visit, trial: Trial, stage: str) -> Answer | None:
    return visit.session.scalar(select(Answer).where(Answer.trial_id == trial.id, Answer.stage == stage))


def _store(visit: Visit, step: Step, values: Values, post: Post) -> bool:
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


def _repeated(visit: Visit, trial: Trial, post: Post) -> Receipt:
    """The first answer stays; that somebody sent another one is noted."""
    first = _stored(visit, trial, post.stage)
    if first is not None and first.values.get(TIMED_OUT) and post.form.get(TIMED_OUT) == "1":
        return Receipt("repeated")
    plan = PlannedTrial.from_json(trial.plan)
    try:
        again = dict(tasks.load(plan.task).read(plan, post.stage, post.form, visit.loaded.material))
    except Unanswerable:
        again = None
    if first is not None and again != first.values:
        visit.note("repeated", plan.position, stage=post.stage, again=again)
    return Receipt("repeated")


def _refuse_haste(visit: Visit, step: Step, told_ms: Measurement) -> None:
    """A page has its minimum time on the server too; robots need not wait.

    told_ms: the time that the browser measured.  Of a page that was sent ahead the server knows no more.
    """
    control = page_of(step, visit.loaded).control
    if visit.participant.mode == "robot" or not isinstance(control, Proceed) or control.minimum_seconds <= 0:
        return
    first_at = first_served(visit.session, step.trial, step.stage)
    minimum = timedelta(seconds=control.minimum_seconds)
    told = minimum if told_ms is None else timedelta(milliseconds=float(told_ms)) + ROUNDED
    if first_at is None or visit.now - first_at < minimum or told < minimum:
        raise Unanswerable(TOO_SOON)
