"""What the running application has: settings, database, studies."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session, sessionmaker

from study_app.config import Settings
from study_app.study_folder import LoadedStudy

EXTENSION = "gullseye"


@dataclass(frozen=True)
class Runtime:
    """Made once by create_app; the routes read it.  studies: study name → loaded study."""

    settings: Settings
    sessions: sessionmaker[Session]
    studies: Mapping[str, LoadedStudy]


def runtime() -> Runtime:
    """The runtime of the application that handles this request."""
    found: Runtime = current_app.extensions[EXTENSION]
    return found
