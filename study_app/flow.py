"""What a participant sees now.  The database session and the time are arguments; nothing here knows of the web."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from stimuli.manifest import Asset
from study_app import platforms, tasks
from study_app.ending import alone, finish, has_run_out, is_under_way, keep_seat
from study_app.models import Participant, Serving
from study_app.position import Step, position, upcoming
from study_app.study.page import Page
from study_app.study.platform import Exit
from study_app.study.task import ANSWER
from study_app.study_folder import LoadedStudy
from study_app.versions import version_of

N_PRELOADED = 3


@dataclass(frozen=True)
class Shown:
    """A page that waits for an answer.

    progress: 0 … 1, the same in every arm.  preload: the pictures of the next pages.
    """

    trial_token: str
    stage: str
    page: Page
    progress: float
    preload: tuple[Asset, ...]


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
    _count_serving(session, step, now)
    return Shown(
        trial_token=step.trial.token,
        stage=step.stage,
        page=page_of(step, loaded),
        progress=step.plan.position / loaded.design.n_trials,
        preload=_preload(session, step, loaded),
    )


def page_of(step: Step, loaded: LoadedStudy) -> Page:
    """The page of a step."""
    page = step.task.page(step.plan, step.stage, step.given, loaded.material)
    return replace(page, limit_seconds=step.plan.limit_seconds)


def _count_serving(session: Session, step: Step, now: datetime) -> None:
    served = (Serving.trial_id == step.trial.id, Serving.stage == step.stage)
    again = update(Serving).where(*served).values(n_served=Serving.n_served + 1).returning(Serving.id)
    if session.scalar(again) is not None:
        return
    try:
        with session.begin_nested():
            session.add(Serving(trial_id=step.trial.id, stage=step.stage, first_at=now, n_served=1))
    except IntegrityError:  # another tab was served at the same moment
        session.execute(again)


def _preload(session: Session, step: Step, loaded: LoadedStudy) -> tuple[Asset, ...]:
    """Pictures of the next pages before their answers; explanations never, so that all arms load the same."""
    found: dict[str, Asset] = {}
    for plan in upcoming(session, step, N_PRELOADED):
        page = tasks.load(plan.task).page(plan, ANSWER, {}, loaded.material)
        stimuli = (figure.asset for figure in page.prompt.figures if figure.role == "stimulus")
        found.update({asset.sha256: asset for asset in stimuli})
    return tuple(found.values())
