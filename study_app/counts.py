"""How far a study is: how many began, consented, were seated and finished, by mode and arm."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from study_app.models import Event, Participant, StudyVersion
from study_app.records import MODES, OUTCOMES


@dataclass(frozen=True)
class Count:
    """One line of the table.  arm: None counts those who have no seat (yet); median_minutes: of those who finished."""

    arm: str | None
    began: int
    consented: int
    seated: int
    finished: int
    median_minutes: float | None


@dataclass(frozen=True)
class ModeCounts:
    """One mode: a line per arm, one for those without a seat, all together, and how many ended how."""

    mode: str
    lines: tuple[Count, ...]
    total: Count
    outcomes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Row:
    """What is counted of one participant."""

    mode: str
    arm: str | None
    consented: bool
    outcome: str
    enrolled_at: datetime
    seated_at: datetime | None
    finished_at: datetime | None


def count_participants(session: Session, study_name: str, arms: Sequence[str]) -> tuple[ModeCounts, ...]:
    """The counts of each mode in which anybody began, all versions of the study together; arms in the given order."""
    rows = tuple(_rows(session, study_name))
    return tuple(_mode_counts(mode, rows, arms) for mode in MODES if any(row.mode == mode for row in rows))


def _rows(session: Session, study_name: str) -> Iterable[Row]:
    consented = select(Event.id).where(Event.participant_id == Participant.id, Event.kind == "consented").exists()
    wanted = select(
        Participant.mode,
        Participant.arm,
        consented,
        Participant.outcome,
        Participant.enrolled_at,
        Participant.seated_at,
        Participant.finished_at,
    ).join(Participant.version)
    return (Row(*row) for row in session.execute(wanted.where(StudyVersion.name == study_name)))


def _mode_counts(mode: str, rows: Iterable[Row], arms: Sequence[str]) -> ModeCounts:
    of_mode = [row for row in rows if row.mode == mode]
    gone = sorted({row.arm for row in of_mode if row.arm is not None} - set(arms))  # arms of an earlier version
    lines = [_count(arm, [row for row in of_mode if row.arm == arm]) for arm in (*arms, *gone, None)]
    ended = Counter(row.outcome for row in of_mode)
    outcomes = tuple((outcome, ended[outcome]) for outcome in OUTCOMES if ended[outcome])
    return ModeCounts(mode, tuple(lines), _count(None, of_mode), outcomes)


def _count(arm: str | None, rows: Sequence[Row]) -> Count:
    finished = [row for row in rows if row.outcome == "completed"]
    minutes = [(row.finished_at - row.enrolled_at).total_seconds() / 60 for row in finished if row.finished_at]
    return Count(
        arm=arm,
        began=len(rows),
        consented=sum(row.consented for row in rows),
        seated=sum(row.seated_at is not None for row in rows),
        finished=len(finished),
        median_minutes=median(minutes) if minutes else None,
    )
