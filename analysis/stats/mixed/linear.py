"""A linear mixed model by REML or maximum likelihood."""

import numpy as np

from analysis.stats.mixed.fitted import Fit
from analysis.stats.mixed.formula import FormulaError
from analysis.stats.mixed.gaussian import Gaussian
from analysis.stats.mixed.grouping import on_diagonal, split
from analysis.stats.mixed.model import Model
from analysis.stats.mixed.optimise import Problem, minimise
from analysis.stats.mixed.scaling import covariance, whitened
from analysis.stats.mixed.verdict import status_of


def fit_linear(model: Model, reml: bool = True) -> Fit:
    """reml: restricted maximum likelihood, else maximum likelihood."""
    _refuse_saturated(model)
    white, back = whitened(model.x)
    gaussian = Gaussian(white, model.groupings, model.y, reml)
    found = minimise(problem_of(gaussian))
    solved = gaussian.solve(found.at)
    sigma = gaussian.sigma(solved)
    status, notes = status_of(model, found, found.at, [])
    parts = zip(model.groupings, split(model.groupings, found.at), solved.modes, strict=True)
    return Fit(
        model=model,
        family="gaussian",
        beta=back @ solved.beta,
        vcov=sigma**2 * back @ solved.unscaled @ back.T,
        theta=found.at,
        sigma=sigma,
        loglik=-found.deviance / 2 + (float(np.linalg.slogdet(back)[1]) if reml else 0.0),
        reml=reml,
        status=status,
        notes=notes,
        joint=covariance(found),
        modes={each.name: u @ each.factor(part).T for each, part, u in parts},
        prior_precision=np.zeros(solved.beta.size),
    )


def problem_of(gaussian: Gaussian) -> Problem:
    """The search for a linear model's theta, from relative standard deviations of 1."""
    diagonal = on_diagonal(gaussian.groupings)
    scale = np.concatenate([np.full(each.n_free, np.sqrt(len(each.levels))) for each in gaussian.groupings])
    return Problem(gaussian.deviance, diagonal.astype("float64"), diagonal, scale)


def _refuse_saturated(model: Model) -> None:
    if not np.isfinite(model.y).all():
        raise FormulaError(f"{model.formula.response}: a value is not finite")
    for each in model.groupings:
        if each.n_columns >= model.y.size:
            raise FormulaError(
                f"{model.formula.text!r}: {each.n_columns} random effects of {each.name} for {model.y.size} rows; "
                "the residual cannot be told from them"
            )
