"""The explanations that those named with --method stand on."""

from pathlib import Path

from stimuli import methods
from stimuli.build.planning import PlannedExplanation, resolved
from stimuli.errors import StimuliError
from stimuli.recipe import ExplanationPlan
from stimuli.target import Score

OPTION = Path("--method")  # where a fault lies


def completed(plans: dict[str, ExplanationPlan], score: Score | None) -> list[str]:
    """Adds what is stood on and not named, with its default parameters; what is wrong with it, a line each.

    A placebo that does not say of what it is one is of the one method named beside it that stands on nothing.
    """
    _settle(plans)
    faults, waiting = list[str](), list(plans.values())
    for plan in waiting:
        one = resolved(plan)
        for name in (*one.needs, *one.reruns):
            if name in plans:
                continue
            try:
                plans[name] = _by_default(name, score)
                waiting.append(plans[name])
            except StimuliError as fault:
                faults.append(f"{OPTION} {plan.name}: stands on another explanation{_hint(one, name)}: {fault}")
    return faults


def _settle(plans: dict[str, ExplanationPlan]) -> None:
    found = [resolved(plan) for plan in plans.values()]
    real = [one.name for one in found if not (one.needs or one.reruns)]
    if len(real) != 1:
        return
    for one in found:
        said = dict.fromkeys(_unsaid(one, plans), real[0])
        parameters = {**one.plan.parameters, **said}
        plans[one.name] = one.plan.model_copy(update={"parameters": parameters})


def _unsaid(one: PlannedExplanation, plans: dict[str, ExplanationPlan]) -> list[str]:
    """The parameters that by default name an explanation of a recipe, which is nothing that can be found here."""
    names = {*one.needs, *one.reruns} - {*plans, *methods.names()}
    return [key for name in names for key in _keys(one, name) if key not in one.plan.parameters]


def _keys(one: PlannedExplanation, name: str) -> list[str]:
    return [key for key, value in one.parameters.model_dump().items() if value == name]


def _hint(one: PlannedExplanation, name: str) -> str:
    """How to say on which: by the parameter that names it, where it is a plain one."""
    keys = _keys(one, name)
    return f"; say which, as {one.plan.method}:{keys[0]}=grad_cam" if keys else ""


def _by_default(name: str, score: Score | None) -> ExplanationPlan:
    if name not in methods.names():
        methods.module_of(name)
        raise StimuliError("a method of your own is to be named with --method, and needed by the name of its files")
    plan = ExplanationPlan(name=name, method=name, score=score)
    resolved(plan)
    return plan
