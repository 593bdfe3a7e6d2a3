import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from study_app.config import kept_secret_key, read_settings
from study_app.errors import StudyError


def test_without_a_variable_everything_lies_in_the_instance_folder(tmp_path: Path) -> None:
    settings = read_settings({}, instance=str(tmp_path / "here"))
    assert settings.instance == tmp_path / "here"
    assert settings.database_url == f"sqlite:///{tmp_path}/here/gullseye.db"
    assert settings.stimuli_of("gulls") == tmp_path / "here" / "stimuli" / "gulls"
    assert settings.studies == ("gulls",)
    assert settings.https is False


def test_variables_are_read_and_an_override_wins(tmp_path: Path) -> None:
    environ = {"GULLSEYE_INSTANCE": str(tmp_path), "GULLSEYE_STUDIES": "gulls, other", "GULLSEYE_HTTPS": "yes"}
    settings = read_settings(environ, studies="third", database_url=None)
    assert (settings.instance, settings.studies, settings.https) == (tmp_path, ("third",), True)


def test_all_faults_are_told_at_once_and_nothing_is_made(tmp_path: Path) -> None:
    environ = {
        "GULLSEYE_INSTANCE": str(tmp_path / "here"),
        "GULLSEYE_DATABASE_URL": "mysql://somewhere/x",
        "GULLSEYE_HTTPS": "perhaps",
        "GULLSEYE_SECRET_KEY": "short",
        "GULLSEYE_STUDIES": " , ",
    }
    with pytest.raises(StudyError) as error:
        read_settings(environ)
    assert str(error.value).splitlines() == [
        "GULLSEYE_DATABASE_URL: no database kind 'mysql'; known: sqlite, postgresql",
        "GULLSEYE_HTTPS: 'perhaps' is neither yes nor no; known: 1, yes, true, on, 0, no, false, off",
        "GULLSEYE_SECRET_KEY: has 5 characters, needs 16 or more",
        "GULLSEYE_STUDIES: names no study; give names or folders with commas between them",
    ]
    assert not (tmp_path / "here").exists()


def test_a_database_address_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="not an address of a database"):
        read_settings({}, instance=str(tmp_path), database_url="here")


def test_the_secret_key_is_kept_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first = read_settings({}, instance=str(tmp_path)).secret_key
    assert read_settings({}, instance=str(tmp_path)).secret_key == first
    assert len(first) == 64
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: kept_secret_key(tmp_path), range(40)))
    assert len(keys) == 1


def test_the_secret_key_is_not_shown(tmp_path: Path) -> None:
    settings = read_settings({}, instance=str(tmp_path), secret_key="a key that nobody may see")
    assert "nobody may see" not in repr(settings)
