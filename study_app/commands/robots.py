"""gullseye robots"""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from study_app import study_folder
from study_app.config import read_settings
from study_app.database import make_engine, make_sessions
from study_app.entry import entry_link
from study_app.errors import StudyError
from study_app.migration import require_newest
from study_app.robot_mind import Behaviour, planned_skills, read
from study_app.robots import COMPLETED, LEFT, RobotSummary, Site, run_robots

MODE = "robot"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
CHANCE = click.FloatRange(0, 1)


@click.command()
@click.argument("study")
@click.option("--n", default=60, show_default=True, type=click.IntRange(1), help="how many robots")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="address of the running server")
@click.option("--behaviour", "file", type=FILE, metavar="FILE", help="how they behave, in TOML")
@click.option("--skill", "skills", multiple=True, metavar="ARM=P", help="probability of knowing an answer in that arm")
@click.option("--dropout", type=CHANCE, metavar="P", help="of leaving, at each page  [default: 0]")
@click.option("--returns", type=CHANCE, metavar="P", help="of coming back after that, and going on  [default: 0]")
@click.option("--seed", type=int, help="the same seed, the same robots  [default: 1]")
@click.option("--jobs", default=4, show_default=True, type=click.IntRange(1, 64), help="robots at the same time")
def robots(study: str, n: int, url: str, file: Path | None, skills: tuple[str, ...], jobs: int, **own: Any) -> None:
    """Let simulated participants take the study over HTTP; they are kept apart from people, as mode robot.

    Needs the database and the stimuli of the running server.  In arms whose skill nobody says, those that the plan's
    hypotheses expect to beat more others know more; robots differ in ability, images in difficulty.  What is said here
    goes before what the file says.
    """
    settings = read_settings(os.environ)
    written = study_folder.read(study_folder.folder_of(study))
    name = written.study.study.name
    loaded = study_folder.with_stimuli(written, settings.stimuli_of(name))
    arms = tuple(loaded.study.arms)
    behaviour = Behaviour() if file is None else read(file, arms)
    known = {**planned_skills(loaded.study), **behaviour.skills, **_skills(skills, arms)}
    behaviour = replace(behaviour, skills=known, **{key: value for key, value in own.items() if value is not None})
    engine = make_engine(settings.database_url)
    require_newest(engine)
    site = Site(url, entry_link(settings, name, MODE), loaded, make_sessions(engine))
    try:
        made = run_robots(site, n, behaviour, jobs=jobs, progress=progress_line(n))
    finally:
        engine.dispose()
    click.echo(_told(made))


def progress_line(n: int) -> Callable[[int], None]:
    """Tells how many robots are done: on a terminal in one line that changes, else at each quarter."""

    def tell(done: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r  {done} of {n} robots done", nl=done == n, err=True)
        elif done * 4 // n > (done - 1) * 4 // n:
            click.echo(f"  {done} of {n} robots done", err=True)

    return tell


def _skills(given: tuple[str, ...], arms: tuple[str, ...]) -> dict[str, float]:
    """The skills of `ARM=P`; StudyError names every one that is none."""
    found, faults = {}, []
    for text in given:
        arm, _, number = text.partition("=")
        probability = _probability(number)
        if arm not in arms:
            faults.append(f"--skill {text}: no arm {arm!r}; known: {', '.join(arms)}")
        elif probability is None:
            faults.append(f"--skill {text}: {number!r} is no probability; write {arm}=0.5")
        else:
            found[arm] = probability
    if faults:
        raise StudyError.of(faults)
    return found


def _probability(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None


def _told(made: RobotSummary) -> str:
    others = sorted(made.outcomes.items() - {(COMPLETED, made.finished), (LEFT, made.left)})
    told = "".join(f", {n} {outcome.replace('_', ' ')}" for outcome, n in others)
    left = f", {made.left} left on the way" if made.left else ""
    return f"Robots: {made.finished} finished{told}{left}; {made.n_pages} pages in {made.seconds:.1f} s"
