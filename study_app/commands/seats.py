"""gullseye seats"""

import csv
import sys
from pathlib import Path

import click

from study_app.definition import Study
from study_app.errors import StudyError
from study_app.opened import opened
from study_app.records import MODES
from study_app.seating import seed_of
from study_app.study.allocation import PlannedSeat, sealed, strata
from study_app.study.allocation import seats as planned_seats
from study_app.study.plan import Seed
from study_app.study_folder import folder_of, read
from study_app.versions import version_of

COLUMNS = ("stratum", "number", "block", "arm", "rank")


@click.command()
@click.argument("study")
@click.option("--mode", type=click.Choice(MODES), default="live", show_default=True)
@click.option("--seed", "given", help="make the list from this seed, without a database, to compare")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="a CSV file; default: the screen")
@click.option("--break-seal", is_flag=True, help="although the study is open to people")
def seats(study: str, mode: str, given: str | None, out: Path | None, break_seal: bool) -> None:
    """Reproduce STUDY's list of seats, which arm each has, from its seed.

    A sealed seed serves every mode; it stays sealed until the study is closed: whoever knows it can foresee the next
    participant's arm.
    """
    definition = read(folder_of(study)).study
    seed = _given(definition, given) if given is not None else _stored(study, break_seal)
    made = [
        seat
        for name, n_blocks in strata(definition).items()
        for seat in planned_seats(definition, mode, seed, range(n_blocks), name)
    ]
    click.echo(f"Seed: {seed}\nSHA-256 of the seed: {sealed(seed)}", err=True)
    _write(made, out)


def _given(definition: Study, given: str) -> Seed:
    """A seed as it was published: a number where the definition names one, else text."""
    return int(given) if given.isdecimal() and definition.allocation.seed is not None else given


def _stored(study: str, break_seal: bool) -> Seed:
    """The seed in force, of which the database knows; StudyError while it is sealed."""
    with opened(study) as (session, loaded):
        version = version_of(session, loaded)
        if version is None:
            raise StudyError(f"{loaded.name}: the database does not know this version; `gullseye launch` makes it")
        is_sealed = loaded.study.allocation.seed is None and version.closed_at is None
        if is_sealed and not break_seal:
            raise StudyError(
                f"{loaded.name}: its seats stay sealed until `gullseye close`; --break-seal shows them all the same"
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
