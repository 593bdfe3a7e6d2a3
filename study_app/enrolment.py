"""Somebody arrives: a new participant with the trials before the seat, or the participant who was here before."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from study_app.events import note
from study_app.models import Identity, Participant, Trial
from study_app.seating import code_version, open_study
from study_app.study.plan import before_seat
from study_app.study.platform import Arrival
from study_app.study.trial import PlannedTrial
from study_app.study_folder import LoadedStudy

IN_PROGRESS = "in_progress"


@dataclass(frozen=True)
class Newcomer:
    """Who wants to take part.  token: the secret of the session to be; the same token twice is the same session."""

    arrival: Arrival
    mode: str
    token: str


def enrol(session: Session, loaded: LoadedStudy, newcomer: Newcomer, now: datetime) -> Participant:
    """The participant: the one who is known by the platform's identity or by the token, else a new one."""
    known = _known(session, loaded, newcomer)
    if known is not None:
        return known
    try:
        with session.begin_nested():
            return _new(session, loaded, newcomer, now)
    except IntegrityError:  # the same person arrived twice at once: the first is the one
        known = _known(session, loaded, newcomer)
        if known is None:
            raise
        return known


def add_trials(session: Session, participant: Participant, planned: Iterable[PlannedTrial]) -> None:
    """Stores planned trials, each with a token of its own."""
    session.add_all(
        Trial(participant_id=participant.id, position=trial.position, token=secrets.token_hex(16), plan=trial.to_json())
        for trial in planned
    )


def _known(session: Session, loaded: LoadedStudy, newcomer: Newcomer) -> Participant | None:
    found = session.scalar(select(Participant).where(Participant.token == newcomer.token))
    if found is not None or newcomer.arrival.person is None:
        return found
    same_person = (
        Identity.study_name == loaded.name,
        Identity.mode == newcomer.mode,
        Identity.platform == loaded.study.recruit.platform,
        Identity.person == newcomer.arrival.person,
    )
    return session.scalar(select(Participant).join(Identity).where(*same_person))


def _new(session: Session, loaded: LoadedStudy, newcomer: Newcomer, now: datetime) -> Participant:
    participant = Participant(
        pseudonym=secrets.token_hex(8),
        token=newcomer.token,
        study_version_id=open_study(session, loaded, newcomer.mode, now).id,
        mode=newcomer.mode,
        platform=loaded.study.recruit.platform,
        code_version=code_version(),
        outcome=IN_PROGRESS,
        completion_code="",
        enrolled_at=now,
    )
    session.add(participant)
    session.flush()
    _remember(session, loaded, newcomer, participant)
    add_trials(session, participant, before_seat(loaded.design))
    note(session, participant, "enrolled", now)
    return participant


def _remember(session: Session, loaded: LoadedStudy, newcomer: Newcomer, participant: Participant) -> None:
    if newcomer.arrival.person is None:
        return
    identity = Identity(
        participant_id=participant.id,
        study_name=loaded.name,
        mode=newcomer.mode,
        platform=participant.platform,
        person=newcomer.arrival.person,
        submission=newcomer.arrival.submission,
    )
    session.add(identity)
