"""lme4's formula language: `correct ~ condition * block + (1 + block || participant) + (1 | item)`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SIDES = re.compile(r"^\s*(?P<response>[^~]+?)\s*~\s*(?P<terms>[^~]+?)\s*$")
COUNTS = re.compile(r"^cbind\(\s*(?P<successes>\w+)\s*,\s*(?P<failures>[^)]+?)\s*\)$")
GROUP = re.compile(r"^[\w.]+(\s*[:/]\s*[\w.]+)*$")


class FormulaError(ValueError):
    """What of a formula cannot be read, and what would be right."""


@dataclass(frozen=True)
class RandomTerm:
    """`(effects | group)`; correlated is false for `||`.  group: names of columns that are taken together."""

    effects: str
    group: tuple[str, ...]
    correlated: bool


@dataclass(frozen=True)
class Formula:
    """A formula's parts.  successes, failures: of `cbind(successes, failures)`, an expression each; else None."""

    text: str
    response: str
    fixed: str
    random: tuple[RandomTerm, ...]
    failures: str | None = None


def parse(text: str) -> Formula:
    """The parts of a formula; FormulaError says what is wrong."""
    sides = SIDES.match(text)
    if sides is None:
        raise FormulaError(f"{text!r} is no formula; write RESPONSE ~ TERMS + (EFFECTS | GROUP)")
    fixed, bars = _split_bars(sides["terms"])
    random = tuple(term for bar in bars for term in _random(bar, text))
    if not random:
        raise FormulaError(f"{text!r} has no random effects; write, for example, (1 | participant)")
    counts = COUNTS.match(sides["response"])
    if counts is None:
        return Formula(text, sides["response"], fixed, random)
    return Formula(text, counts["successes"], fixed, random, counts["failures"])


def _split_bars(terms: str) -> tuple[str, list[str]]:
    """The fixed terms, and what stands in parentheses with a bar."""
    parts = [(part, is_inside) for part, is_inside in _parenthesised(terms) if part]
    kept = [f"({part})" if is_inside else part for part, is_inside in parts if not (is_inside and "|" in part)]
    if any("|" in part for part in kept):
        raise FormulaError(f"{terms!r}: a random effect stands in parentheses: (1 | participant)")
    return _tidy("".join(kept)), [part for part, is_inside in parts if is_inside and "|" in part]


def _parenthesised(terms: str) -> Iterator[tuple[str, bool]]:
    """The text cut at its outermost parentheses, each piece with whether it stood inside."""
    depth = start = 0
    for place, character in enumerate(terms):
        if character == "(":
            if depth == 0:
                yield terms[start:place], False
                start = place + 1
            depth += 1
        elif character == ")":
            depth -= 1
            if depth == 0:
                yield terms[start:place], True
                start = place + 1
        if depth < 0:
            break
    if depth:
        raise FormulaError(f"{terms!r}: parentheses do not match")
    yield terms[start:], False


def _tidy(terms: str) -> str:
    """The terms without the pluses that random effects left behind; 1 where nothing is left."""
    parts = [part.strip() for part in re.split(r"\+(?![^(]*\))", terms)]
    return " + ".join(part for part in parts if part) or "1"


def _random(bar: str, text: str) -> list[RandomTerm]:
    effects, mark, group = re.split(r"(\|\|?)", bar, maxsplit=1)
    group = group.strip()
    if not effects.strip() or GROUP.match(group) is None:
        raise FormulaError(f"{text!r}: ({bar}) is no random effect; write (1 | participant) or (1 + x || participant)")
    names = re.split(r"\s*[:/]\s*", group)
    nested = [names[: n + 1] for n in range(len(names))] if "/" in group else [names]
    return [RandomTerm(effects.strip(), tuple(each), mark == "|") for each in nested]
