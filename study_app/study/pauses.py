"""Breaks within a block: planned trials of the task kind `pause`, in a block of their own that is named after it."""

from study_app.definition import Block
from study_app.study.trial import PlannedTrial

TASK_NAME = "pause"
MARK = ":"  # in no name that a study can give


def pause_in(block: Block, level: str | None, position: int, done_and_all: tuple[int, int]) -> PlannedTrial:
    """The break in that block after so many of all its trials."""
    done, n_trials = done_and_all
    return PlannedTrial(
        block=pauses_of(block.name),
        task=TASK_NAME,
        position=position,
        position_in_block=done // (block.break_after or done) - 1,
        level=level,
        options={"done": done, "of": n_trials},
    )


def pauses_of(block: str) -> str:
    """What the breaks of a block are called in the data."""
    return f"{block}{MARK}{TASK_NAME}"
