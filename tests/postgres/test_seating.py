from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from study_app.study_folder import LoadedStudy
from study_app.versions import open_study
from tests.study_app.conftest import NOW
from tests.study_app.seating_proof import arrive, arrive_in_processes, check_seats, smaller

pytestmark = pytest.mark.postgres


def test_forty_threads_at_once_share_no_seat(sessions: sessionmaker[Session], gulls: LoadedStudy) -> None:
    with ThreadPoolExecutor(40) as pool:
        outcomes = Counter(pool.map(lambda n: arrive(sessions, gulls, "live", f"token {n}"), range(80)))
    assert outcomes == {"in_progress": 80}
    assert len(check_seats(sessions, "live")) == 80


def test_several_processes_at_once_share_no_seat_and_fill_every_block(
    postgres_url: str, sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    """49 arrivals for 40 seats."""
    folders = (smaller(tmp_path / "study"), stimuli / "gulls")
    assert arrive_in_processes(postgres_url, folders, "live", 49) == {"in_progress": 40, "full": 9}
    assert len(check_seats(sessions, "live")) == 40


def test_robots_that_run_out_of_seats_at_once_get_whole_blocks_more(
    postgres_url: str, sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    """49 robots for 40 seats."""
    folders = (smaller(tmp_path / "study"), stimuli / "gulls")
    assert arrive_in_processes(postgres_url, folders, "robot", 49) == {"in_progress": 49}
    assert len(check_seats(sessions, "robot")) == 49


def test_processes_that_open_a_study_at_once_make_its_seats_once(
    sessions: sessionmaker[Session], gulls: LoadedStudy
) -> None:
    def open_it(_: int) -> int:
        with sessions.begin() as session:
            return open_study(session, gulls, "live", NOW).id

    with ThreadPoolExecutor(12) as pool:
        assert len(set(pool.map(open_it, range(12)))) == 1
