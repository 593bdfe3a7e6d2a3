"""The command: every sub-command is there, and a user's mistake is one clear line."""

import errno
import subprocess
import sys
from pathlib import Path

import click
import pytest

from study_app.cli import COMMANDS, gullseye, main

HOUSE = Path(__file__).parents[2]


def run(*arguments: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """The finished process of a gullseye command that runs in `folder`."""
    command = [sys.executable, "-m", "study_app.cli", *arguments]
    environment = {"PYTHONPATH": str(HOUSE), "PATH": "/usr/bin:/bin", **variables}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_that_help_names_is_there(name: str) -> None:
    command = gullseye.get_command(click.Context(gullseye), name)
    assert isinstance(command, click.Command)
    assert command.help


def test_a_full_disk_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(gullseye, "main", full)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("Error: the disk is full: make room")


def test_a_database_that_cannot_be_reached_is_said_in_one_line(tmp_path: Path) -> None:
    url = "postgresql://nobody@127.0.0.1:9/nothing"
    done = run("migrate", folder=tmp_path, GULLSEYE_DATABASE_URL=url)
    assert done.returncode == 1
    assert "the database cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_in_the_way_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "birds").write_text("not a folder")
    change = ("--species", "ivory", "--mark", "bill", "--from", "none", "--size", "64", "--out", "birds/here")
    done = run("gulls", "intervene", *change, folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: birds")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "gull"), "no study 'gull'; did you mean 'gulls'?"),
        (("export", "gulls"), "gullseye migrate"),
        (("analyze", "nowhere"), "gullseye migrate"),
        (("fly",), "No such command 'fly'"),
    ],
)
def test_a_mistake_is_said_in_one_line(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = run(*arguments, folder=tmp_path)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
