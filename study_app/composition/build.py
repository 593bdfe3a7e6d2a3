"""gullseye build"""

import os
from pathlib import Path

import click

from stimuli.build.study import build as build_set
from stimuli.device import CHOICES
from stimuli.store import Store
from study_app.config import read_settings
from study_app.errors import StudyError
from study_app.study_folder import STUDY_FILE, StudyFolder, folder_of, read, stimuli_faults


@click.command()
@click.argument("study")
@click.option("--device", type=click.Choice(CHOICES), default="auto", show_default=True)
def build(study: str, device: str) -> None:
    """Make the stimuli of STUDY, a shipped study or a folder; what is there already is not computed again.

    Stopped at any moment, the same command goes on where it was.
    """
    settings = read_settings(os.environ)
    written = read(folder_of(study))
    out = settings.stimuli_of(written.study.study.name)
    made = build_set(recipe_of(written), out, Store(settings.instance / "store"), device)
    faults = stimuli_faults(written.study, made.stimuli)
    if faults:
        built = f"{out}: built, but it is not what the study wants:"
        raise StudyError.of([built, *(f"{written.folder / STUDY_FILE}: {fault}" for fault in faults)])
    click.echo(f"{len(made.stimuli.stimuli)} images, {', '.join(made.stimuli.explanation_names)}: {out}")


def recipe_of(written: StudyFolder) -> Path:
    """The recipe of that study's stimuli."""
    return written.folder / written.study.stimuli.recipe
