"""Mixed models with crossed random effects of participants and images: logistic and linear.

    fit(frame, "correct ~ condition * block + (1 + block || participant) + (1 | item)",
        levels={"condition": ["none", "xnn"]})

The formula language is lme4's, and so are the names of terms.  Departure: `||` makes the contrast columns of a factor
independent of each other, as the R package afex does; lme4 alone would not.  A logistic model is fitted by maximum
likelihood with Laplace's approximation; standard errors are from the Hessian of theta and beta together.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.stats.mixed.fitted import Estimate, Family, Fit, Status
from analysis.stats.mixed.formula import FormulaError, parse
from analysis.stats.mixed.linear import fit_linear
from analysis.stats.mixed.logistic import fit_logistic
from analysis.stats.mixed.model import build
from analysis.stats.mixed.ordinal import fit_ordinal

__all__ = ["Estimate", "Family", "Fit", "FormulaError", "Status", "fit"]


def fit(
    frame: pd.DataFrame,
    formula: str,
    levels: Mapping[str, Sequence[str]] | None = None,
    *,
    family: Family = "binomial",
    reml: bool = True,
    ratings: Sequence[str] = (),
) -> Fit:
    """The fitted model; a fit that did not work says so in `status`, it does not raise.

    levels: a factor's levels in order, the first being the reference; of others the first in the alphabet is.
    family: binomial, gaussian, or ordinal, which needs the scale's `ratings` from the lowest to the highest.
    reml: of a linear model; others are always by maximum likelihood.
    FormulaError where the formula does not fit the table.
    """
    model = build(parse(formula), frame, levels)
    if family == "gaussian":
        return fit_linear(model, reml)
    return fit_ordinal(model, tuple(ratings)) if family == "ordinal" else fit_logistic(model)
