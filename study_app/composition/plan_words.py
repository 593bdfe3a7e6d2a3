"""What `gullseye check` says of a study's plan beyond its outline: time, pay, appearances, and what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import make_url

from study_app import tasks
from study_app.composition.key_words import key_faults
from study_app.composition.moderation_words import moderation_faults
from study_app.config import Settings
from study_app.database import make_engine
from study_app.definition import Allocation, Block, Hypothesis
from study_app.measured import median_minutes
from study_app.robot_mind import chance
from study_app.study.allocation import seats, strata
from study_app.study.appearances import appearances
from study_app.study.cost import cost_of, cost_warnings
from study_app.study.design import Design
from study_app.study.mind import Mind
from study_app.study.plan import Place, Seed, after_seat, before_seat
from study_app.study.task import Material, Values
from study_app.study.trial import PlannedTrial

OF_ADVICE = ("over_reliance", "under_reliance", "switching")  # of the answer with advice, whatever else is asked
REHEARSED = "check"  # the seed of the seats that are planned to see whether they can be


@dataclass
class Planned:
    """Lines of the plan, what is wrong with it, what to think of."""

    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def time_and_pay(design: Design, settings: Settings) -> Planned:
    """How long it takes, as stated and as measured, and what that pays and costs."""
    study, found = design.study, Planned()
    measured = _measured(settings, study.study.name)
    minutes: float = study.study.minutes
    if measured is not None:
        minutes, n = measured
        found.lines.append(f"{minutes:.1f} minutes is the median of the {n} people who completed it.")
        if minutes > 1.2 * study.study.minutes:
            found.warnings.append(f"study.minutes: {study.study.minutes} is told, people took {minutes:.1f} (median)")
    cost = cost_of(study, minutes)
    if cost is not None:
        found.lines.append(cost.told(study.allocation.seats, round(minutes, 1)))
        found.warnings += cost_warnings(study, round(minutes, 1))
    return found


def held_to_plan(design: Design, material: Material) -> Planned:
    """Plans every seat: how evenly images are used, orders that cannot be, questions that nobody is asked."""
    found = Planned()
    seed: Seed = design.study.allocation.seed if design.study.allocation.seed is not None else REHEARSED
    try:
        images = list(appearances(design, seed))
        found.lines += [each.told() for each in images]
        found.warnings += [each.warning() for each in images if each.is_uneven]
        first = every_seat(design, seed)
    except ValueError as fault:
        found.faults.append(f"block: {fault}")
        return found
    trials = [*before_seat(design), *first]
    found.faults += _question_faults(design, material, trials)
    found.faults += key_faults(design.study.block, trials, material)
    return found


def every_seat(design: Design, seed: Seed) -> tuple[PlannedTrial, ...]:
    """The trials of the first seat, once all seats could be planned; ValueError where one cannot be."""
    study = design.study
    places = [
        Place(seat.arm or next(iter(study.arms)), seat.rank if seat.arm else seat.number)
        for name, n_blocks in strata(study).items()
        for seat in seats(study, "live", seed, range(n_blocks), name)
    ]
    planned = [after_seat(design, place, seed) for place in places]
    return planned[0]


def _question_faults(design: Design, material: Material, trials: list[PlannedTrial]) -> list[str]:
    """Questions that hypotheses, checks or the allocation go by and that their blocks do not ask."""
    asked: dict[str, set[str]] = {}
    scored: dict[str, set[str]] = {}
    for trial in trials:
        asked.setdefault(trial.block, set()).update(tasks.load(trial.task).questions(trial, material))
        scored.setdefault(trial.block, set()).update(_scored(trial, material))
    study = design.study
    return [
        *_hypothesis_faults(study.hypothesis, (asked, scored), study.block_names),
        *_check_faults(study.block, scored),
        *_allocation_faults(study.allocation, asked),
        *moderation_faults(study.moderation, asked, scored),
    ]


def _hypothesis_faults(
    hypotheses: Sequence[Hypothesis],
    asked_and_scored: tuple[Mapping[str, set[str]], Mapping[str, set[str]]],
    block_names: Sequence[str],
) -> Iterator[str]:
    asked, scored = asked_and_scored
    for index, hypothesis in enumerate(hypotheses):
        for block in hypothesis.blocks(block_names):
            known = sorted(scored.get(block, ()))
            unscored = sorted(asked.get(block, set()) - set(known))
            is_rating = hypothesis.outcome == "rating"
            fault = _rating_fault(hypothesis, block, unscored) if is_rating else _fault(hypothesis, block, known)
            if fault is not None:
                yield f"hypothesis[{index}].{fault}"


def _rating_fault(hypothesis: Hypothesis, block: str, items: Sequence[str]) -> str | None:
    if hypothesis.question in (None, *items):
        return None
    return f"question: block {block!r} does not ask to rate {hypothesis.question!r}; known: {', '.join(items)}"


def _fault(hypothesis: Hypothesis, block: str, known: Sequence[str]) -> str | None:
    """known: the questions of the block whose answers are right or wrong."""
    if not known:
        return f"block: nothing in block {block!r} is right or wrong"
    if hypothesis.question is None and len(known) > 1 and hypothesis.outcome not in OF_ADVICE:
        return f"question: block {block!r} asks {', '.join(known)}; name one of them"
    if hypothesis.question not in (None, *known):
        return f"question: block {block!r} has no right answer to {hypothesis.question!r}; known: {', '.join(known)}"
    return None


def _check_faults(blocks: Sequence[Block], scored: Mapping[str, set[str]]) -> Iterator[str]:
    for index, block in enumerate(blocks):
        for key in ("check", "catch", "criterion"):
            if getattr(block, key) is not None and not scored.get(block.name):
                yield f"block[{index}].{key}: nothing in block {block.name!r} is right or wrong"


def _allocation_faults(allocation: Allocation, asked: Mapping[str, set[str]]) -> Iterator[str]:
    for each in allocation.goes_by:
        block, _, question = each.name.partition(".")
        if each.source == "answer" and question not in asked.get(block, ()):
            known = ", ".join(sorted(asked.get(block, ())))
            yield f"allocation: block {block!r} does not ask {question!r}; known: {known}"


def _scored(trial: PlannedTrial, material: Material) -> set[str]:
    """The questions of a trial whose answers are right or wrong, found by letting somebody answer."""
    task, given = tasks.load(trial.task), dict[str, Values]()
    while (stage := task.next_stage(trial, given, material)) is not None:
        form = task.simulate(trial, stage, given, Mind(), chance("check", trial.position), material)
        given[stage] = task.read(trial, stage, form, material)
    answers = {
        question: given.get(task.stage_of(trial, question), {}).get(question)
        for question in task.questions(trial, material)
    }
    return {
        question
        for question, value in answers.items()
        if value is not None and task.correct(trial, question, value, material) is not None
    }


def _measured(settings: Settings, name: str) -> tuple[float, int] | None:
    """Of a database that is there; a check makes none."""
    address = make_url(settings.database_url)
    if address.get_backend_name() == "sqlite" and not (address.database and Path(address.database).is_file()):
        return None
    engine = make_engine(settings.database_url)
    try:
        return median_minutes(engine, name)
    finally:
        engine.dispose()
