"""gullseye seats"""

import csv
import sys
from pathlib import Path

import click
from sqlalchemy.orm import Session

from study_app.errors import StudyError
from study_app.opened import opened
from study_app.records import MODES
from study_app.seating import seed_of
from study_app.study.allocation import PlannedSeat, sealed, strata
from study_app.study.allocation import seats as planned_seats
from study_app.study_folder import LoadedStudy
from study_app.versions import lets_people_in, version_of

COLUMNS = ("stratum", "number", "block", "arm", "rank")


@click.command()
@click.argument("study")
@click.option("--mode", type=click.Choice(MODES), default="live", show_default=True)
@click.option("--seed", "given", help="make the list from this seed, without a database, to compare")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="a CSV file; default: the screen")
@click.option("--break-seal", is_flag=True, help="although the study is open to people")
def seats(study: str, mode: str, given: str | None, out: Path | None, break_seal: bool) -> None:
    """Reproduce STUDY's list of seats, which arm each has, from its seed.

    While a study is open to people its list stays sealed: whoever knows it can foresee the next participant's arm.
    """
    with opened(study) as (session, loaded):
        seed = _seed(session, loaded, mode, given, break_seal)
        made = [
            seat
            for name, n_blocks in strata(loaded.study).items()
            for seat in planned_seats(loaded.study, mode, seed, range(n_blocks), name)
        ]
    click.echo(f"Seed: {seed}\nSHA-256 of the seed: {sealed(seed)}", err=True)
    _write(made, out)


def _seed(session: Session, loaded: LoadedStudy, mode: str, given: str | None, break_seal: bool) -> int | str:
    if given is not None:
        return int(given) if given.isdecimal() and loaded.study.allocation.seed is not None else given
    version = version_of(session, loaded)
    if version is None:
        raise StudyError(f"{loaded.name}: the database does not know this version; `gullseye launch` makes it")
    if mode == "live" and lets_people_in(version) and not break_seal:
        raise StudyError(
            f"{loaded.name} is open to people: its list of seats stays sealed until `gullseye close`; "
            "--break-seal shows it all the same"
        )
    return seed_of(loaded, version)


def _write(made: list[PlannedSeat], out: Path | None) -> None:
    rows = [[getattr(seat, name) if getattr(seat, name) is not None else "NA" for name in COLUMNS] for seat in made]
    if out is None:
        csv.writer(sys.stdout, lineterminator="\n").writerows([COLUMNS, *rows])
        return
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    click.echo(f"{len(rows)} seats: {out}")
