"""Trials of one task kind, made in memory on the small stimuli of the tests, and walked by simulated participants."""

from random import Random
from typing import Any

from stimuli.manifest import Item, Occluded, Side, StimulusSet
from study_app import tasks
from study_app.study.mind import Mind
from study_app.study.task import Material, Values
from study_app.study.trial import PlannedTrial
from tests.builders import GULLS
from tests.study_app.designs import study_of

IMAGE = "Herring/000"
ITEM = "Herring/000 item 0"


def material_of(stimuli: StimulusSet) -> Material:
    """A study of the four gulls on these stimuli."""
    pools = {"train": {"per_class": 5}, "test": {"per_class": 6}}
    return Material(study_of(items={"classes": GULLS, "pools": pools}), {}, {}, stimuli)


def trial_of(task: str, shown: str | None = None, /, **options: Any) -> PlannedTrial:
    """A trial about IMAGE with these options, as the planner makes it; shown: what the arm explains."""
    checked = tasks.load(task).options.model_validate(options).model_dump(mode="json")
    return PlannedTrial("asked", task, 0, 0, image=IMAGE, explanation=shown, options=checked)


def seen_as(stimuli: StimulusSet, **changes: Any) -> StimulusSet:
    """The set again, IMAGE with another label, predicted or p_predicted."""
    changed = [one.model_copy(update=changes) if one.image == IMAGE else one for one in stimuli.stimuli]
    return stimuli.model_copy(update={"stimuli": tuple(changed)})


def compared(stimuli: StimulusSet, correct: Side) -> StimulusSet:
    """The set with ITEM, whose left version is the picture of the next image, the right one that of the one after."""
    left, right = (one.asset for one in stimuli.stimuli[13:15])
    shares = {"left": 0.9, "right": 0.1} if correct == "left" else {"left": 0.1, "right": 0.9}
    versions = {
        side: Occluded(asset=asset, hidden=(0,), hidden_area=0.02, p=p, share=p, keeps_class=side == correct)
        for (side, p), asset in zip(shares.items(), (left, right), strict=True)
    }
    item = Item(
        id=ITEM,
        image=IMAGE,
        target="Herring",
        cells=7,
        baseline="blur",
        p_full=0.9,
        left=versions["left"],
        right=versions["right"],
        correct=correct,
        gap=0.8,
        difficulty=0.2,
        n_hidden=1,
    )
    return stimuli.model_copy(update={"items": (item,)})


def walked(trial: PlannedTrial, material: Material, mind: Mind, rng: Random) -> dict[str, Values]:
    """What a simulated participant answers, stage by stage."""
    task, given = tasks.load(trial.task), dict[str, Values]()
    while (stage := task.next_stage(trial, given, material)) is not None:
        form = task.simulate(trial, stage, given, mind, rng, material)
        given[stage] = task.read(trial, stage, form, material)
    return given
