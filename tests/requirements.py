"""What a test needs beyond Python: found, or the test is skipped aloud; in CI its absence is a failure."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest


def missing(what: str, variable: str) -> None:
    """Skips the test, or fails it where the environment says that this must not be missing."""
    if os.environ.get(variable) == "1":
        pytest.fail(f"{what}, and {variable}=1 says that it must be there")
    pytest.skip(what)


def chromium_program() -> str:
    """Path of a Chromium browser: GULLSEYE_CHROMIUM, or the first known name on the PATH."""
    named = os.environ.get("GULLSEYE_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        missing("no Chromium here: install Debian's `chromium`, or set GULLSEYE_CHROMIUM", "GULLSEYE_REQUIRE_BROWSER")
    return str(found)


def headless_program() -> str:
    """Path of the browser for tests: GULLSEYE_CHROMIUM, Chromium built to run without windows, or chromium_program().

    Without windows it has the same engine and opens a page in a third of the time.
    """
    return os.environ.get("GULLSEYE_CHROMIUM") or shutil.which("chromium-headless-shell") or chromium_program()


def postgres_programs() -> Path:
    """Folder of initdb and postgres: GULLSEYE_POSTGRES_BIN, Debian's place, or the PATH's."""
    named = os.environ.get("GULLSEYE_POSTGRES_BIN")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = [Path(path).parent for path in [shutil.which("initdb")] if path]
    for folder in [*([Path(named)] if named else []), *debian, *on_path]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    missing(
        "no PostgreSQL server here: install Debian's `postgresql`, or set GULLSEYE_POSTGRES_BIN",
        "GULLSEYE_REQUIRE_POSTGRES",
    )
    raise AssertionError


def shared_data() -> Path:
    """Folder of real weights, photographs and answers: GULLSEYE_SHARED_DATA."""
    named = os.environ.get("GULLSEYE_SHARED_DATA")
    if not named or not Path(named).is_dir():
        pytest.skip("GULLSEYE_SHARED_DATA does not name a folder: tests on real photographs and weights are left out")
    return Path(named)


def bambi() -> None:
    """Whether chains can be sampled: the extra `bayes` is installed."""
    if find_spec("bambi") is None:
        missing('no bambi here: pip install "gullseye[bayes]"', "GULLSEYE_REQUIRE_BAYES")
