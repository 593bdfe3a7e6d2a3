"""A shipped study as its own tests look at it: with small pictures that fit it, block by block, trial by trial."""

from pathlib import Path

from study_app import study_folder
from study_app.definition import Block
from study_app.study.plan import Place, after_seat
from study_app.study.trial import PlannedTrial
from study_app.study_folder import LoadedStudy, StudyFolder
from tests.study_app.small_sets import write_fitting_set

WORDS = dict(enumerate(("none", "one", "two", "three", "four", "five", "six", "seven", "eight")))


def with_small_pictures(written: StudyFolder, folder: Path) -> LoadedStudy:
    """The study, its stimuli written to that folder."""
    write_fitting_set(folder, written.study)
    return study_folder.with_stimuli(written, folder)


def block(written: StudyFolder, name: str) -> Block:
    """The block of that name."""
    return next(one for one in written.study.block if one.name == name)


def trials(loaded: LoadedStudy, arm: str, name: str) -> list[PlannedTrial]:
    """The trials of that block for the first seat of that arm."""
    return [trial for trial in after_seat(loaded.design, Place(arm, 0), "a seed") if trial.block == name]
