"""Random effects that follow from a design: what varies within people, and what varies within images.

A factor gets a slope by a grouping factor where levels of the grouping factor meet more than one of its levels, and
meet each more than once; what is constant within them cannot vary there (Barr, Levy, Scheepers and Tily, 2013).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import pandas as pd

FEWEST_LEVELS = 5  # a variance of fewer levels cannot be estimated
MOST_CELLS_SHARE = 0.5  # of the levels of a grouping factor that must meet the factor more than once


@dataclass(frozen=True)
class Slopes:
    """Effects that may vary between the levels of one grouping factor, as terms of a formula.

    as_cells: each level of a factor has an effect of its own, all of one variance, whatever level is the reference.
    """

    group: str
    terms: tuple[str, ...]
    as_cells: bool = False

    @property
    def text(self) -> str:
        """`(1 + block || participant)`; as cells `(1 | participant) + (1 | participant:block)`."""
        if self.as_cells:
            return " + ".join(f"(1 | {each})" for each in (self.group, *map(self.cells, self.terms)))
        if not self.terms:
            return f"(1 | {self.group})"
        return f"({' + '.join(['1', *self.terms])} || {self.group})"

    def cells(self, term: str) -> str:
        """The grouping factor of the cells of a term."""
        return f"{self.group}:{term}"


@dataclass(frozen=True)
class Derived:
    """The random effects of a design.  fixed: grouping factors with too few levels, which become fixed effects.

    reasons: a sentence for every slope that is in or out.
    """

    slopes: tuple[Slopes, ...]
    fixed: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def text(self) -> str:
        """The terms as they stand in a formula, behind the fixed effects."""
        return " + ".join([*self.fixed, *(each.text for each in self.slopes)])

    def without(self, group: str, term: str) -> "Derived":
        """The same without one slope."""
        kept = tuple(
            replace(each, terms=tuple(t for t in each.terms if not (each.group == group and t == term)))
            for each in self.slopes
        )
        return Derived(kept, self.fixed, self.reasons)


def derive(
    frame: pd.DataFrame,
    factors: Sequence[str],
    groups: Sequence[str] = ("participant", "item"),
    *,
    as_cells: bool = False,
) -> Derived:
    """Of those rows.  factors: columns of the planned comparison.  groups: columns of people and images.

    as_cells: as in Slopes; a departure from slopes of contrasts, which depend on which level is the reference.
    """
    slopes, fixed, reasons = [], [], []
    for group in groups:
        n = frame[group].nunique()
        if n < FEWEST_LEVELS:
            fixed += [group] if n > 1 else []
            reasons.append(f"{group} has {n} {'level' if n == 1 else 'levels'}, too few for a variance{_instead(n)}")
            continue
        judged = list(_judged(frame, factors, group))
        slopes.append(Slopes(group, tuple(term for term, is_in, _ in judged if is_in), as_cells))
        reasons += [f"{group}: {reason}" for _, _, reason in judged]
    return Derived(tuple(slopes), tuple(fixed), tuple(reasons))


def _instead(n: int) -> str:
    return ": it is a fixed effect" if n > 1 else ": it is left out"


def _judged(frame: pd.DataFrame, factors: Sequence[str], group: str) -> Iterator[tuple[str, bool, str]]:
    """Each factor, then each pair of factors that are both in: its term, whether there is a slope, and why."""
    within = []
    for factor in factors:
        is_in, reason = _of_cells(frame, [factor], group)
        within += [factor] if is_in else []
        yield factor, is_in, reason
    for pair in combinations(within, 2):
        yield ":".join(pair), *_of_cells(frame, list(pair), group)


def _of_cells(frame: pd.DataFrame, factor: list[str], group: str) -> tuple[bool, str]:
    """Whether there is a slope of that factor, or of the cells of two factors together, and why."""
    name = ":".join(factor)
    cells = frame.groupby([group, *factor], observed=True).size()
    per_level = cells.groupby(level=0, observed=True)
    n_cells = int(frame.groupby(factor, observed=True).ngroups)
    if n_cells < 2:
        return False, f"no slope of {name}, which has one value only"
    crossed = (per_level.size() >= 2) if len(factor) == 1 else (per_level.size() == n_cells)
    if not crossed.any():
        return False, f"no slope of {name}, which does not vary within a {group}"
    repeated = (per_level.min() >= 2) & crossed
    if repeated.mean() < MOST_CELLS_SHARE:
        return False, f"no slope of {name}: fewer than half of them meet each of its values more than once"
    return True, f"a slope of {name}, which varies within a {group}"
