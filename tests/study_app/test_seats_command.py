"""`gullseye seats`: the list of seats, and the seal on it."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session, sessionmaker

from study_app.commands.seats import seats
from study_app.errors import StudyError
from study_app.models import Seat
from study_app.study_folder import LoadedStudy
from study_app.versions import close, launch
from tests.study_app.conftest import NOW
from tests.study_app.short_studies import allocated, short


@pytest.fixture
def loaded(tmp_path: Path, stimuli: Path, sessions: sessionmaker[Session]) -> LoadedStudy:
    """A short study that names no seed, open to people, called gulls as its stimuli are."""
    made = short(tmp_path / "gulls", stimuli, top=allocated(seed=""))
    with sessions.begin() as session:
        launch(session, made, NOW)
    return made


def told(loaded: LoadedStudy, environ: dict[str, str], *options: str) -> Result:
    return CliRunner().invoke(seats, [str(loaded.written.folder), *options], env=environ)


@pytest.mark.parametrize("mode", ["live", "pilot", "robot"])
def test_while_a_study_is_open_no_mode_shows_its_sealed_seed(
    loaded: LoadedStudy, environ: dict[str, str], mode: str
) -> None:
    refused = told(loaded, environ, "--mode", mode)
    assert isinstance(refused.exception, StudyError)
    assert "its seats stay sealed until `gullseye close`" in str(refused.exception)
    assert refused.output == ""


def test_a_closed_study_shows_the_list_that_was_given_out(
    loaded: LoadedStudy, environ: dict[str, str], sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        close(session, loaded, NOW)
        kept = [
            (str(seat.number), seat.arm) for seat in session.query(Seat).filter_by(mode="live").order_by(Seat.number)
        ]
    shown = told(loaded, environ)
    rows = list(csv.DictReader(StringIO(shown.stdout)))
    assert [(row["number"], row["arm"]) for row in rows] == kept
    assert len(rows) == 4


def test_breaking_the_seal_shows_the_same_list(loaded: LoadedStudy, environ: dict[str, str]) -> None:
    broken = told(loaded, environ, "--break-seal")
    assert broken.exit_code == 0
    seed = broken.stderr.splitlines()[0].removeprefix("Seed: ")
    assert told(loaded, {}, "--seed", seed).stdout == broken.stdout


def test_a_published_seed_needs_no_database(loaded: LoadedStudy, tmp_path: Path) -> None:
    nowhere = {"GULLSEYE_INSTANCE": str(tmp_path / "nowhere")}
    assert told(loaded, nowhere, "--seed", "published").exit_code == 0
    assert not (tmp_path / "nowhere").exists()
