import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from study_app.models import ResearcherPassword
from study_app.passwords import make_password, use_password
from tests.study_app.conftest import NOW


@pytest.fixture
def password(sessions: sessionmaker[Session]) -> str:
    with sessions.begin() as session:
        return make_password(session, NOW)


def uses(sessions: sessionmaker[Session], typed: str) -> bool:
    with sessions.begin() as session:
        return use_password(session, typed, NOW)


def test_a_password_works_once(sessions: sessionmaker[Session], password: str) -> None:
    assert uses(sessions, f" {password}\n") is True
    assert uses(sessions, password) is False


def test_another_password_does_not_work(sessions: sessionmaker[Session], password: str) -> None:
    assert uses(sessions, password[:-1]) is False
    assert uses(sessions, "") is False
    assert uses(sessions, password) is True


def test_a_new_password_makes_an_unused_one_void(sessions: sessionmaker[Session], password: str) -> None:
    with sessions.begin() as session:
        new = make_password(session, NOW)
    assert uses(sessions, password) is False
    assert uses(sessions, new) is True


def test_only_a_slow_hash_is_stored(sessions: sessionmaker[Session], password: str) -> None:
    with sessions() as session:
        kept = session.scalars(select(ResearcherPassword)).one()
    assert kept.password_hash.startswith("scrypt:")
    assert password not in kept.password_hash


def test_passwords_are_long_and_easy_to_copy(password: str) -> None:
    assert len(password) == 19
    assert not set(password) & set("il1o0ILO")
