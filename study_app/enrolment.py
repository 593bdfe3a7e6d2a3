"""Somebody arrives: a new participant with the trials before the seat, or the participant who was here before."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from study_app.ending import IN_PROGRESS, tombstone
from study_app.events import note
from study_app.models import Identity, Participant, StudyVersion, Trial
from study_app.randomisation import url_parameters
from study_app.study.plan import Place, after_seat, before_seat
from study_app.study.platform import Arrival
from study_app.study.trial import PlannedTrial
from study_app.study_folder import LoadedStudy
from study_app.versions import code_version, open_study, stored_version

PREVIEW = "preview"


@dataclass(frozen=True)
class Newcomer:
    """Who wants to take part.  token: the secret of the session to be; the same token twice is the same session.

    parameters: those of the link.  preview: the arm and the position to begin with, in mode preview.
    """

    arrival: Arrival
    mode: str
    token: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    preview: tuple[str, int] | None = None


def enrol(session: Session, loaded: LoadedStudy, newcomer: Newcomer, now: datetime) -> Participant:
    """The participant: the one who is known by the platform's identity or by the token, else a new one."""
    found = known(session, loaded, newcomer)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            return _new(session, loaded, newcomer, now)
    except IntegrityError:  # the same person arrived twice at once: the first is the one
        found = known(session, loaded, newcomer)
        if found is None:
            raise
        return found


def add_trials(session: Session, participant: Participant, planned: Iterable[PlannedTrial]) -> None:
    """Stores planned trials, each with a token of its own."""
    session.add_all(
        Trial(participant_id=participant.id, position=trial.position, token=secrets.token_hex(16), plan=trial.to_json())
        for trial in planned
    )


def known(session: Session, loaded: LoadedStudy, newcomer: Newcomer) -> Participant | None:
    """Who was here before, by the token or the platform's identity, whatever came of it; None: somebody new."""
    found = session.scalar(select(Participant).where(Participant.token == newcomer.token))
    if found is not None or newcomer.arrival.person is None:
        return found
    same_person = (
        Identity.study_name == loaded.name,
        Identity.mode == newcomer.mode,
        Identity.platform == loaded.study.recruit.platform,
        Identity.person.in_((newcomer.arrival.person, tombstone(newcomer.arrival.person))),
    )
    return session.scalar(select(Participant).join(Identity).where(*same_person))


def _new(session: Session, loaded: LoadedStudy, newcomer: Newcomer, now: datetime) -> Participant:
    participant = Participant(
        pseudonym=secrets.token_hex(8),
        token=newcomer.token,
        study_version_id=_version(session, loaded, newcomer.mode, now).id,
        mode=newcomer.mode,
        platform=loaded.study.recruit.platform,
        code_version=code_version(),
        outcome=IN_PROGRESS,
        completion_code="",
        enrolled_at=now,
        last_seen_at=now,
        context=_context(loaded, newcomer),
    )
    session.add(participant)
    session.flush()
    _remember(session, loaded, newcomer, participant)
    add_trials(session, participant, before_seat(loaded.design))
    note(session, participant, "enrolled", now)
    if newcomer.preview is not None:
        _show(session, loaded, participant, newcomer.preview, now)
    return participant


def _version(session: Session, loaded: LoadedStudy, mode: str, now: datetime) -> StudyVersion:
    """The stored version; a preview needs no seats."""
    return stored_version(session, loaded, now) if mode == PREVIEW else open_study(session, loaded, mode, now)


def _context(loaded: LoadedStudy, newcomer: Newcomer) -> dict[str, str] | None:
    """What the allocation goes by and the link says; nothing else of the link is kept."""
    wanted = url_parameters(loaded)
    return {key: newcomer.parameters[name][:80] for name, key in wanted.items() if name in newcomer.parameters} or None


def _show(
    session: Session, loaded: LoadedStudy, participant: Participant, preview: tuple[str, int], now: datetime
) -> None:
    """Plans a preview of that arm to its end, without a seat, and passes over what comes before the wanted position."""
    participant.arm, at = preview
    participant.seated_at = now
    add_trials(session, participant, after_seat(loaded.design, Place(participant.arm, 0), PREVIEW))
    session.flush()
    before = (Trial.participant_id == participant.id, Trial.position < at)
    session.execute(update(Trial).where(*before).values(passed_over_at=now))


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
