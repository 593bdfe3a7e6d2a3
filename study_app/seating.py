"""Study versions and their seats: made in advance, claimed by one conditional statement, continued block by block."""

from datetime import datetime
from importlib.metadata import version as installed_version

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from study_app.models import Seat, StudyVersion
from study_app.study.allocation import n_blocks, seats
from study_app.study_folder import LoadedStudy

ENDLESS = ("robot", "preview")  # modes whose list is continued by another whole block when it is used up


def code_version() -> str:
    """The installed version of Gullseye."""
    return installed_version("gullseye")


def version_of(session: Session, loaded: LoadedStudy) -> StudyVersion | None:
    """The stored version of exactly this study with exactly these stimuli."""
    return session.scalar(
        select(StudyVersion).where(
            StudyVersion.hash == loaded.hash, StudyVersion.stimulus_set == loaded.material.stimuli.set_id
        )
    )


def open_study(session: Session, loaded: LoadedStudy, mode: str, now: datetime) -> StudyVersion:
    """The stored version of the study, with its seats for that mode; both are made where they are missing."""
    stored = version_of(session, loaded) or _store(session, loaded, now)
    if _n_seats(session, stored, mode) == 0:
        _lock(session, stored)
        if _n_seats(session, stored, mode) == 0:  # nobody made them while we waited
            _add_blocks(session, loaded, stored, mode, range(n_blocks(loaded.study)))
    return stored


def claim(session: Session, version_id: int, mode: str, participant_id: int, now: datetime) -> int | None:
    """The number of the first free seat, which is the participant's from now on; None where all are taken.

    One statement finds and takes the seat.  On PostgreSQL seats that others are just taking are passed over first;
    if nothing else is left, their outcome is waited for.  SQLite lets one writer at a time in.
    """
    for skip_locked in (True, False):
        free = (
            select(Seat.id)
            .where(Seat.study_version_id == version_id, Seat.mode == mode, Seat.participant_id.is_(None))
            .order_by(Seat.number)
            .limit(1)
            .with_for_update(skip_locked=skip_locked)
        )
        taken = session.scalar(
            update(Seat)
            .where(Seat.id == free.scalar_subquery(), Seat.participant_id.is_(None))
            .values(participant_id=participant_id, claimed_at=now)
            .returning(Seat.number)
            .execution_options(synchronize_session=False)
        )
        if taken is not None:
            return taken
    return None


def add_block(session: Session, loaded: LoadedStudy, version: StudyVersion, mode: str) -> None:
    """Continues the list by one whole block, unless somebody just did."""
    _lock(session, version)
    free = select(Seat.id).where(Seat.study_version_id == version.id, Seat.mode == mode, Seat.participant_id.is_(None))
    if session.scalar(free.limit(1)) is None:
        done = _n_seats(session, version, mode) // loaded.study.allocation.block_size
        _add_blocks(session, loaded, version, mode, range(done, done + 1))


def _store(session: Session, loaded: LoadedStudy, now: datetime) -> StudyVersion:
    """Stores the version; if another process was first, its row is the one."""
    stored = StudyVersion(
        hash=loaded.hash,
        name=loaded.name,
        definition=loaded.study.model_dump(mode="json"),
        texts=dict(loaded.written.sources),
        stimulus_set=loaded.material.stimuli.set_id,
        code_version=code_version(),
        stored_at=now,
    )
    try:
        with session.begin_nested():
            session.add(stored)
    except IntegrityError:
        found = version_of(session, loaded)
        if found is None:
            raise
        return found
    return stored


def _lock(session: Session, version: StudyVersion) -> None:
    """Makes seats of a version one after the other."""
    session.execute(select(StudyVersion.id).where(StudyVersion.id == version.id).with_for_update())


def _n_seats(session: Session, version: StudyVersion, mode: str) -> int:
    of_mode = select(func.count(Seat.id)).where(Seat.study_version_id == version.id, Seat.mode == mode)
    return session.scalar(of_mode) or 0


def _add_blocks(session: Session, loaded: LoadedStudy, version: StudyVersion, mode: str, blocks: range) -> None:
    rows = [
        {"study_version_id": version.id, "mode": mode, "number": seat.number, "block": seat.block, "arm": seat.arm}
        for seat in seats(loaded.study, mode, blocks)
    ]
    session.execute(insert(Seat), rows)
