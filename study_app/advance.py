"""A stored answer moves the participant on: to the next stage, the next trial, the seat, or the end."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from study_app import tasks
from study_app.definition import Criterion
from study_app.ending import finish, is_under_way
from study_app.enrolment import add_trials
from study_app.events import note
from study_app.models import Participant, Trial
from study_app.position import Step, pending, position
from study_app.randomisation import OutsideStrata, claim_seat
from study_app.seating import seed_of
from study_app.study.criterion import after_trial
from study_app.study.pauses import pauses_of
from study_app.study.plan import Place, after_seat
from study_app.study.task import Values
from study_app.study.trial import PlannedTrial
from study_app.study_folder import LoadedStudy


@dataclass(frozen=True)
class Visit:
    """Who does something, in which study, when."""

    session: Session
    loaded: LoadedStudy
    participant: Participant
    now: datetime

    def note(self, kind: str, position: int | None = None, **detail: object) -> None:
        """Adds an event."""
        note(self.session, self.participant, kind, self.now, position=position, detail=detail or None)


def move_on(visit: Visit, step: Step, values: Values, *, timed_out: bool) -> None:
    """What follows a stage's answer.  timed_out: there was none in time, and the trial ends with it."""
    visit.note("answered", step.plan.position, block=step.plan.block, stage=step.stage)
    given, material = {**step.given, step.stage: values}, visit.loaded.material
    is_done = timed_out or step.task.next_stage(step.plan, given, material) is None
    outcome = None if timed_out else step.task.ends(step.plan, given, material)
    if not is_done and outcome is None:
        return
    step.trial.done_at = visit.now
    visit.session.flush()
    if outcome is None:
        outcome = _after_trial(visit, step, step.task.passes(step.plan, given, material))
    if outcome is not None:
        finish(visit.session, visit.participant, outcome, visit.now)
        return
    if step.task.milestone is not None and not timed_out:
        visit.note(step.task.milestone, step.plan.position)
    if not timed_out and step.task.withholds(step.plan, given):
        visit.participant.erased_at = visit.now  # the end, which follows, deletes them
    visit.session.flush()
    if visit.session.scalar(pending(visit.participant).limit(1)) is None:
        _seat_or_finish(visit)


def _after_trial(visit: Visit, step: Step, passed: bool | None) -> str | None:
    """Counts a failed check, ends a block whose criterion is met; the outcome, where the session ends by it."""
    if step.plan.check is not None and passed is not True:
        visit.note("check_failed", step.plan.position, check=step.plan.check, block=step.plan.block)
        if step.plan.check == "attention":
            visit.participant.n_failed_checks += 1
    checks = visit.loaded.study.checks
    if checks.on_failure == "end" and visit.participant.n_failed_checks >= checks.attention_failures:
        return "failed_checks"
    block = visit.loaded.study.block_of(step.plan.block)
    if block is None or block.criterion is None or step.plan.check is not None:
        return None  # of a break there is no such block
    return _hold_to_criterion(visit, step.plan, block.criterion)


def _hold_to_criterion(visit: Visit, plan: PlannedTrial, criterion: Criterion) -> str | None:
    """Passes over the rest of the block, its checks too, once enough of the last answers are right."""
    mine = Trial.participant_id == visit.participant.id
    trials = visit.session.scalars(select(Trial).where(mine).options(selectinload(Trial.answers)))
    names = (plan.block, pauses_of(plan.block))
    of_turn = [each for each in trials.all() if each.plan["block"] in names and each.plan.get("level") == plan.level]
    mine_alone = (each for each in of_turn if each.plan["block"] == plan.block and not each.plan.get("check"))
    asked = sorted(mine_alone, key=lambda trial: trial.position)
    done = [trial for trial in asked if trial.done_at is not None]
    follows = after_trial(criterion, [_is_passed(visit, trial) for trial in done], len(asked) - len(done))
    if follows != "pass_over":
        return follows
    for trial in of_turn:
        trial.passed_over_at = visit.now if trial.done_at is None else None
    visit.note("criterion_met", plan.position, block=plan.block, trials=len(done))
    return None


def _is_passed(visit: Visit, trial: Trial) -> bool:
    plan = PlannedTrial.from_json(trial.plan)
    given = {answer.stage: answer.values for answer in trial.answers}
    return tasks.load(plan.task).passes(plan, given, visit.loaded.material) is True


def _seat_or_finish(visit: Visit) -> None:
    """All planned trials are done: randomises who has no seat yet; who has one, or needs none, has completed."""
    if visit.participant.seated_at is None:
        _seat(visit)
        if not is_under_way(visit.participant):
            return
    if position(visit.session, visit.participant, visit.loaded.material) is None:
        finish(visit.session, visit.participant, "completed", visit.now)


def _seat(visit: Visit) -> None:
    """Claims a seat and plans all remaining trials, in this very transaction; ends the session where there is none."""
    participant, loaded = visit.participant, visit.loaded
    try:
        seat = claim_seat(visit.session, loaded, participant, visit.now)
    except OutsideStrata:
        finish(visit.session, participant, "screened_out", visit.now)
        return
    if seat is None or seat.arm is None:
        finish(visit.session, participant, "full", visit.now)
        return
    participant.arm = seat.arm
    participant.seated_at = visit.now
    participant.seat_number, participant.seat_block, participant.stratum = seat.number, seat.block, seat.stratum
    planned = after_seat(loaded.design, Place(seat.arm, seat.rank), seed_of(loaded, participant.version))
    add_trials(visit.session, participant, planned)
    visit.note(
        "seated", seat=seat.number, seat_block=seat.block, arm=seat.arm, stratum=seat.stratum, claim=seat.n_claims
    )
    visit.session.flush()
