"""The explanations that those named with --method stand on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stimuli import methods
from stimuli.build.planning import PlannedExplanation, resolved
from stimuli.errors import StimuliError
from stimuli.recipe import ExplanationPlan
from stimuli.single.kinds import kind_of
from stimuli.single.naming import file_name
from stimuli.target import Score

OPTION = Path("--method")  # where a fault lies


def completed(plans: dict[str, ExplanationPlan], score: Score | None, texts: Mapping[str, str]) -> list[str]:
    """Adds what is stood on and not named, with its default parameters; what is wrong with it, a line each.

    A placebo that does not say of what it is one is of the one method named beside it that stands on nothing.
    `module:METHOD` means the first explanation by that method.  texts: what --method said, by the explanations' names.
    """
    _settle(plans)
    faults, waiting = list[str](), list(plans)
    for name in waiting:
        for below in _others(resolved(plans[name])):
            if below in plans:
                continue
            try:
                found = _meant(below, plans, score)
            except StimuliError as fault:
                faults.append(f"{OPTION} {texts.get(name, name)}: {_told(resolved(plans[name]), below, plans, fault)}")
                continue
            if found.name not in plans:
                plans[found.name] = found
                waiting.append(found.name)
            plans[name] = _respelled(plans[name], below, found.name)
    return faults


def made_here(one: PlannedExplanation) -> PlannedExplanation:
    """The same; StimuliError where it makes nothing for a single picture."""
    if one.method.fit is not None:
        raise StimuliError(
            f"makes {one.method.makes.kind} and learns from a set of pictures before it explains one: "
            "name it in a study's recipe, as docs/stimuli.md says, for gullseye build STUDY"
        )
    kind_of(one.method.makes)
    return one


def _settle(plans: dict[str, ExplanationPlan]) -> None:
    real = _standing_on_nothing(plans)
    if len(real) != 1:
        return
    for one in [resolved(plan) for plan in plans.values()]:
        said = dict.fromkeys(_unsaid(one, plans), real[0])
        plans[one.name] = _with(one.plan, said)


def _standing_on_nothing(plans: Mapping[str, ExplanationPlan]) -> list[str]:
    return [name for name, plan in plans.items() if not _others(resolved(plan))]


def _others(one: PlannedExplanation) -> tuple[str, ...]:
    return (*one.needs, *one.reruns)


def _unsaid(one: PlannedExplanation, plans: Mapping[str, ExplanationPlan]) -> list[str]:
    """The parameters that by default name an explanation of a recipe, which is nothing that can be found here."""
    names = {name for name in _others(one) if ":" not in name} - {*plans, *methods.names()}
    return [key for name in names for key in _keys(one, name) if key not in one.plan.parameters]


def _keys(one: PlannedExplanation, name: str) -> list[str]:
    """The parameters that name it, where they are plain ones."""
    return [key for key, value in one.parameters.model_dump().items() if value == name]


def _meant(name: str, plans: Mapping[str, ExplanationPlan], score: Score | None) -> ExplanationPlan:
    """The first explanation by that method, else one with its default parameters; StimuliError where it has none."""
    by_it = [plan for plan in plans.values() if plan.method == name]
    if by_it:
        return by_it[0]
    if "=" in name:
        raise StimuliError(f"takes a name alone; its parameters are given beside it, by {OPTION} {name}")
    methods.load(name)
    plan = ExplanationPlan(name=file_name(name, plans), method=name, score=score)
    try:
        made_here(resolved(plan))
    except ValidationError:
        raise StimuliError(f"{name} has no defaults; give its parameters beside it, by {OPTION} {name}:…") from None
    return plan


def _respelled(plan: ExplanationPlan, before: str, after: str) -> ExplanationPlan:
    """The plan, calling what it stands on by the name of its files."""
    values = resolved(plan).parameters.model_dump(mode="json")
    return _with(plan, {key: new for key, value in values.items() if (new := _replaced(value, before, after)) != value})


def _replaced(value: Any, before: str, after: str) -> Any:
    if isinstance(value, list):
        return [_replaced(one, before, after) for one in value]
    return after if value == before else value


def _with(plan: ExplanationPlan, more: Mapping[str, Any]) -> ExplanationPlan:
    return plan.model_copy(update={"parameters": {**plan.parameters, **more}})


def _told(one: PlannedExplanation, name: str, plans: Mapping[str, ExplanationPlan], fault: StimuliError) -> str:
    """Why what it stands on cannot be had: it was named wrongly, or nothing was named and a recipe's name stood in."""
    keys = _keys(one, name)
    if not keys:
        return f"stands on another explanation: {fault}"
    if keys[0] in one.plan.parameters:
        return f"{keys[0]}: {fault}"
    example = next(iter(_standing_on_nothing(plans)), "grad_cam")
    return f"stands on another explanation; say which, as {one.plan.method}:{keys[0]}={example}"
