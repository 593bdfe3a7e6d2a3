"""Commands as a researcher gives them, in real processes."""

import csv
import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[2]


def environment() -> dict[str, str]:
    """This process's environment, with the project on the path whatever the folder."""
    return {**os.environ, "PYTHONPATH": str(HOUSE)}


def gullseye(*arguments: str, folder: Path, status: int = 0) -> str:
    """Runs a gullseye command in `folder`; its whole output."""
    done = subprocess.run(
        [sys.executable, "-m", "study_app.cli", *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of an exported table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
