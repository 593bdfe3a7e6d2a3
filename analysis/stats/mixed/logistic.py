"""A logistic mixed model by maximum likelihood with Laplace's approximation."""

import numpy as np
from scipy import linalg

from analysis.stats.mixed.fitted import Fit
from analysis.stats.mixed.formula import FormulaError
from analysis.stats.mixed.grouping import on_diagonal
from analysis.stats.mixed.laplace import Laplace
from analysis.stats.mixed.likelihoods import Binomial
from analysis.stats.mixed.model import Model
from analysis.stats.mixed.optimise import Problem, minimise
from analysis.stats.mixed.scaling import covariance, transformed, whitened
from analysis.stats.mixed.separation import separated_terms
from analysis.stats.mixed.verdict import status_of

PRIOR_SD = 5.0  # of a coefficient that has no finite estimate, in logits


def fit_logistic(model: Model) -> Fit:
    """The fit; terms that separate right from wrong are held by a weak normal prior, and the status says so."""
    _refuse_no_counts(model)
    separated = separated_terms(model.x, model.y, model.trials)
    precision = np.zeros(model.x.shape[1])
    precision[list(separated)] = PRIOR_SD**-2
    white, back = whitened(model.x)
    laplace = Laplace(white, model.groupings, Binomial(model.y, model.trials), np.zeros(model.y.size))
    laplace.penalty = back.T @ np.diag(precision) @ back
    found = minimise(problem_of(laplace, float(model.trials.sum())))
    n_theta = sum(each.n_free for each in model.groupings)
    at = laplace.parameters(found.at)
    beta = back @ at.beta
    joint = transformed(covariance(found), linalg.block_diag(np.eye(n_theta), back))
    status, notes = status_of(model, found, at.theta, [model.terms[place] for place in separated])
    return Fit(
        model=model,
        family="binomial",
        beta=beta,
        vcov=joint[n_theta:, n_theta:],
        theta=at.theta,
        sigma=None,
        loglik=-(found.deviance - float(precision @ beta**2)) / 2,
        reml=False,
        status=status,
        notes=notes,
        joint=joint,
        modes=dict(zip((each.name for each in model.groupings), laplace.modes(at), strict=True)),
        prior_precision=precision,
    )


def _refuse_no_counts(model: Model) -> None:
    y, trials = model.y, model.trials
    wrong = (y < 0) | (y > trials) | (y != np.round(y)) | (trials != np.round(trials))
    if wrong.any():
        value = y[wrong.argmax()]
        raise FormulaError(
            f"{model.formula.response}: {value:g} is not 0 or 1; a logistic model takes answers or counts"
        )


def problem_of(laplace: Laplace, n_answers: float) -> Problem:
    """The search for a logistic model's parameters, from relative standard deviations of 1 and no fixed effects."""
    diagonal = on_diagonal(laplace.groupings)
    n_beta = laplace.x.shape[1]
    of_theta = [np.full(each.n_free, np.sqrt(len(each.levels))) for each in laplace.groupings]
    return Problem(
        objective=lambda flat: laplace.deviance(laplace.parameters(flat)),
        start=np.append(diagonal.astype("float64"), np.zeros(n_beta)),
        not_negative=np.append(diagonal, np.zeros(n_beta, dtype=bool)),
        scale=np.concatenate([*of_theta, np.full(n_beta, np.sqrt(0.2 * n_answers))]),
    )
