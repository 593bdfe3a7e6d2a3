"""Whether the answer keys of a block fit what its pages offer to choose from, found by letting somebody answer them."""

from collections.abc import Iterator, Sequence

from study_app import tasks
from study_app.definition import Block
from study_app.robot_mind import chance
from study_app.study.answer_keys import n_keys_wanted
from study_app.study.mind import Mind
from study_app.study.task import Material, Values
from study_app.study.trial import PlannedTrial


def key_faults(blocks: Sequence[Block], trials: Sequence[PlannedTrial], material: Material) -> Iterator[str]:
    """A line for every block with keys that are not as many as its pages have choices at most."""
    for index, block in enumerate(blocks):
        if block.keys is None:
            continue
        first = next((trial for trial in trials if trial.block == block.name), None)
        wanted = 0 if first is None else most_choices(first, material)
        if not wanted:
            yield f"block[{index}].keys: goes with a task whose answers are pressed one by one; leave it out"
        elif block.keys and len(block.keys) != wanted:
            yield f"block[{index}].keys: {len(block.keys)} for {wanted} choices; write one for each"


def most_choices(trial: PlannedTrial, material: Material) -> int:
    """How many choices the page of that trial has that has most."""
    task, given, most = tasks.load(trial.task), dict[str, Values](), 0
    while (stage := task.next_stage(trial, given, material)) is not None:
        most = max(most, n_keys_wanted(task.page(trial, stage, given, material)))
        form = task.simulate(trial, stage, given, Mind(), chance("check", trial.position), material)
        given[stage] = task.read(trial, stage, form, material)
    return most
