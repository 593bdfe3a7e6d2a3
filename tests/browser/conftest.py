"""One server for all browser tests, and the script of axe-core."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.control_pages import Sheets
from tests.browser.site import ARMS, Site, running, short_study, swift_study
from tests.builders import PLAIN_GULLS


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with the gull study, a short gull study for each arm, and a swift one."""
    folder: Path = tmp_path_factory.mktemp("studies")
    short = tuple(short_study(folder, arm) for arm in ARMS)
    with running(tmp_path_factory.mktemp("instance"), (PLAIN_GULLS, *short, swift_study(folder))) as site:
        yield site


@pytest.fixture(scope="module")
def sheets() -> Sheets:
    """Pages without a study, which a module's tests fill in and serve."""
    return Sheets({})


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core: GULLSEYE_AXE names the file, else npm fetches it."""
    named = os.environ.get("GULLSEYE_AXE")
    if named:
        return Path(named).read_text()
    folder = tmp_path_factory.mktemp("axe")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm here: set GULLSEYE_AXE to the file axe.min.js for the checks of axe-core")
    command = [npm, "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "axe-core@4"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=120)
    if done.returncode:
        pytest.skip("npm cannot fetch axe-core here: set GULLSEYE_AXE to the file axe.min.js")
    return (folder / "node_modules/axe-core/axe.min.js").read_text()
