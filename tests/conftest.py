"""Fixtures that several rooms share."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from tests import requirements
from tests.postgres_server import running_server

_numbers = count()

# Each process of a parallel run computes with one thread: more of them would wait for each other.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

# A test proves behaviour, never speed: on a busy machine an example may take as long as it likes.
settings.register_profile("gullseye", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gullseye")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL server, started for this test run."""
    with running_server(requirements.postgres_programs()) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of an empty database on a real PostgreSQL server."""
    name = f"test_{next(_numbers)}"
    engine = sqlalchemy.create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text(f"CREATE DATABASE {name}"))
    yield postgres_server.rsplit("/", 1)[0] + f"/{name}"
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium, driven by Playwright."""
    program = requirements.headless_program()
    arguments = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    if os.name == "posix" and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real weights, photographs and answers; the test is skipped where there is none."""
    return requirements.shared_data()
