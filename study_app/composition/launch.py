"""gullseye launch"""

import os
from datetime import UTC, datetime

import click

from study_app.composition.check import held
from study_app.composition.plan_words import every_seat
from study_app.config import read_settings
from study_app.errors import StudyError
from study_app.opened import opened
from study_app.records import LIVE
from study_app.seating import seed_of
from study_app.study.allocation import sealed
from study_app.study_folder import folder_of, read
from study_app.versions import launch as launch_version
from study_app.versions import make_codes


@click.command()
@click.argument("study")
def launch(study: str) -> None:
    """Let people into STUDY: freeze definition, texts, manifest and code version under one hash.

    Refused where `gullseye check` finds faults.  A changed study is a new version with its own seats: launch it.
    """
    written = read(folder_of(study))
    out = read_settings(os.environ).stimuli_of(written.study.study.name)
    found = held(written, out, f"gullseye build {study}")
    if found.faults:
        raise StudyError.of(found.faults)
    with opened(study) as (session, loaded):
        version = launch_version(session, loaded, datetime.now(UTC))
        codes, seed = make_codes(session, version, LIVE), seed_of(loaded, version)
        try:
            every_seat(loaded.design, seed)  # `check` cannot do it with a seed that is sealed
        except ValueError as fault:
            raise StudyError(f"{loaded.name}: a seat cannot be planned: {fault}") from None
        frozen, seal = version.frozen_hash, sealed(seed)
    for line in found.warnings:
        click.echo(f"Warning: {line}", err=True)
    click.echo(f"{loaded.name} is open to people.\nFrozen as {frozen}\nSHA-256 of the seed of its seats: {seal}")
    if loaded.study.recruit.platform != "open_link":
        click.echo("Completion codes:")
        click.echo("\n".join(f"  {outcome:20} {code}" for outcome, code in codes.items()))
