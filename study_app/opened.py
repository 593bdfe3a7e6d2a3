"""What commands about one study work on: the study with its stimuli, and a session of the database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from study_app import study_folder
from study_app.config import read_settings
from study_app.database import make_engine, make_sessions
from study_app.migration import require_newest
from study_app.study_folder import LoadedStudy


@contextmanager
def opened(study: str) -> Iterator[tuple[Session, LoadedStudy]]:
    """A session that commits at its end, and the study of that name or folder; raises where either cannot be had."""
    settings = read_settings(os.environ)
    written = study_folder.read(study_folder.folder_of(study))
    loaded = study_folder.with_stimuli(written, settings.stimuli_of(written.study.study.name))
    engine = make_engine(settings.database_url)
    require_newest(engine)
    try:
        with make_sessions(engine).begin() as session:
            yield session, loaded
    finally:
        engine.dispose()
