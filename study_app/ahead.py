"""The pages that can be sent before they are needed: those that stay the same whatever is answered until then.

A page is sent ahead only where every page before it can be left by buttons alone, so that its answer is never refused,
where no answer decides what follows, and within one block: what is said after a block is not sent during it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from stimuli.manifest import Asset
from study_app import tasks
from study_app.definition import Study
from study_app.models import Trial
from study_app.position import Step, upcoming
from study_app.study.controls import Ask, Choose, Control, OneOf, Proceed, Scale
from study_app.study.page import Figure, Page
from study_app.study.task import ANSWER, Material, Task
from study_app.study.trial import PlannedTrial

MOST_AHEAD = 20  # a minute at three seconds a page
MOST_PICTURED = 60  # of so many trials to come the pictures are loaded beforehand


@dataclass(frozen=True)
class Foreseen:
    """A stage of a trial that comes whatever is answered, with its page."""

    trial: Trial
    plan: PlannedTrial
    stage: str
    page: Page


def foreseen(session: Session, step: Step, page: Page, study: Study, material: Material) -> Iterator[Foreseen]:
    """What comes after `step`, whose page is `page`, in order, as far as it can be foreseen."""
    later = _later(session, step)
    trial, plan, task, stage = step.trial, step.plan, step.task, step.stage
    for _ in range(MOST_AHEAD):
        if not _is_never_refused(page.control):
            return
        stages = task.stages(plan)
        rest = stages[stages.index(stage) + 1 :]
        if rest:
            stage = rest[0]
            if plan.limit_seconds is not None or not task.is_independent(plan, stage):
                return
        else:
            following = next(later, None)
            if following is None or not _leads_on(task, plan, stage, study):
                return
            trial, plan = following
            task = tasks.load(plan.task)
            stage = task.stages(plan)[0]
        page = task.page(plan, stage, {}, material)
        yield Foreseen(trial, plan, stage, page)


def pictures_to_come(session: Session, step: Step, material: Material) -> tuple[tuple[Asset, ...], tuple[Asset, ...]]:
    """The pictures of the pages to come, before their answers: of the rest of this block, and of the block after it.

    Where a block shows explanations before an answer they are among its own, so that no arm waits for them in its
    midst; those of the next block are not loaded before it begins.
    """
    plans = upcoming(session, step, MOST_PICTURED)
    runs = [(block, list(run)) for block, run in groupby(plans, key=lambda plan: plan.block)]
    this = runs.pop(0)[1] if runs and runs[0][0] == step.plan.block else []
    following = runs[0][1] if runs else []
    stimuli = (figure for figure in _figures(following, material) if figure.role == "stimulus")
    return _pictures(_figures(this, material)), _pictures(stimuli)


def _figures(plans: Iterable[PlannedTrial], material: Material) -> Iterator[Figure]:
    """What their first pages show, in the order in which it is needed."""
    for plan in plans:
        yield from tasks.load(plan.task).page(plan, ANSWER, {}, material).prompt.figures


def _pictures(figures: Iterable[Figure]) -> tuple[Asset, ...]:
    """Each once."""
    return tuple({asset.sha256: asset for figure in figures for asset in figure.loaded}.values())


def _later(session: Session, step: Step) -> Iterator[tuple[Trial, PlannedTrial]]:
    """The open trials after that step's in its block, in order."""
    mine = (Trial.participant_id == step.trial.participant_id, Trial.position > step.trial.position)
    still_open = (Trial.done_at.is_(None), Trial.passed_over_at.is_(None))
    found = session.scalars(select(Trial).where(*mine, *still_open).order_by(Trial.position).limit(MOST_AHEAD))
    for trial in found.all():
        plan = PlannedTrial.from_json(trial.plan)
        if plan.block != step.plan.block:
            return
        yield trial, plan


def _is_never_refused(control: Control) -> bool:
    """Whether it is answered by buttons and points alone, of which the page itself sees to it that one is chosen."""
    if isinstance(control, Ask):
        return all(isinstance(question, Scale | OneOf) for question in control.questions)
    return isinstance(control, Choose | Proceed)


def _leads_on(task: Task, plan: PlannedTrial, stage: str, study: Study) -> bool:
    """Whether the next trial follows that stage, the last one of its trial, whatever is answered."""
    if not task.is_settled(plan, stage):
        return False
    if plan.check == "attention" and study.checks.on_failure == "end":
        return False
    block = study.block_of(plan.block)
    return block is None or block.criterion is None or plan.check is not None
