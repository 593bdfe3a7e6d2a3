"""The explanations of a recipe: methods loaded, parameters checked, in an order in which they can be computed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stimuli import methods
from stimuli.code_version import code_version
from stimuli.errors import StimuliError
from stimuli.method import Method, Parameters
from stimuli.recipe import ExplanationPlan
from stimuli.toml import fault_lines


@dataclass(frozen=True, eq=False)
class PlannedExplanation:
    """One [[explanation]] that can be computed.  code: the version of its method."""

    plan: ExplanationPlan
    method: Method[Any]
    parameters: Parameters
    code: str

    @property
    def name(self) -> str:
        """The name the recipe gives."""
        return self.plan.name

    @property
    def needs(self) -> tuple[str, ...]:
        """The explanations that have to be there first."""
        return self.method.needs(self.parameters)


def planned(plans: Sequence[ExplanationPlan], file: Path) -> tuple[list[PlannedExplanation], list[str]]:
    """The explanations in an order in which each comes after those it needs, and what is wrong with the others."""
    found, faults = list[PlannedExplanation](), list[str]()
    for n, plan in enumerate(plans):
        where = f"explanation[{n}]"
        try:
            found.append(_one(plan))
        except StimuliError as fault:
            faults.append(f"{file}: {where}.method: {fault}")
        except ValidationError as fault:
            faults += fault_lines(fault, file, methods.load(plan.method).parameters, f"{where}.parameters")
    names = [plan.name for plan in plans]
    lacking = [(one.name, need) for one in found for need in one.needs if need not in names]
    faults += [f"{file}: explanation {name!r} needs {need!r}, which the recipe lacks" for name, need in lacking]
    ordered = _ordered(found)
    if len(ordered) < len(found) and not faults:
        stuck = ", ".join(one.name for one in found if one not in ordered)
        faults.append(f"{file}: explanation: these wait for each other: {stuck}")
    return ordered, faults


def _one(plan: ExplanationPlan) -> PlannedExplanation:
    method = methods.load(plan.method)
    if not isinstance(method, Method):
        raise StimuliError(f"{plan.method!r} is a {type(method).__name__}, not a stimuli.method.Method")
    parameters = method.parameters.model_validate(plan.parameters)
    return PlannedExplanation(plan, method, parameters, code_version(methods.module_of(plan.method)))


def _ordered(found: Sequence[PlannedExplanation]) -> list[PlannedExplanation]:
    done: list[PlannedExplanation] = []
    while ready := [one for one in found if one not in done and set(one.needs) <= {other.name for other in done}]:
        done += ready
    return done
