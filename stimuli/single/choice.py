"""What --method says: `NAME`, or `NAME:key=value,…`; and the methods that those named stand on."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from stimuli import methods
from stimuli.build.planning import PlannedExplanation, planned, resolved
from stimuli.errors import StimuliError
from stimuli.recipe import ExplanationPlan
from stimuli.single.beneath import OPTION, completed, made_here
from stimuli.single.naming import file_name
from stimuli.target import Score
from stimuli.toml import fault_lines

_PARAMETERS = re.compile(r":(?=\w+=)")
_NEXT = re.compile(r",(?=\w+=)")


@dataclass(frozen=True, eq=False)
class Choice:
    """ordered: what has to be computed, each after those it stands on.  texts: what --method said, by names."""

    ordered: tuple[PlannedExplanation, ...]
    texts: Mapping[str, str]

    @property
    def asked(self) -> tuple[str, ...]:
        """The names of those to be seen."""
        return tuple(self.texts)

    def option(self, name: str) -> str:
        """The option that brought an explanation, as it was typed; where none did, as it could have been."""
        return f"{OPTION} {self.texts.get(name, name)}"

    def named(self, name: str) -> PlannedExplanation:
        """The explanation of that name."""
        return next(one for one in self.ordered if one.name == name)


def chosen(texts: Sequence[str], score: Score | None) -> tuple[Choice, list[str]]:
    """The methods that are meant, with those they stand on, and what is wrong, a line each.

    What has to be there and is not named is completed as `beneath.py` says; it is computed, not shown.
    """
    plans, said, faults = dict[str, ExplanationPlan](), dict[str, str](), list[str]()
    for text in dict.fromkeys(texts):
        found = _tried(text, plans, score, faults)
        if found is not None:
            plans[found.name], said[found.name] = found.plan, text
    if not texts:
        faults.append(f"{OPTION}: name at least one; known: {', '.join(methods.names())}")
    faults += completed(plans, score, said)
    ordered, more = planned(list(plans.values()), OPTION)
    return Choice(tuple(ordered), said), faults or more


def _tried(text: str, plans: Iterable[str], score: Score | None, faults: list[str]) -> PlannedExplanation | None:
    try:
        method, parameters = parsed(text)
        methods.load(method)
        plan = ExplanationPlan(name=file_name(method, plans), method=method, score=score, parameters=parameters)
        return made_here(resolved(plan))
    except StimuliError as fault:
        faults.append(f"{OPTION} {text}: {fault}")
    except ValidationError as fault:
        faults += fault_lines(fault, Path(f"{OPTION} {text}"), methods.load(method).parameters)
    return None


def parsed(text: str) -> tuple[str, Mapping[str, object]]:
    """The method's name and its parameters; `mylab.saliency:METHOD:seed=3` is a method of one's own."""
    method, *rest = _PARAMETERS.split(text, maxsplit=1)
    if ":" in method and method.split(":")[0] in methods.names():
        name, _, said = method.partition(":")
        raise StimuliError(f"{said!r} is no key=value; parameters are given as {name}:key=value,key=value")
    pairs = [pair.split("=", 1) for pair in _NEXT.split(rest[0])] if rest else []
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise StimuliError(f"{twice[0]} is given twice")
    return method, {key: _value(value) for key, value in pairs}


def _value(text: str) -> object:
    """Lists as JSON has them; anything else as it stands, for the parameters' model to read."""
    if not text.startswith(("[", "{")):
        return text
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError:
        return text
    return value
