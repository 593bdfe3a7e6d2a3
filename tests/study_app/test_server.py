"""The server, as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

SERVE = """
import sys
from study_app.app import create_app
from study_app.config import read_settings
from study_app.server import run_server

run_server(create_app(read_settings()), {"bind": sys.argv[1]}, quiet="--quiet" in sys.argv)
"""


@contextmanager
def serving(environ: dict[str, str], folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running server and its address; killed if the test leaves it running."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, f"127.0.0.1:{port}", *options],
        cwd=folder,
        env={**os.environ, **environ, "PYTHONPATH": str(Path(__file__).parents[2]), "HOME": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        _wait_until_up(f"http://127.0.0.1:{port}/health", process)
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def _wait_until_up(address: str, process: subprocess.Popen[str]) -> None:
    for _ in range(600):
        assert process.poll() is None, process.communicate()[0]
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(address)


def test_the_server_logs_no_address_and_no_query_and_ends_cleanly(environ: dict[str, str], tmp_path: Path) -> None:
    with serving(environ, tmp_path) as (process, url):
        with urlopen(f"{url}/s/gulls?PROLIFIC_PID=somebody") as landing:
            assert "This study is not open" in landing.read().decode()
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "GET /s/gulls 200" in said
    assert "somebody" not in said
    assert "127.0.0.1 " not in said
    assert "Traceback" not in said
    assert not (tmp_path / ".gunicorn").exists()


def test_a_quiet_server_says_nothing(environ: dict[str, str], tmp_path: Path) -> None:
    with serving(environ, tmp_path, "--quiet") as (process, _):
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, "")
