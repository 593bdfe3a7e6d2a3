"""What a participant sees now.  The database session and the time are arguments; nothing here knows of the web."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from stimuli.manifest import Asset
from study_app import platforms
from study_app.ahead import foreseen, pictures_to_come
from study_app.ending import alone, finish, has_run_out, is_under_way, keep_seat
from study_app.models import Participant
from study_app.position import Step, position
from study_app.servings import count_serving
from study_app.study.answer_keys import with_keys
from study_app.study.page import Page
from study_app.study.platform import Exit
from study_app.study.trial import PlannedTrial
from study_app.study_folder import LoadedStudy
from study_app.versions import version_of


@dataclass(frozen=True)
class Shown:
    """A page that waits for an answer.

    progress: 0 … 1, the same in every arm.  pictures: those of the pages to come, before their answers: first the rest
    of the block, which are there before the first of them is shown; then those of the block that follows.
    """

    trial_token: str
    stage: str
    page: Page
    progress: float
    pictures: tuple[Asset, ...] = ()
    soon: tuple[Asset, ...] = ()

    @property
    def key(self) -> str:
        """What the browser calls the page."""
        return f"{self.trial_token}/{self.stage}"


@dataclass(frozen=True)
class Ended:
    """The session is over.  erased: the participant's answers were deleted."""

    outcome: str
    exit: Exit
    erased: bool = False


@dataclass(frozen=True)
class Changed:
    """The study is no longer the one that the participant began: going on would mix two versions."""


def participant_of(session: Session, token: str) -> Participant | None:
    """The participant whose session has that secret token."""
    return session.scalar(select(Participant).where(Participant.token == token))


def is_current(session: Session, loaded: LoadedStudy, participant: Participant) -> bool:
    """Whether the participant began exactly this version of the study."""
    version = version_of(session, loaded)
    return version is not None and version.id == participant.study_version_id


def current_page(
    session: Session, loaded: LoadedStudy, participant: Participant, now: datetime
) -> Shown | Ended | Changed:
    """The page of the participant's position, counted as served; or the way out."""
    step = current_step(session, loaded, participant, now)
    return _served(session, loaded, step, _shown(step, loaded), now) if isinstance(step, Step) else step


def current_pages(
    session: Session, loaded: LoadedStudy, participant: Participant, now: datetime, *, showing: str, held: str
) -> tuple[Shown | Ended | Changed, list[Shown]]:
    """The same, and the pages that may be sent before they are needed, in order, after that of the key `held`.

    showing: the key of the page that the browser shows by now, having been sent it ahead: it is not served again.
    """
    step = current_step(session, loaded, participant, now)
    if not isinstance(step, Step):
        return step, []
    shown = _shown(step, loaded)
    coming = _sent_ahead(session, loaded, step, shown.page, now, held)
    return (shown if shown.key == showing else _served(session, loaded, step, shown, now)), coming


def pages_ahead(
    session: Session, loaded: LoadedStudy, participant: Participant, now: datetime, *, held: str = ""
) -> list[Shown]:
    """Those pages alone; none where the session is over."""
    step = current_step(session, loaded, participant, now)
    if not isinstance(step, Step):
        return []
    return _sent_ahead(session, loaded, step, page_of(step, loaded), now, held)


def current_step(
    session: Session, loaded: LoadedStudy, participant: Participant, now: datetime
) -> Step | Ended | Changed:
    """Where the participant is; one whose time has run out is told so here."""
    alone(session, participant)
    if is_under_way(participant) and has_run_out(loaded, participant, now):
        finish(session, participant, "timed_out", now)
    if not is_under_way(participant):
        way = platforms.load(participant.platform).exit(participant.outcome, participant.completion_code)
        return Ended(participant.outcome, way, erased=participant.erased_at is not None)
    if not is_current(session, loaded, participant):
        return Changed()
    keep_seat(session, loaded, participant, now)
    step = position(session, participant, loaded.material)
    if step is None:
        raise RuntimeError(f"participant {participant.pseudonym} is in progress without a pending trial")
    return step


def _sent_ahead(session: Session, loaded: LoadedStudy, step: Step, page: Page, now: datetime, held: str) -> list[Shown]:
    coming = [
        (one, Shown(one.trial.token, one.stage, _limited(one.page, one.plan), _progress(one.plan, loaded)))
        for one in foreseen(session, step, page, loaded.study, loaded.material)
    ]
    keys = [shown.key for _, shown in coming]
    new = coming[keys.index(held) + 1 :] if held in keys else coming
    for one, _ in new:
        count_serving(session, one.trial, one.stage, now, n=0)
    return [shown for _, shown in new]


def _shown(step: Step, loaded: LoadedStudy) -> Shown:
    return Shown(step.trial.token, step.stage, page_of(step, loaded), _progress(step.plan, loaded))


def _served(session: Session, loaded: LoadedStudy, step: Step, shown: Shown, now: datetime) -> Shown:
    """That page, counted, with the pictures of those to come."""
    count_serving(session, step.trial, step.stage, now)
    this, following = pictures_to_come(session, step, loaded.material)
    return replace(shown, pictures=this, soon=following)


def page_of(step: Step, loaded: LoadedStudy) -> Page:
    """The page of a step."""
    return _limited(step.task.page(step.plan, step.stage, step.given, loaded.material), step.plan)


def _limited(page: Page, plan: PlannedTrial) -> Page:
    return with_keys(replace(page, limit_seconds=plan.limit_seconds), plan.keys)


def _progress(plan: PlannedTrial, loaded: LoadedStudy) -> float:
    return plan.position / loaded.design.n_trials
