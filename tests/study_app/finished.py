"""A database in which one participant went all the way, to be copied: the way takes seconds."""

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from study_app.config import Settings
from study_app.database import make_engine, make_sessions
from study_app.study.platform import Arrival
from study_app.study_folder import LoadedStudy
from tests.memory_disk import folder_in_memory
from tests.study_app.visits import Visitor


@dataclass(frozen=True)
class Finished:
    """The SQLite file, and who is in it."""

    content: bytes
    visitor: Visitor

    def put(self, settings: Settings, sessions: sessionmaker[Session]) -> Visitor:
        """The same participant in the database of those settings, which nobody may have opened yet."""
        Path(settings.database_url.removeprefix("sqlite:///")).write_bytes(self.content)
        return replace(self.visitor, sessions=sessions)


def finished_way(gulls: LoadedStudy, empty_database: bytes, arrival: Arrival | None = None) -> Finished:
    """Somebody arrives and answers every page."""
    with folder_in_memory("finished-") as folder:
        path = folder / "gullseye.db"
        path.write_bytes(empty_database)
        engine = make_engine(f"sqlite:///{path}")
        visitor = Visitor(make_sessions(engine), gulls, arrival=arrival or Arrival()).arrive()
        visitor.finish()
        engine.dispose()
        return Finished(path.read_bytes(), visitor)
