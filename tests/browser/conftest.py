"""One server for all browser tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.site import ARMS, GULLS, Site, running, short_study


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with the gull study, and with a short gull study for each arm."""
    folder: Path = tmp_path_factory.mktemp("studies")
    short = tuple(short_study(folder, arm) for arm in ARMS)
    with running(tmp_path_factory.mktemp("instance"), (GULLS, *short)) as site:
        yield site
