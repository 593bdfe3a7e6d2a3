"""What the running application has: settings, database, studies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy.orm import Session, sessionmaker

from stimuli.manifest import ASSET_FOLDER, PictureFile
from study_app.config import Settings
from study_app.study_folder import LoadedStudy

EXTENSION = "gullseye"


@dataclass(frozen=True)
class Runtime:
    """Made once by create_app; the routes read it.

    studies: study name → loaded study.  assets: file name → the file and the folder it lies in.
    report_command: makes the report of the study of that name, which is another room's work; None where it cannot.
    """

    settings: Settings
    sessions: sessionmaker[Session]
    studies: Mapping[str, LoadedStudy]
    assets: Mapping[str, tuple[PictureFile, Path]]
    report_command: Callable[[str], None] | None = None


def runtime() -> Runtime:
    """The runtime of the application that handles this request."""
    found: Runtime = current_app.extensions[EXTENSION]
    return found


def assets_of(studies: Mapping[str, LoadedStudy]) -> dict[str, tuple[PictureFile, Path]]:
    """Every picture file of the studies' stimulus sets, by its name."""
    return {
        file.file_name: (file, loaded.stimuli_folder / ASSET_FOLDER)
        for loaded in studies.values()
        for file in loaded.material.stimuli.files()
    }
