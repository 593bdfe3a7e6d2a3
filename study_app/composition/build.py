"""gullseye build"""

import os
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from pathlib import Path

import click

from stimuli.build.freshness import BUILDER, fresh_set
from stimuli.calm import GOES_ON, interruptible
from stimuli.device_names import CHOICES
from stimuli.manifest import StimulusSet
from stimuli.picture import Picture
from stimuli.recipe import Recipe
from stimuli.store import Store
from study_app.composition.item_words import items_told
from study_app.config import Settings, read_settings
from study_app.errors import StudyError
from study_app.study import foresight
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
    with interruptible(GOES_ON):
        there = fresh_set(recipe_of(written), out)
        made = there or _constructed(written, settings, device)
    faults = stimuli_faults(written, made)
    if faults:
        built = f"{out}: built, but it is not what the study wants:"
        raise StudyError.of([built, *_placed(written, faults)])
    held = f"{len(made.stimuli)} images, {', '.join(made.explanation_names)}"
    click.echo(f"Nothing to do: {held} are in {out} as the recipe wants them" if there else f"{held}: {out}")
    for line in items_told(made):
        click.echo(line)


def recipe_of(written: StudyFolder) -> Path:
    """The recipe of that study's stimuli."""
    return written.folder / written.study.stimuli.recipe


def foreseen(written: StudyFolder, recipe: Recipe, pictures: Sequence[Picture]) -> list[str]:
    """What the study wants in vain of a set of these pictures by this recipe, a line each with its file."""
    splits: dict[str, list[str | None]] = {}
    for picture in pictures:
        splits.setdefault(picture.label, []).append(picture.split)
    study, names = written.study, [plan.name for plan in recipe.explanation]
    pages = (
        {arm.explanation or "": study.items.classes for arm in study.conditions.values()} if recipe.class_pages else {}
    )
    keep = recipe.images.keep
    kept = foresight.Kept(keep.right, keep.wrong) if keep else foresight.ALL
    faults = [*foresight.faults(study, names, splits, kept), *foresight.page_faults(study, written.blocks, pages)]
    return _placed(written, faults)


def _constructed(written: StudyFolder, settings: Settings, device: str) -> StimulusSet:
    """The set, made; torch, which takes seconds to load, is loaded only here."""
    store, out = Store(settings.instance / "store"), settings.stimuli_of(written.study.study.name)
    wanted = partial(foreseen, written)
    made: StimulusSet = (
        import_module(BUILDER).construct(recipe_of(written), out, store, device, foresight=wanted).stimuli
    )
    return made


def _placed(written: StudyFolder, faults: Sequence[str]) -> list[str]:
    return [f"{written.folder / STUDY_FILE}: {fault}" for fault in faults]
