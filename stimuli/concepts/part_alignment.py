"""Which mark of a rendered gull each concept of a class answers to: what was measured, how it is said.  No torch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CLEARLY = 2.0  # times: the largest fall beside every other change, and beside its own standard error
WORTHWHILE = 0.1  # of what the class's largest concept adds to a bird before any change


@dataclass(frozen=True, eq=False)
class Alignment:
    """What each concept of a class adds to the score of the same birds before and after one mark was changed.

    marks: n_marks names.  donors: the species whose mark was put in its place; None: the mark was taken away.
    n: (n_marks,), birds of the class on which the mark can be seen.
    before: (n_concepts,), what a concept adds to a bird as it is, in logits, mean over all birds.
    changes, errors: (n_concepts, n_marks), mean change of that when the mark is changed, with its standard error.
    logit_changes, logit_errors: (n_marks,), the same of the classifier's own logit of the class.
    mass: (n_concepts, n_marks), the share of the concept's maps on the part divided by the part's share of the
    picture; 1 is chance.
    No number (nan) where no bird shows the mark, where one bird alone gives no error, where there is no map.
    """

    marks: tuple[str, ...]
    donors: tuple[str | None, ...]
    n: NDArray[np.int64]
    before: Floats
    changes: Floats
    errors: Floats
    logit_changes: Floats
    logit_errors: Floats
    mass: Floats

    def __post_init__(self) -> None:
        row, table = (len(self.marks),), (len(self.before), len(self.marks))
        wanted: dict[str, tuple[int, ...]] = dict.fromkeys(("n", "logit_changes", "logit_errors"), row)
        wanted |= dict.fromkeys(("changes", "errors", "mass"), table)
        found = {name: getattr(self, name).shape for name in wanted} | {"donors": (len(self.donors),)}
        if found != wanted | {"donors": row}:
            raise ValueError(f"of {table[0]} concepts and {table[1]} marks, but {found}")

    @property
    def n_concepts(self) -> int:
        """How many concepts it has."""
        return len(self.before)

    @property
    def score_changes(self) -> Floats:
        """(n_marks,): the mean change of the module's whole score, which is the sum of its concepts' changes."""
        return np.asarray(self.changes.sum(0))

    @property
    def least(self) -> float:
        """The smallest change worth a word, in logits: a tenth of what the class's largest concept adds.

        Beside concepts that add 3 logits, one that adds next to nothing would else follow a mark by 0.05.
        """
        return WORTHWHILE * float(np.abs(self.before).max())

    def moved(self, concept: int) -> tuple[str, ...]:
        """The marks whose change moves a concept by `least` and twice its standard error, the largest change first."""
        sizes = np.abs(self.changes[concept])
        moves = (sizes >= self.least) & (sizes > CLEARLY * self.errors[concept])
        return tuple(self.marks[m] for m in _by_size(sizes) if moves[m])

    def followed(self, concept: int) -> str | None:
        """The mark that a concept follows; None where it follows no single one.

        It is the first of those that move it, if its change takes from the concept, and at least twice the size of
        every other change.  The thresholds are ours; they describe, they do not test.
        """
        order, moved = _by_size(self.changes[concept]), self.moved(concept)
        if not moved or self.marks[order[0]] != moved[0]:
            return None
        others = np.abs(self.changes[concept, order[1:]]).max(initial=0.0)
        return moved[0] if -self.changes[concept, order[0]] >= CLEARLY * others else None


def said(alignment: Alignment, concept: int) -> str:
    """Which mark a concept follows, for people: 'follows the bill mark (−2.1 logits when swapped; next: legs −0.3)'."""
    mark, moved = alignment.followed(concept), alignment.moved(concept)
    if mark is None:
        some = ", ".join(_amount(alignment, concept, one) for one in moved[:2])
        return f"follows no single mark ({some or 'no change of a mark moves it much'})"
    how = "taken away" if alignment.donors[alignment.marks.index(mark)] is None else "swapped"
    found = f"follows the {_words(mark)} ({_logits(alignment, concept, mark)} logits when {how}"
    rest = [alignment.marks[m] for m in _by_size(alignment.changes[concept])[1:]]
    return f"{found}; next: {_amount(alignment, concept, rest[0])})" if rest else f"{found})"


def _by_size(changes: Floats) -> list[int]:
    """The marks that have a number, the largest change first."""
    return [int(m) for m in np.argsort(-np.abs(changes), kind="stable") if np.isfinite(changes[m])]


def _amount(alignment: Alignment, concept: int, mark: str) -> str:
    return f"{_words(mark)} {_logits(alignment, concept, mark)}"


def _logits(alignment: Alignment, concept: int, mark: str) -> str:
    value = round(float(alignment.changes[concept, alignment.marks.index(mark)]), 1)
    return f"{value:+.1f}".replace("-", "−") if value else "0.0"


def _words(mark: str) -> str:
    return mark.replace("_", " ")
