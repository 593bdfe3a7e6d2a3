"""The room's own commands."""

from pathlib import Path

from click.testing import CliRunner
from sqlalchemy.orm import Session, sessionmaker

from study_app.commands.migrate import migrate
from study_app.commands.password import password
from study_app.errors import StudyError
from study_app.passwords import use_password
from tests.study_app.conftest import NOW


def test_migrate_makes_a_database_where_there_is_none(environ: dict[str, str], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    for _ in range(2):
        done = CliRunner().invoke(migrate, env={**environ, "GULLSEYE_DATABASE_URL": url})
        assert (done.exit_code, done.output) == (0, f"{url}: up to date\n")


def test_password_prints_one_that_works(environ: dict[str, str], sessions: sessionmaker[Session]) -> None:
    printed = CliRunner().invoke(password, ["--bare"], env=environ).output.strip()
    with sessions.begin() as session:
        assert use_password(session, printed, NOW) is True


def test_password_needs_a_migrated_database(environ: dict[str, str], tmp_path: Path) -> None:
    done = CliRunner().invoke(password, env={**environ, "GULLSEYE_DATABASE_URL": f"sqlite:///{tmp_path}/new.db"})
    assert isinstance(done.exception, StudyError)
    assert "gullseye migrate" in str(done.exception)
