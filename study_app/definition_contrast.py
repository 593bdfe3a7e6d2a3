"""A planned contrast: a linear combination of cells.  Others import it from `study_app.definition`.

`xnn - none`; `(sag.part2 - sag.part1) - (grad_cam.part2 - grad_cam.part1)`; `0.5 * (a + b) - c`.
A cell is ARM or ARM.PART, the part being a block or a level of a within-subject factor.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

NAME = r"[a-z][a-z0-9_-]*"
TOKEN = re.compile(rf"\s*(?:(?P<cell>{NAME}(?:\.{NAME})?)|(?P<number>\d+(?:\.\d+)?)|(?P<mark>[()*/+-]))")
EXAMPLE = (
    "write ARM - ARM, or a combination such as (a.part2 - a.part1) - (b.part2 - b.part1), with spaces around minus"
)


@dataclass(frozen=True)
class Cell:
    """Where participants of an arm are: everywhere in the hypothesis' block, or in a part.  weight: never 0."""

    arm: str
    part: str | None
    weight: float


Weights = dict[tuple[str, str | None], float]


def parse_contrast(text: str) -> tuple[Cell, ...]:
    """The cells in the order in which they are named; ValueError says what is wrong.

    The weights of a contrast sum to nought, and at least two cells have one.
    """
    tokens = _Tokens(text)
    weights = _sum(tokens)
    if tokens.kind is not None:
        tokens.refuse(f"{tokens.text!r} is not expected there")
    cells = tuple(Cell(arm, part, weight) for (arm, part), weight in weights.items() if weight)
    if len(cells) < 2:
        raise ValueError(f"{text!r} compares nothing; {EXAMPLE}")
    total = sum(cell.weight for cell in cells)
    if abs(total) > 1e-9:
        raise ValueError(f"{text!r}: the weights of a contrast sum to 0, these to {total:g}")
    return cells


class _Tokens:
    """The text, piece by piece.  kind: cell, number or mark; None at the end."""

    def __init__(self, whole: str) -> None:
        self.whole, self._rest = whole, self._pieces(whole)
        self.kind: str | None = None
        self.text = ""
        self.step()

    def step(self) -> str:
        """Goes on by one piece; returns the one that was read."""
        read = self.text
        self.kind, self.text = next(self._rest, (None, ""))
        return read

    def refuse(self, why: str) -> NoReturn:
        """Says what is wrong."""
        raise ValueError(f"{self.whole!r}: {why}; {EXAMPLE}")

    def _pieces(self, whole: str) -> Iterator[tuple[str, str]]:
        place = 0
        while whole[place:].strip():
            found = TOKEN.match(whole, place)
            if found is None or found.lastgroup is None:
                self.refuse(f"{whole[place:].strip()[0]!r} is not expected there")
            yield found.lastgroup, found[found.lastgroup]
            place = found.end()


def _sum(tokens: _Tokens) -> Weights:
    """Terms with plus and minus between them."""
    total: Weights = {}
    sign = -1.0 if tokens.text == "-" else 1.0
    if tokens.text == "-":
        tokens.step()
    while True:
        for cell, weight in _term(tokens).items():
            total[cell] = total.get(cell, 0.0) + sign * weight
        if tokens.text not in ("+", "-"):
            return total
        sign = -1.0 if tokens.step() == "-" else 1.0


def _term(tokens: _Tokens) -> Weights:
    """A cell or a combination in parentheses, times or over a number."""
    factor = 1.0
    if tokens.kind == "number":
        factor = float(tokens.step())
        if tokens.text != "*":
            tokens.refuse("a number is followed by *")
        tokens.step()
    weights = _factor(tokens)
    if tokens.text == "/":
        tokens.step()
        if tokens.kind != "number" or float(tokens.text) == 0:
            tokens.refuse("/ is followed by a number")
        factor /= float(tokens.step())
    return {cell: factor * weight for cell, weight in weights.items()}


def _factor(tokens: _Tokens) -> Weights:
    if tokens.text == "(":
        tokens.step()
        weights = _sum(tokens)
        if tokens.text != ")":
            tokens.refuse("a parenthesis is not closed")
        tokens.step()
        return weights
    if tokens.kind != "cell":
        tokens.refuse("an arm is missing" if tokens.kind is None else f"{tokens.text!r} is not expected there")
    arm, _, part = tokens.step().partition(".")
    return {(arm, part or None): 1.0}
