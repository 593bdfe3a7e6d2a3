"""The same study on a real PostgreSQL server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from study_app import study_folder
from study_app.database import make_engine, make_sessions
from study_app.migration import migrate
from study_app.study_folder import LoadedStudy
from tests.builders import PLAIN_GULLS, write_stimulus_set


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


@pytest.fixture
def sessions(postgres_url: str) -> Iterator[sessionmaker[Session]]:
    """Sessions on a migrated database."""
    migrate(postgres_url)
    engine = make_engine(postgres_url)
    yield make_sessions(engine)
    engine.dispose()
