"""What in a plan.toml does not fit together; each line begins with a key path."""

from collections.abc import Iterator, Mapping

from analysis.outside.definition import OutsidePlan, Value
from study_app.definition import Exclusion, Hypothesis
from study_app.study.faults import unknown

ALL = "all"  # the one arm of a study without arms
OWN, FINAL = "own", "final"
TRIPLE = ("correct", "accepts", "ai_correct")


def faults(plan: OutsidePlan) -> list[str]:
    """Every fault of the plan by itself."""
    return [*_answers(plan), *_conditions(plan), *_blocks(plan), *_hypotheses(plan), *_exclusions(plan)]


def block_of(plan: OutsidePlan, hypothesis: Hypothesis) -> str | None:
    """The block of a hypothesis: the only one, where neither it nor a cell names one."""
    names = [part.name for part in plan.parts]
    if hypothesis.block is not None or any(cell.part in names for cell in hypothesis.cells):
        return hypothesis.block
    return names[0] if len(names) == 1 else None


def _answers(plan: OutsidePlan) -> Iterator[str]:
    """What tells whether answers are right."""
    has = {key for key, value in plan.columns if value is not None}
    if {"predicted", "advice"} <= has:
        yield "columns.advice: what the AI says has one column: `advice` where people saw it, else `predicted`"
    if plan.stages is not None and "stage" not in has:
        yield "columns.stage: missing; [stages] says what its values mean"
    if plan.study.task == "accept":
        yield from _accepted(plan, has)
        return
    if "accepts" in has:
        yield "columns.accepts: goes with study.task = 'accept'"
    if {"first", "final"} & has:
        yield from _wide(has)
    elif "stage" in has:
        yield from _long(plan, has)
    elif "correct" not in has and not {"response", "label"} <= has:
        yield "columns.correct: missing; write it, or response and label, from which it follows"


def _accepted(plan: OutsidePlan, has: set[str]) -> Iterator[str]:
    if len(has.intersection(TRIPLE)) < 2 or not has & {"ai_correct", "accepts"}:
        yield "columns.ai_correct: with task = 'accept' write two of correct, accepts and ai_correct, or all three"
    for key in ("first", "final", "stage"):
        if key in has:
            yield f"columns.{key}: goes with study.task = 'answer'; who accepts or refuses answers once"
    if plan.study.n_options not in (None, 2) or "n_options" in has:
        yield "study.n_options: who accepts or refuses has two options; leave it out"


def _long(plan: OutsidePlan, has: set[str]) -> Iterator[str]:
    if plan.stages is None:
        yield "stages: missing; write [stages] with first = … and final = …, as the column has them"
    for key in ("response", "label"):
        if key not in has:
            yield f"columns.{key}: missing; `stage` needs it: reliance is told from what was answered"


def _wide(has: set[str]) -> Iterator[str]:
    for key in ("first", "final", "label"):
        if key not in has:
            yield f"columns.{key}: missing; first, final and label go together"
    for key in ("correct", "response", "stage"):
        if key in has:
            yield f"columns.{key}: leave it out; first, final and label tell it"


def _conditions(plan: OutsidePlan) -> Iterator[str]:
    if (plan.columns.arm is None) != (not plan.arms):
        yield (
            "arms: missing; write [arms.NAME] with value = … for every condition of the column"
            if plan.columns.arm is not None
            else "columns.arm: missing; [arms] says what its values mean"
        )
    if (plan.columns.level is None) != (not plan.levels):
        yield (
            "levels: missing; write [levels.NAME] with value = … for every level of the column"
            if plan.columns.level is not None
            else "columns.level: missing; [levels] says what its values mean"
        )
    if plan.is_within and plan.columns.arm is None:
        yield "study.varies: 'within' says that columns.arm changes within participants, which is missing"
    if plan.is_within and plan.columns.level is not None:
        yield "columns.level: with varies = 'within' the arms are the levels; leave it out"
    yield from _twice("arms", plan.arms)
    yield from _twice("levels", plan.levels)
    confidence = plan.columns.confidence
    if confidence is not None and (confidence.points is None) == (confidence.range is None):
        yield "columns.confidence: write points = … (a scale from 1) or range = [lowest, highest] (a slider)"
    if confidence is not None and confidence.range is not None and confidence.range[0] >= confidence.range[1]:
        yield f"columns.confidence.range: the lower end first; found {list(confidence.range)}"


def _twice(path: str, named: Mapping[str, Value]) -> Iterator[str]:
    spelt = [name if each.value is None else each.value for name, each in named.items()]
    for value in sorted({value for value in spelt if spelt.count(value) > 1}):
        yield f"{path}: two of them have the value {value!r}"


def _blocks(plan: OutsidePlan) -> Iterator[str]:
    names = [part.name for part in plan.parts]
    spelt = [part.name if part.value is None else part.value for part in plan.parts]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"block: {name!r} is there twice"
    for value in sorted({value for value in spelt if spelt.count(value) > 1}):
        yield f"block: two of them have the value {value!r}"
    if plan.columns.block is not None and not plan.block:
        yield "block: missing; write [[block]] with name = … and value = … for every value of the column"
    if plan.columns.block is None and len(plan.block) > 1:
        yield "columns.block: missing; it tells the blocks apart"


def _hypotheses(plan: OutsidePlan) -> Iterator[str]:
    blocks, arms = [part.name for part in plan.parts], list(plan.arms) or [ALL]
    for index, each in enumerate(plan.hypothesis):
        where = f"hypothesis[{index}]"
        if each.block is not None and each.block not in blocks:
            yield unknown(f"{where}.block", "block", each.block, blocks)
        yield from (unknown(f"{where}.contrast", "arm", arm, arms) for arm in each.arms if arm not in arms)
        for part in dict.fromkeys(cell.part for cell in each.cells):
            yield from _part(plan, where, each, part)
        if plan.is_in_two_stages and each.question not in (OWN, FINAL):
            yield f"{where}.question: write 'own' (before advice) or 'final' (after it)"
        elif not plan.is_in_two_stages and each.question is not None:
            yield f"{where}.question: leave it out; each trial asks one question"
        if lacking := _lacking(plan, each.outcome):
            yield f"{where}.outcome: {each.outcome!r} needs {lacking}"


def _lacking(plan: OutsidePlan, outcome: str) -> str | None:
    """What the outcome of a hypothesis needs and the plan does not have; None where it has it."""
    twice = plan.is_in_two_stages
    advised = None if twice or plan.study.task == "accept" else "task = 'accept', or answers before and after advice"
    needs = {
        "response_time": None if plan.columns.rt else "columns.rt, which is missing",
        "confidence": None if plan.columns.confidence else "columns.confidence, which is missing",
        "over_reliance": advised,
        "under_reliance": advised,
        "switching": None if twice else "answers before and after advice (columns.stage, or first and final)",
        "rating": "ratings, for which plan.toml has no columns",
    }
    return needs.get(outcome)


def _part(plan: OutsidePlan, where: str, hypothesis: Hypothesis, part: str | None) -> Iterator[str]:
    """What is wrong with the part of a cell."""
    known = [each.name for each in plan.parts] + ([] if plan.is_within else list(plan.levels))
    if part is None:
        if block_of(plan, hypothesis) is None:
            yield f"{where}.block: missing; known: {', '.join(each.name for each in plan.parts)}"
    elif plan.is_within:
        yield f"{where}.contrast: with varies = 'within' cells are conditions, as in xnn - none; name the block"
    elif part not in known:
        yield unknown(f"{where}.contrast", "block or level", part, known)


def _exclusions(plan: OutsidePlan) -> Iterator[str]:
    blocks, columns = [part.name for part in plan.parts], plan.columns
    kind = columns.check.kind if columns.check is not None else None
    lacking = {
        "not_complete": None if columns.completed else "columns.completed, which is missing",
        "failed_attention": None if kind == "attention" else "columns.check of kind 'attention', which is missing",
        "failed_catch": None if kind == "catch" else "columns.check of kind 'catch', which is missing",
        "faster_than": None if columns.rt else "columns.rt, which is missing",
        "looked_away": "what only Gullseye records: when the page was hidden",
    }
    for index, each in enumerate(plan.exclusion):
        where = f"exclusion[{index}]"
        if lacking[each.rule]:
            yield f"{where}.rule: {each.rule!r} needs {lacking[each.rule]}"
        yield from _limits(where, each, blocks)


def _limits(where: str, each: Exclusion, blocks: list[str]) -> Iterator[str]:
    if each.block is not None and each.block not in blocks:
        yield unknown(f"{where}.block", "block", each.block, blocks)
    if (each.rule == "faster_than") != (each.milliseconds is not None):
        yield f"{where}.milliseconds: goes with rule = 'faster_than', which needs it"
