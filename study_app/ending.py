"""How a session ends: with an outcome, by withdrawal, by running out of time; and how answers are erased."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from study_app import platforms, seating
from study_app.events import note
from study_app.models import Answer, Event, Identity, Participant, Serving, Trial
from study_app.study_folder import LoadedStudy
from study_app.versions import code_for, new_code

IN_PROGRESS = "in_progress"
COMPLETED = "completed"
OWN_EVENTS = ("enrolled", "consented", "seated", "seat_lost", "seat_released", "finished", "withdrew", "erased")


def is_under_way(participant: Participant) -> bool:
    """Whether the participant has not come to an end."""
    return participant.outcome == IN_PROGRESS


def alone(session: Session, participant: Participant) -> None:
    """Makes other requests of the same participant wait until this transaction ends, and reads the row anew.

    Two tabs then see one state after the other.  SQLite lets one writer at a time in anyway.
    """
    session.flush()  # what was changed in this transaction would be read over
    session.refresh(participant, with_for_update={"key_share": True})


def finish(session: Session, participant: Participant, outcome: str, now: datetime) -> None:
    """Ends the session; the completion code exists from now on and is shown once this is committed.

    Who completed keeps the seat for good; any other outcome gives it back.
    """
    participant.outcome = outcome
    participant.finished_at = now
    participant.completion_code = _code(session, participant, outcome)
    has_all = participant.seated_at is not None and not _has_open_trials(session, participant)
    participant.data_complete = has_all  # whoever has no seat was not asked yet what the study is about
    note(session, participant, "finished", now, detail={"outcome": outcome})
    if participant.erased_at is not None:
        erase(session, participant, now)
    if participant.seat_number is None:
        return
    if outcome == COMPLETED and participant.erased_at is None:
        participant.counts = seating.complete(session, participant.id, now)
        participant.overrun = participant.overrun or not participant.counts
    elif not release_seat(session, participant, outcome, now) and not participant.overrun:
        participant.overrun = True
        note(session, participant, "seat_lost", now)


def release_seat(session: Session, participant: Participant, reason: str, now: datetime) -> bool:
    """Gives the participant's seat to whoever comes next; what was answered stays, flagged as not counting.

    False where there was no seat to give.
    """
    participant.counts = False
    had_seat = seating.release(session, participant.id)
    if had_seat:
        note(session, participant, "seat_released", now, detail={"reason": reason})
    return had_seat


def withdraw(session: Session, participant: Participant, now: datetime, *, keep_data: bool) -> None:
    """Ends the session at the participant's wish, or, where it ended before, only decides about the data.

    Of somebody whose answers are gone there is nothing left to decide.
    """
    alone(session, participant)
    if participant.erased_at is not None and not is_under_way(participant):
        return
    note(session, participant, "withdrew", now, detail={"data": "keep" if keep_data else "delete"})
    if not keep_data:
        participant.erased_at = now
    if is_under_way(participant):
        finish(session, participant, "withdrew", now)
    elif not keep_data:
        release_seat(session, participant, "withdrew", now)
        erase(session, participant, now)


def erase(session: Session, participant: Participant, now: datetime) -> None:
    """Deletes all that the participant answered and did; what remains says that somebody was there, and left nothing.

    There remain: arm, seat and outcome, which trials were planned and done, and when the session began, was randomised
    and ended.  The identity is replaced by its hash, so that the same person does not take part twice.
    """
    trials = select(Trial.id).where(Trial.participant_id == participant.id)
    for table in (Answer, Serving):
        session.execute(delete(table).where(table.trial_id.in_(trials)))
    mine = Event.participant_id == participant.id
    session.execute(delete(Event).where(mine, Event.kind.not_in(OWN_EVENTS)))
    for seated in session.scalars(select(Event).where(mine, Event.kind == "seated")):
        seated.detail = {name: value for name, value in (seated.detail or {}).items() if name != "stratum"}
    participant.context = participant.stratum = None
    participant.n_failed_checks = 0
    participant.erased_at = now
    participant.counts = False
    identity = session.get(Identity, participant.id)
    if identity is not None:
        identity.person, identity.submission = tombstone(identity.person), None
    note(session, participant, "erased", now)


def tombstone(person: str) -> str:
    """What is kept of the identity of somebody whose data were erased; of a tombstone: itself."""
    return person if person.startswith("erased:") else "erased:" + sha256(person.encode()).hexdigest()


def has_run_out(loaded: LoadedStudy, participant: Participant, now: datetime) -> bool:
    """Whether the session's time is over: it took too long in all, or was left for too long."""
    flow = loaded.study.flow
    if flow.maximum_minutes is not None and now - participant.enrolled_at > timedelta(minutes=flow.maximum_minutes):
        return True
    seen = participant.last_seen_at or participant.enrolled_at
    return now - seen > timedelta(days=flow.resume_days)


def keep_seat(session: Session, loaded: LoadedStudy, participant: Participant, now: datetime) -> None:
    """Renews the lease of a participant who is there; notes it once if the seat was given to another meanwhile."""
    participant.last_seen_at = now
    if participant.seat_number is None or participant.overrun:
        return
    if not seating.renew(session, seating.Claim(participant.id, now, seating.lease_of(loaded))):
        participant.overrun = True
        note(session, participant, "seat_lost", now)


def _has_open_trials(session: Session, participant: Participant) -> bool:
    mine = Trial.participant_id == participant.id
    return bool(session.scalar(select(exists().where(mine, Trial.done_at.is_(None), Trial.passed_over_at.is_(None)))))


def _code(session: Session, participant: Participant, outcome: str) -> str:
    if platforms.load(participant.platform).shares_codes:
        return code_for(session, participant.version, participant.mode, outcome)
    return new_code()
