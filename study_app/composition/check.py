"""gullseye check"""

import os
from dataclasses import dataclass, field
from pathlib import Path

import click

from stimuli import manifest
from stimuli.build.freshness import fresh_set, pictures_of
from stimuli.contrast import contrast_warnings
from stimuli.errors import StimuliError, tried
from stimuli.manifest import MANIFEST_FILE
from stimuli.placebos import PLACEBOS
from stimuli.recipe import read_draft
from stimuli.style import overridden
from study_app.composition.build import foreseen, recipe_of
from study_app.composition.item_words import items_told
from study_app.composition.plan_words import held_to_plan, time_and_pay
from study_app.config import read_settings
from study_app.study.cautions import cautions, policy_warnings
from study_app.study.deception import deception_faults
from study_app.study.design import Design
from study_app.study.leaks import leak_notes, leak_warnings
from study_app.study.outline import outline
from study_app.study.texts import removed
from study_app.study_folder import STUDY_FILE, StudyFolder, design, folder_of, material, read, set_faults
from study_app.study_folder.own_words import word_warnings

WAITING = (
    "whether the recipe's methods take their parameters, and its classifier can be loaded",
    "whether the classifier is right about as many images as pools want",
    "whether tiles of concepts give the class away",
    "whether a block's keys are as many as its choices",
)


@dataclass
class Found:
    """What is to be said of a study and its stimuli.

    stimuli: where they are.  plan: what only they show of it.  Then what is wrong, what to think of, what to know.
    """

    stimuli: list[str] = field(default_factory=list)
    plan: list[str] = field(default_factory=list)
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
    settings = read_settings(os.environ)
    out = settings.stimuli_of(written.study.study.name)
    found = held(written, out, f"gullseye build {study}")
    plan = outline(Design(written.study, written.blocks, {}))
    paid = time_and_pay(Design(written.study, written.blocks, {}), settings)
    told = [*plan[:2], *paid.lines, *plan[2:], *(["", *found.plan] if found.plan else []), "", *found.stimuli]
    click.echo("\n".join(told))
    found.warnings += paid.warnings
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
    found.warnings += policy_warnings(Design(written.study, written.blocks, {}))
    found.warnings += [f"{written.folder / STUDY_FILE}: {line}" for line in word_warnings(written.words)]
    found.warnings += text_warnings(written)
    _hold_pictures(found, written, recipe_file)
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


def text_warnings(written: StudyFolder) -> list[str]:
    """What its texts hold that is not on the page as it was meant."""
    texts = {written.folder / name: text for name, text in written.sources.items() if name.endswith(".md")}
    return [f"{path}:{one.line}: {one.what}" for path, text in texts.items() for one in removed(text)]


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


def _hold_pictures(found: Found, written: StudyFolder, recipe_file: Path) -> None:
    """Whether placebos are owned up to, and maps can be seen, as far as the recipe tells."""
    try:
        draft = read_draft(recipe_file)
    except StimuliError:
        draft = None
    plans = draft.explanation if draft else []
    placebos = {plan.name: plan.method for plan in plans if plan.method in PLACEBOS}
    told = deception_faults(written.study, written.blocks, written.sources, placebos)
    found.faults += [f"{written.folder / STUDY_FILE}: {fault}" for fault in told]
    style = draft.picture if draft else None
    if style is not None:
        drawn = {plan.name: overridden(style, plan.picture) if plan.picture else style for plan in plans}
        found.warnings += [f"{recipe_file}: {line}" for line in contrast_warnings(drawn)]


def _hold(found: Found, written: StudyFolder, out: Path) -> None:
    try:
        stimuli = manifest.read(out)
    except StimuliError as fault:
        found.faults += str(fault).splitlines()
        return
    names = ", ".join(stimuli.explanation_names)
    found.stimuli.append(f"The stimuli are built: {len(stimuli.stimuli)} images with {names}, in {out}")
    found.stimuli += items_told(stimuli)
    faults = set_faults(written, stimuli, out)
    found.faults += faults
    if not faults:
        made = design(written, stimuli)
        planned = held_to_plan(made, material(written, stimuli))
        found.plan += planned.lines
        found.faults += [f"{written.folder / STUDY_FILE}: {fault}" for fault in planned.faults]
        found.warnings += [*planned.warnings, *cautions(made, stimuli)]
    found.warnings += leak_warnings(written.study, written.blocks, stimuli.leaks)
    found.notes += leak_notes(written.study, written.blocks, stimuli.leaks)
