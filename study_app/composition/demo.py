"""The demonstration: the commands that a researcher would give, one after the other, on this computer."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

import click

from stimuli.build.freshness import fresh_set
from study_app.config import read_settings
from study_app.errors import StudyError
from study_app.study_folder import folder_of, read

STUDY = "gulls"
HOST = "127.0.0.1"
START_SECONDS = 60.0
STOP_SECONDS = 15.0


@click.command()
@click.argument("study", default=STUDY)
@click.option("--robots", "n_robots", default=0, metavar="N", help="also let N simulated participants take the study")
@click.option("--port", default=8000, show_default=True, help="0 takes any free one")
@click.option("--then-stop", is_flag=True, help="stop when everything is up and the robots are done")
def demo(study: str, n_robots: int, port: int, then_stop: bool) -> None:
    """Build the stimuli of STUDY, serve it, print the links; Ctrl-C ends it.

    Without STUDY it is the demonstration, gulls.  Everything it makes lies in ./instance (or where GULLSEYE_INSTANCE
    says); a second start rebuilds nothing.
    """
    port = port or free_port()
    _refuse_taken(port)
    url = f"http://{HOST}:{port}"
    _build_where_needed(study)
    gullseye("migrate", quiet=True)
    gullseye("launch", study, quiet=True)
    server = subprocess.Popen([*_program(), "serve", study, "--host", HOST, "--port", str(port), "--quiet"])
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        wait_until_up(f"{url}/health", server)
        _print_links(url, study)
        if n_robots:
            _let_robots_take_part(url, study, n_robots)
        if not then_stop:
            server.wait()
    except KeyboardInterrupt:
        click.echo("\nStopped. What was answered is kept in ./instance; `make demo` goes on from there.")
    finally:
        stop(server)


def gullseye(*arguments: str, quiet: bool = False) -> str:
    """Runs a gullseye command and returns what it printed if `quiet`; its failure is the demonstration's."""
    done = subprocess.run([*_program(), *arguments], check=False, text=True, stdout=subprocess.PIPE if quiet else None)
    if done.returncode == 130:
        raise KeyboardInterrupt
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout or ""


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def wait_until_up(address: str, server: subprocess.Popen[bytes]) -> None:
    """Returns when the server answers; StudyError when it ended, or is silent for START_SECONDS."""
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        if server.poll() is not None:
            raise StudyError(f"the server ended while starting, with status {server.returncode}")
        try:
            with urlopen(address, timeout=5):  # noqa: S310 - our own address
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise StudyError(f"the server did not answer at {address} within {START_SECONDS:.0f} s")


def stop(server: subprocess.Popen[bytes]) -> None:
    """Ends the server, gently first."""
    if server.poll() is not None:
        return
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _program() -> list[str]:
    return [sys.executable, "-m", "study_app.cli"]


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _build_where_needed(study: str) -> None:
    """Builds the stimuli; finding out that they are there takes no torch, and so no time."""
    written = read(folder_of(study))
    recipe = written.folder / written.study.stimuli.recipe
    if fresh_set(recipe, read_settings(os.environ).stimuli_of(written.study.study.name)) is None:
        gullseye("build", study)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise StudyError(f"port {port} is taken: stop what listens there, or choose another with --port") from None


def _print_links(url: str, study: str) -> None:
    name = read(folder_of(study)).study.study.name
    password = gullseye("password", "--bare", quiet=True).strip()
    click.echo(
        f"\n  Take part:    {url}/s/{name}"
        f"\n  Researcher:   {url}/researcher   one-time password: {password}"
        "\n\n  Ctrl-C ends it.\n"
    )


def _let_robots_take_part(url: str, study: str, n_robots: int) -> None:
    instance = Path(os.environ.get("GULLSEYE_INSTANCE", "instance"))
    gullseye("robots", study, "--n", str(n_robots), "--url", url)
    gullseye("analyze", study, "--mode", "robot", "--out", str(instance / "report"))
    click.echo(f"  Report:       {(instance / 'report' / 'index.html').resolve()}\n")
