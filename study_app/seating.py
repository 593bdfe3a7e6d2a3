"""Seats: made in advance, leased by one conditional statement, given again, continued block by block.

A seat is free where nobody holds it, or its holder has been silent beyond the lease; a completed one never is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, insert, or_, select, update
from sqlalchemy.orm import Session

from study_app.models import Seat, StudyVersion
from study_app.study.allocation import seats, strata
from study_app.study.plan import Seed
from study_app.study_folder import LoadedStudy

ENDLESS = ("robot", "pilot")  # modes whose list is continued by another whole block when it is used up


@dataclass(frozen=True)
class SeatList:
    """One list of seats: of a version, a mode and a stratum."""

    version_id: int
    mode: str
    stratum: str

    @property
    def rows(self) -> ColumnElement[bool]:
        """The seats of this list."""
        return and_(Seat.study_version_id == self.version_id, Seat.mode == self.mode, Seat.stratum == self.stratum)


@dataclass(frozen=True)
class Claim:
    """Who wants a seat, when, and for how long a silence it is kept."""

    participant_id: int
    now: datetime
    lease: timedelta


def lease_of(loaded: LoadedStudy) -> timedelta:
    """How long a silent participant keeps a seat."""
    return timedelta(minutes=loaded.study.allocation.lease_minutes)


def seed_of(loaded: LoadedStudy, version: StudyVersion) -> Seed:
    """The seed of the list of seats: the definition's, or the one that was sealed."""
    if loaded.study.allocation.seed is not None:
        return loaded.study.allocation.seed
    if version.seed is None:
        raise RuntimeError(f"version {version.id} of {version.name} has no seed")
    return version.seed


def make_seats(session: Session, loaded: LoadedStudy, version: StudyVersion, mode: str) -> None:
    """Makes the seats of that mode, where nobody did yet."""
    lists = {SeatList(version.id, mode, stratum): n for stratum, n in strata(loaded.study).items()}
    if all(_n_seats(session, each) for each in lists):
        return
    lock(session, version.id)
    for each, n_blocks in lists.items():
        if not _n_seats(session, each):  # nobody made them while we waited
            _add_blocks(session, loaded, version, each, range(n_blocks))


def add_block(session: Session, loaded: LoadedStudy, version: StudyVersion, wanted: SeatList, now: datetime) -> None:
    """Continues the list by one whole block, unless somebody just did."""
    lock(session, version.id)
    if session.scalar(free_seats(wanted, now).limit(1)) is None:
        done = _n_seats(session, wanted) // loaded.study.allocation.block_size
        _add_blocks(session, loaded, version, wanted, range(done, done + 1))


def free_seats(wanted: SeatList, now: datetime) -> Select[int]:
    """The ids of the list's free seats, in the order in which they are given out."""
    return select(Seat.id).where(wanted.rows, _is_free(now)).order_by(Seat.number)


def has_free_seat(session: Session, version_id: int, mode: str, now: datetime) -> bool:
    """Whether a seat of any list of that mode could be claimed now."""
    free = select(Seat.id).where(Seat.study_version_id == version_id, Seat.mode == mode, _is_free(now))
    return session.scalar(free.limit(1)) is not None


def claim(session: Session, wanted: SeatList, who: Claim, only: ColumnElement[bool] | None = None) -> Seat | None:
    """The first free seat, which is that participant's from now on; None where there is none.

    only: a further condition, such as the arm.  One statement finds and takes the seat.  On PostgreSQL seats that
    others are just taking are passed over first; if nothing else is left, their outcome is waited for.  SQLite lets one
    writer at a time in.
    """
    for skip_locked in (True, False):
        free = free_seats(wanted, who.now).limit(1).with_for_update(skip_locked=skip_locked)
        if only is not None:
            free = free.where(only)
        taken = session.scalar(
            update(Seat)
            .where(Seat.id == free.scalar_subquery(), _is_free(who.now))
            .values(
                participant_id=who.participant_id,
                claimed_at=who.now,
                lease_until=who.now + who.lease,
                n_claims=Seat.n_claims + 1,
            )
            .returning(Seat.id)
            .execution_options(synchronize_session=False)
        )
        if taken is not None:
            return session.get_one(Seat, taken, populate_existing=True)
    return None


def renew(session: Session, who: Claim) -> bool:
    """Keeps the participant's seat for another lease; False where it was given to somebody else."""
    return _changed(session, who.participant_id, lease_until=who.now + who.lease)


def complete(session: Session, participant_id: int, now: datetime) -> bool:
    """Closes the participant's seat for good; False where it was given to somebody else."""
    return _changed(session, participant_id, completed_at=now)


def release(session: Session, participant_id: int) -> bool:
    """Gives the participant's seat back, completed or not; False where there is none to give."""
    return _changed(session, participant_id, participant_id=None, lease_until=None, completed_at=None)


def lock(session: Session, version_id: int) -> None:
    """Makes others that make or choose seats of this version wait for the end of this transaction."""
    session.execute(select(StudyVersion.id).where(StudyVersion.id == version_id).with_for_update(key_share=True))


def _is_free(now: datetime) -> ColumnElement[bool]:
    return and_(Seat.completed_at.is_(None), or_(Seat.participant_id.is_(None), Seat.lease_until < now))


def _changed(session: Session, holder: int, **values: object) -> bool:
    """Whether that participant holds a seat; it has these values from now on."""
    held = update(Seat).where(Seat.participant_id == holder).values(**values).returning(Seat.id)
    return session.scalar(held.execution_options(synchronize_session=False)) is not None


def _n_seats(session: Session, wanted: SeatList) -> int:
    return session.scalar(select(func.count(Seat.id)).where(wanted.rows)) or 0


def _add_blocks(session: Session, loaded: LoadedStudy, version: StudyVersion, wanted: SeatList, blocks: range) -> None:
    made = seats(loaded.study, wanted.mode, seed_of(loaded, version), blocks, wanted.stratum)
    rows = [
        {
            "study_version_id": version.id,
            "mode": wanted.mode,
            "stratum": seat.stratum,
            "number": seat.number,
            "block": seat.block,
            "arm": seat.arm,
            "rank": seat.rank,
            "n_claims": 0,
        }
        for seat in made
    ]
    session.execute(insert(Seat), rows)
