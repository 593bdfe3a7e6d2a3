"""The fit of a planned model, simplified by a rule that is declared before there are data.

The model begins with every slope that the design allows, all independent.  A slope whose variance is estimated as
nought is left out, which changes nothing but the count of parameters.  While the search does not converge, the slope
with the smallest standard deviation is left out.  Intercepts always stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.stats.glmm import fit
from analysis.stats.mixed.derived import Derived, Slopes
from analysis.stats.mixed.fitted import Family, Fit
from analysis.stats.mixed.optimise import AT_BOUNDARY

RULE = (
    "Models begin with all random slopes that the design allows, uncorrelated. Slopes whose variance is estimated as "
    "zero are dropped; if a fit does not converge, the slope with the smallest standard deviation is dropped and the "
    "model fitted again. Random intercepts are always kept."
)


@dataclass(frozen=True)
class DeclaredFit:
    """The fit at the end of the rule.  derived: random effects that are left.  steps: what was left out, and why."""

    fit: Fit
    derived: Derived
    formula: str
    steps: tuple[str, ...]


def fit_declared(
    frame: pd.DataFrame,
    fixed: str,
    derived: Derived,
    levels: Mapping[str, Sequence[str]] | None = None,
    *,
    family: Family = "binomial",
    reml: bool = True,
    ratings: Sequence[str] = (),
) -> DeclaredFit:
    """fixed: `correct ~ arm * block`, the response and the fixed effects.  The rest as for `fit`."""
    steps: list[str] = []
    while True:
        formula = f"{fixed} + {derived.text}"
        found = fit(frame, formula, levels, family=family, reml=reml, ratings=ratings)
        leaving = _leaving(found, derived)
        if leaving is None:
            return DeclaredFit(found, derived, formula, tuple(steps))
        group, term, reason = leaving
        derived = derived.without(group, term)
        steps.append(f"the slope of {term} by {group} was left out: {reason}")


def _leaving(found: Fit, derived: Derived) -> tuple[str, str, str] | None:
    """The slope to leave out next; None where the fit stands."""
    sizes = {(each.group, term): _size(found, each, term) for each in derived.slopes for term in each.terms}
    if not sizes:
        return None
    (group, term), smallest = min(sizes.items(), key=lambda pair: pair[1])
    if found.status == "not_converged":
        return group, term, "the fit did not converge"
    return (group, term, "its variance was estimated as zero") if smallest < AT_BOUNDARY else None


def _size(found: Fit, slopes: Slopes, term: str) -> float:
    """The largest standard deviation among the columns of a term."""
    group = slopes.group
    if slopes.as_cells:
        return float(found.sd[slopes.cells(term)][0])
    at = [each.name for each in found.model.groupings].index(group)
    (spec,) = found.model.specs[1][at]
    columns = {frozenset(str(each).split(":")): places for each, places in spec.term_indices.items()}
    return float(np.max(found.sd[group][columns[frozenset(term.split(":"))]]))
