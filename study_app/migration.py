"""Brings a database to the tables of this version; the migrations lie beside the package, or inside it in a wheel."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from study_app.database import make_engine
from study_app.errors import StudyError

PACKAGE = Path(__file__).parent


def migrations_folder() -> Path:
    """Where the migrations are."""
    inside = PACKAGE / "_migrations"
    return inside if inside.is_dir() else PACKAGE.parent / "migrations"


def migrate(url: str, revision: str = "head") -> None:
    """Brings the database of that address up to the newest tables, or to that revision."""
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            command.upgrade(_config(connection), revision)
    finally:
        engine.dispose()


def downgrade(url: str, revision: str) -> None:
    """Takes the database back to that revision (`base`: no tables); what the tables held is lost."""
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            command.downgrade(_config(connection), revision)
    finally:
        engine.dispose()


def require_newest(engine: Engine) -> None:
    """Raises StudyError where the database does not have the tables of this version."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    newest = ScriptDirectory(str(migrations_folder())).get_current_head()
    if found != newest:
        shown = engine.url.render_as_string(hide_password=True)
        raise StudyError(f"{shown}: tables of revision {found or 'none'}, needs {newest}; run `gullseye migrate`")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
