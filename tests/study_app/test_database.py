from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session, sessionmaker

from study_app.config import Settings
from study_app.database import make_engine, make_sessions, reading
from study_app.models import Answer, ResearcherPassword
from tests.study_app.conftest import NOW


def password(made_at: datetime = NOW) -> ResearcherPassword:
    return ResearcherPassword(password_hash="x", made_at=made_at)


def test_writers_wait_for_each_other(settings: Settings) -> None:
    """Each transaction reads, then writes what it read plus one: none may be lost and none may fail."""
    engine = make_engine(settings.database_url)
    sessions = make_sessions(engine)

    def add_one(_: int) -> None:
        with sessions.begin() as session:
            n = len(session.scalars(select(ResearcherPassword)).all())
            session.add(ResearcherPassword(password_hash=str(n), made_at=NOW))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(80)))
    with reading(sessions) as session:
        assert sorted(int(one.password_hash) for one in session.scalars(select(ResearcherPassword))) == list(range(80))
    engine.dispose()


def test_reading_keeps_no_writer_waiting(sessions: sessionmaker[Session]) -> None:
    with reading(sessions) as reader:
        assert reader.scalars(select(ResearcherPassword)).all() == []
        with sessions.begin() as writer:
            writer.add(password())
        assert reader.scalars(select(ResearcherPassword)).all() == []
    with reading(sessions) as later:
        assert len(later.scalars(select(ResearcherPassword)).all()) == 1


def test_what_a_reading_session_adds_is_not_kept(sessions: sessionmaker[Session]) -> None:
    with reading(sessions) as reader:
        reader.add(password())
        reader.flush()
    with reading(sessions) as later:
        assert later.scalars(select(ResearcherPassword)).all() == []


def test_a_row_must_belong_to_something(sessions: sessionmaker[Session]) -> None:
    with pytest.raises(IntegrityError), sessions.begin() as session:
        session.add(Answer(trial_id=1, stage="answer", values={}, timing={}, received_at=NOW))


def test_times_come_back_as_utc(sessions: sessionmaker[Session]) -> None:
    elsewhere = datetime(2026, 11, 23, 13, 0, tzinfo=timezone(timedelta(hours=1)))
    with sessions.begin() as session:
        session.add(password(elsewhere))
    with reading(sessions) as session:
        found = session.scalars(select(ResearcherPassword)).one().made_at
    assert (found, found.tzinfo) == (NOW, UTC)


def test_a_time_without_a_zone_is_refused(sessions: sessionmaker[Session]) -> None:
    with pytest.raises(StatementError, match="needs its zone"), sessions.begin() as session:
        session.add(password(datetime(2026, 1, 1)))  # noqa: DTZ001 - the point
