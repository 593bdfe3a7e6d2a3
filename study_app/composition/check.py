"""gullseye check"""

import os
from dataclasses import dataclass, field
from pathlib import Path

import click

from stimuli import manifest
from stimuli.build.freshness import fresh_set, pictures_of
from stimuli.errors import StimuliError, tried
from stimuli.manifest import MANIFEST_FILE
from stimuli.recipe import read_draft
from study_app.composition.build import foreseen, recipe_of
from study_app.composition.item_words import items_told
from study_app.config import read_settings
from study_app.study.design import Design
from study_app.study.leaks import leak_notes, leak_warnings
from study_app.study.outline import outline
from study_app.study_folder import StudyFolder, folder_of, read, set_faults

WAITING = (
    "whether the recipe's methods take their parameters, and its classifier can be loaded",
    "whether the classifier is right about as many images as pools want",
    "whether tiles of concepts give the class away",
)


@dataclass
class Found:
    """What is to be said of a study and its stimuli: where they are, what is wrong, what to think of, what to know."""

    stimuli: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@click.command()
@click.argument("study")
@click.pass_context
def check(context: click.Context, study: str) -> None:
    """Say what STUDY will do, and what is wrong with it: the plan, then faults, then warnings.

    The study is held against its stimuli, or against their recipe while they are not built.
    Ends with status 1 where there are faults; warnings leave it at 0.
    """
    written = read(folder_of(study))
    out = read_settings(os.environ).stimuli_of(written.study.study.name)
    found = held(written, out, f"gullseye build {study}")
    click.echo("\n".join([*outline(Design(written.study, written.blocks, {})), "", *found.stimuli]))
    for kind, lines in (("Error", found.faults), ("Warning", found.warnings), ("Note", found.notes)):
        for line in dict.fromkeys(lines):
            click.echo(f"{kind}: {line}", err=True)
    if found.faults:
        context.exit(1)


def held(written: StudyFolder, out: Path, build: str) -> Found:
    """The study held against the set in that folder, and against the recipe where the set is not what this wants.

    build: the command that makes the set.
    """
    found, recipe_file = Found(), recipe_of(written)
    fresh = fresh_set(recipe_file, out)
    if fresh is None:
        found.faults += recipe_faults(written, recipe_file)
    if not (out / MANIFEST_FILE).is_file():
        found.stimuli += [f"The stimuli are not built yet: `{build}` makes them. Until then these checks wait:"]
        found.stimuli += [f"  {one}" for one in WAITING]
        return found
    if fresh is None:
        found.warnings.append(
            f"{out}: the stimuli there are not what {recipe_file} and this version of Gullseye make: `{build}` does; "
            "what is said here is of those that are there"
        )
    _hold(found, written, out)
    return found


def recipe_faults(written: StudyFolder, recipe_file: Path) -> list[str]:
    """What is wrong with the recipe as far as it can be told without torch, and what the study wants of it in vain."""
    try:
        draft = read_draft(recipe_file)
    except StimuliError as fault:
        return str(fault).splitlines()
    found, images = list[str](), draft.images
    pictures = tried(found, str(recipe_file), lambda: pictures_of(images, recipe_file.parent)) if images else None
    if pictures is not None and not draft.faults:
        found += foreseen(written, draft.recipe(), pictures)
    return [*draft.faults, *found]


def _hold(found: Found, written: StudyFolder, out: Path) -> None:
    try:
        stimuli = manifest.read(out)
    except StimuliError as fault:
        found.faults += str(fault).splitlines()
        return
    names = ", ".join(stimuli.explanation_names)
    found.stimuli.append(f"The stimuli are built: {len(stimuli.stimuli)} images with {names}, in {out}")
    found.stimuli += items_told(stimuli)
    found.faults += set_faults(written, stimuli, out)
    found.warnings += leak_warnings(written.study, written.blocks, stimuli.leaks)
    found.notes += leak_notes(written.study, written.blocks, stimuli.leaks)
