from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from study_app.config import Settings
from study_app.models import Participant, Seat, StudyVersion
from study_app.seating import Claim, SeatList, claim
from study_app.study_folder import LoadedStudy
from study_app.versions import open_study, version_of
from tests.study_app.conftest import NOW
from tests.study_app.seating_proof import ARMS, arrive, arrive_in_processes, check_seats, smaller


def test_a_study_is_opened_once_with_all_its_seats(sessions: sessionmaker[Session], gulls: LoadedStudy) -> None:
    for _ in range(2):
        with sessions.begin() as session:
            open_study(session, gulls, "live", NOW)
    with sessions.begin() as session:
        assert len(session.scalars(select(StudyVersion)).all()) == 1
        seats = session.scalars(select(Seat).order_by(Seat.number)).all()
        assert [seat.number for seat in seats] == list(range(160))
        assert Counter(seat.arm for seat in seats) == dict.fromkeys(ARMS, 40)


def test_the_version_keeps_the_study_as_it_is(sessions: sessionmaker[Session], gulls: LoadedStudy) -> None:
    with sessions.begin() as session:
        open_study(session, gulls, "live", NOW)
    with sessions.begin() as session:
        stored = version_of(session, gulls)
        assert stored is not None
        assert stored.definition["allocation"]["seed"] == 20261123
        assert set(stored.texts) == {
            "consent.md",
            "instructions.md",
            "between.md",
            "debrief.md",
            "ratings.toml",
        }
        assert stored.stimulus_set == "0123456789abcdef"


def test_seats_are_given_in_the_order_of_the_list(sessions: sessionmaker[Session], gulls: LoadedStudy) -> None:
    for n in range(7):
        assert arrive(sessions, gulls, "live", f"token {n}") == "in_progress"
    assert len(check_seats(sessions, "live")) == 7


def test_modes_have_seats_of_their_own(sessions: sessionmaker[Session], gulls: LoadedStudy) -> None:
    for mode in ("live", "pilot", "robot"):
        arrive(sessions, gulls, mode, mode)
        assert len(check_seats(sessions, mode)) == 1


def test_when_all_seats_are_taken_there_is_none(sessions: sessionmaker[Session], gulls: LoadedStudy) -> None:
    _take_all(sessions, gulls, "live")
    with sessions.begin() as session:
        assert claim(session, SeatList(1, "live", ""), Claim(1, NOW, timedelta(hours=1))) is None
    assert arrive(sessions, gulls, "live", "too late") == "full"


@pytest.mark.parametrize("mode", ["robot", "pilot"])
def test_rehearsals_never_run_out_of_seats(sessions: sessionmaker[Session], gulls: LoadedStudy, mode: str) -> None:
    _take_all(sessions, gulls, mode)
    assert arrive(sessions, gulls, mode, "one more") == "in_progress"
    with sessions.begin() as session:
        seats = session.scalars(select(Seat).where(Seat.mode == mode)).all()
        assert len(seats) == 168
        assert Counter(seat.arm for seat in seats if seat.block == 20) == dict.fromkeys(ARMS, 2)


def test_forty_threads_at_once_share_no_seat(sessions: sessionmaker[Session], gulls: LoadedStudy) -> None:
    with ThreadPoolExecutor(40) as pool:
        outcomes = Counter(pool.map(lambda n: arrive(sessions, gulls, "live", f"token {n}"), range(80)))
    assert outcomes == {"in_progress": 80}
    assert len(check_seats(sessions, "live")) == 80


def test_several_processes_at_once_share_no_seat_and_fill_every_block(
    settings: Settings, sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    """49 arrivals for 40 seats."""
    folders = (smaller(tmp_path / "study"), stimuli / "gulls")
    assert arrive_in_processes(settings.database_url, folders, "live", 49) == {"in_progress": 40, "full": 9}
    assert len(check_seats(sessions, "live")) == 40


def _take_all(sessions: sessionmaker[Session], gulls: LoadedStudy, mode: str) -> None:
    """Somebody else has every seat: the rows are marked, without going through the study 160 times."""
    arrive(sessions, gulls, mode, "the first")
    with sessions.begin() as session:
        for seat in session.scalars(select(Seat).where(Seat.mode == mode, Seat.participant_id.is_(None))):
            seat.participant_id = _stand_in(session, seat.number)


def _stand_in(session: Session, number: int) -> int:
    """A participant who does nothing but hold a seat."""
    one = Participant(
        pseudonym=f"p{number}",
        token=f"t{number}",
        study_version_id=1,
        mode="live",
        platform="open_link",
        code_version="test",
        outcome="in_progress",
        completion_code="",
        enrolled_at=NOW,
    )
    session.add(one)
    session.flush()
    return one.id
