"""The explanations of a recipe: methods loaded, parameters checked, in an order in which they can be computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stimuli import methods
from stimuli.code_version import code_version
from stimuli.errors import StimuliError
from stimuli.explanation import Heatmap
from stimuli.method import Member, Method, Parameters, Run
from stimuli.picture import Picture
from stimuli.recipe import ExplanationPlan
from stimuli.target import Score
from stimuli.toml import fault_lines


@dataclass(frozen=True, eq=False)
class PlannedExplanation:
    """One [[explanation]] that can be computed.

    code: the version of its method.  others: the explanations that it needs or reruns, by name.
    runs: the methods that it runs itself, by the name under which it gets them.
    """

    plan: ExplanationPlan
    method: Method[Any]
    parameters: Parameters
    code: str
    others: Mapping[str, "PlannedExplanation"] = field(default_factory=dict)
    runs: Mapping[str, "PlannedExplanation"] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name the recipe gives."""
        return self.plan.name

    @property
    def needs(self) -> tuple[str, ...]:
        """The explanations that have to be there first."""
        return self.method.needs(self.parameters)

    @property
    def reruns(self) -> tuple[str, ...]:
        """The explanations whose methods it runs itself."""
        return self.method.reruns(self.parameters)

    @property
    def score(self) -> Score:
        """The number it explains: the recipe's, else that of the explanation it reruns, else its method's."""
        if self.plan.score is not None:
            return self.plan.score
        return next((self.others[name].score for name in self.reruns), self.method.score)

    def whose(self, members: Sequence[Member]) -> Sequence[int]:
        """For every image of the set, the position of the one whose needed explanations it is given."""
        chosen = self.method.whose(self.parameters, members)
        if len(chosen) != len(members) or not set(chosen) <= set(range(len(members))):
            raise StimuliError(f"{self.plan.method}: `whose` must give a position in the set for each of its images")
        return chosen


def planned(plans: Sequence[ExplanationPlan], file: Path) -> tuple[list[PlannedExplanation], list[str]]:
    """The explanations in an order in which each comes after those it needs, and what is wrong with the others."""
    found, faults = list[PlannedExplanation](), list[str]()
    for n, plan in enumerate(plans):
        where = f"explanation[{n}]"
        try:
            found.append(resolved(plan))
        except StimuliError as fault:
            faults.append(f"{file}: {where}.method: {fault}")
        except ValidationError as fault:
            faults += fault_lines(fault, file, methods.load(plan.method).parameters, f"{where}.parameters")
    faults += [f"{file}: explanation {line}" for line in _lacking(found, [plan.name for plan in plans])]
    ordered = _ordered(found)
    stuck = [one.name for one in found if one.name not in {other.name for other in ordered}]
    if stuck and not faults:
        faults.append(f"{file}: explanation: these wait for each other: {', '.join(stuck)}")
    faults += [f"{file}: explanation {line}" for one in ordered for line in _unfit(one)]
    return ordered, faults


def members(pictures: Sequence[Picture]) -> list[Member]:
    """What a method may know of the pictures of a set."""
    return [Member(picture.name, picture.label) for picture in pictures]


def unassigned(found: Sequence[PlannedExplanation], pictures: Sequence[Picture], file: Path) -> list[str]:
    """What is wrong with the explanations that take those of other images, a line each."""
    faults = []
    for one in found:
        try:
            one.whose(members(pictures))
        except StimuliError as fault:
            faults.append(f"{file}: explanation {one.name!r}: {fault}")
    return faults


def resolved(plan: ExplanationPlan) -> PlannedExplanation:
    """The method of one [[explanation]] with its parameters; StimuliError or ValidationError where they are wrong."""
    method = methods.load(plan.method)
    if not isinstance(method, Method):
        raise StimuliError(f"{plan.method!r} is a {type(method).__name__}, not a stimuli.method.Method")
    parameters = method.parameters.model_validate(plan.parameters)
    runs = {name: _run(name, run) for name, run in method.runs(parameters).items()}
    return PlannedExplanation(plan, method, parameters, code_version(methods.module_of(plan.method)), runs=runs)


def _run(name: str, run: Run) -> PlannedExplanation:
    """A method that another runs; StimuliError where it is unknown, has wrong parameters, or cannot be run so."""
    where = f"parameters.{name}"
    try:
        found = resolved(ExplanationPlan(name=name, method=run.method, parameters=run.parameters))
    except StimuliError as fault:
        raise StimuliError.of([f"{where}.method: {line}" for line in str(fault).splitlines()]) from None
    except ValidationError as fault:
        model = methods.load(run.method).parameters
        raise StimuliError.of(fault_lines(fault, Path(where), model, "parameters")) from None
    stands_on = (*found.needs, *found.reruns, *found.runs)
    if stands_on or found.method.fit or not issubclass(found.method.makes, Heatmap):
        raise StimuliError(f"{where}.method: {run.method!r} makes no heat map by itself; igos_pp, igos, grad_cam … do")
    return found


def _lacking(found: Sequence[PlannedExplanation], names: Sequence[str]) -> list[str]:
    needs = [(one.name, "needs", name) for one in found for name in one.needs]
    reruns = [(one.name, "reruns", name) for one in found for name in one.reruns]
    known = f"it has: {', '.join(names)}"
    return [
        f"{one!r} {verb} {name!r}, which the recipe lacks; {known}"
        for one, verb, name in needs + reruns
        if name not in names
    ]


def _unfit(one: PlannedExplanation) -> list[str]:
    """What is wrong with the explanations that this one needs or reruns."""
    takes = one.method.takes
    faults = [
        f"{one.name!r} takes {'an' if takes.kind[0] in 'aeiou' else 'a'} {takes.kind}, "
        f"but {name!r} makes {other.method.makes.kind}"
        for name, other in one.others.items()
        if takes is not None and not issubclass(other.method.makes, takes)
    ]
    again = [one.others[name] for name in one.reruns]
    return faults + [
        f"{one.name!r} reruns {other.name!r}, which stands on {', '.join(other.others)} itself; "
        "only a method that needs no other explanation can be run again"
        for other in again
        if other.others
    ]


def _ordered(found: Sequence[PlannedExplanation]) -> list[PlannedExplanation]:
    done: dict[str, PlannedExplanation] = {}
    while ready := [one for one in found if one.name not in done and {*one.needs, *one.reruns} <= done.keys()]:
        done |= {one.name: replace(one, others={n: done[n] for n in (*one.needs, *one.reruns)}) for one in ready}
    return list(done.values())
