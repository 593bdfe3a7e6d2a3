"""What the tests of the study room start from: the plain gull study with small pictures and an empty database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from study_app import study_folder
from study_app.app import create_app
from study_app.config import Settings
from study_app.database import make_engine, make_sessions
from study_app.migration import migrate
from study_app.runtime import EXTENSION, Runtime
from study_app.study_folder import LoadedStudy
from study_app.versions import launch
from tests.builders import PLAIN_GULLS, write_stimulus_set

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def stimuli(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the built stimuli of study `gulls`."""
    folder = tmp_path_factory.mktemp("stimuli")
    write_stimulus_set(folder / "gulls")
    return folder


@pytest.fixture(scope="session")
def gulls(stimuli: Path) -> LoadedStudy:
    """The plain study of gulls, loaded."""
    return study_folder.load(str(PLAIN_GULLS), stimuli / "gulls")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A migrated SQLite database without a row, to be copied."""
    path = tmp_path_factory.mktemp("database") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path.read_bytes()


@pytest.fixture
def settings(tmp_path: Path, stimuli: Path, empty_database: bytes) -> Settings:
    """Settings of an instance of its own, with an empty database."""
    database = tmp_path / "gullseye.db"
    database.write_bytes(empty_database)
    return Settings(tmp_path, f"sqlite:///{database}", "a secret key of the tests", (str(PLAIN_GULLS),), stimuli)


@pytest.fixture
def sessions(settings: Settings) -> Iterator[sessionmaker[Session]]:
    """Sessions on the empty database."""
    engine = make_engine(settings.database_url)
    yield make_sessions(engine)
    engine.dispose()


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The web application, its studies open to people."""
    made = create_app(settings)
    launch_all(made)
    yield made
    made.extensions["gullseye"].sessions.kw["bind"].dispose()


def launch_all(app: Flask) -> None:
    """Opens every study of the application to people."""
    runtime: Runtime = app.extensions[EXTENSION]
    with runtime.sessions.begin() as session:
        for loaded in runtime.studies.values():
            launch(session, loaded, NOW)


@pytest.fixture
def environ(settings: Settings) -> dict[str, str]:
    """The same settings as variables, for commands."""
    return {
        "GULLSEYE_INSTANCE": str(settings.instance),
        "GULLSEYE_DATABASE_URL": settings.database_url,
        "GULLSEYE_STIMULI": str(settings.stimuli),
        "GULLSEYE_SECRET_KEY": settings.secret_key,
    }
