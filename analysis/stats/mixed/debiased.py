"""Variances of a logistic mixed model, enlarged by what maximum likelihood and Laplace's approximation lose of them.

Both underestimate how much people and images differ, so that intervals are too short where there are few of them.  The
loss is seen in answers simulated from the fit itself: one step of a parametric bootstrap, on the scale of variances,
never downwards.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import linalg
from scipy.special import expit

from analysis.stats.mixed.fitted import Fit
from analysis.stats.mixed.grouping import Values, split
from analysis.stats.mixed.laplace import Laplace
from analysis.stats.mixed.likelihoods import Binomial
from analysis.stats.mixed.logistic import problem_of
from analysis.stats.mixed.optimise import AT_BOUNDARY, curvature, descend
from analysis.stats.mixed.scaling import transformed, whitened

MOST_DRAWS, FEWEST_DRAWS = 20, 4
ROWS_IN_ALL = 100_000  # simulated answers: enough draws where there are few answers, a few where there are many
SLOW = 1_000  # levels beside those of the largest grouping factor


@dataclass(frozen=True)
class Debiased:
    """The fit with larger variances; of beta, vcov and joint, what they are then.  n_draws: simulated data sets."""

    fit: Fit
    n_draws: int


def debiased(fit: Fit, seed: int = 0) -> Debiased:
    """Of a logistic model whose random effects are independent; modes stay as they were.

    ValueError for other models: of a linear one REML does this.
    """
    diagonal = all((each.free == np.eye(each.n_effects)).all() for each in fit.model.groupings)
    if fit.family != "binomial" or not diagonal:
        raise ValueError("only a logistic model with independent random effects can be corrected so")
    n_draws = _n_draws(fit)
    free = fit.theta >= AT_BOUNDARY
    if not free.any():
        return Debiased(fit, 0)
    rng = np.random.default_rng(seed)
    drawn = np.mean([_redone(fit, _simulated(fit, rng)) ** 2 for _ in range(n_draws)], axis=0)
    variances = np.where(free, np.maximum(fit.theta**2, 2 * fit.theta**2 - drawn), 0.0)
    return Debiased(_at(fit, np.sqrt(variances)), n_draws)


def _n_draws(fit: Fit) -> int:
    """As many as the rows ask for; the fewest where a fit takes long, for many levels are left beside the largest."""
    levels = list(fit.n_levels.values())
    if sum(levels) - max(levels) > SLOW:
        return FEWEST_DRAWS
    return int(np.clip(np.ceil(ROWS_IN_ALL / fit.n_obs), FEWEST_DRAWS, MOST_DRAWS))


def _simulated(fit: Fit, rng: np.random.Generator) -> Values:
    """Answers of other people and images like these: (N,)."""
    model = fit.model
    eta = model.x @ fit.beta
    for each, theta in zip(model.groupings, split(model.groupings, fit.theta), strict=True):
        modes = rng.standard_normal((len(each.levels), each.n_effects)) @ each.factor(theta).T
        eta = eta + (each.columns * each.of_rows(modes)).sum(axis=1)
    return rng.binomial(model.trials.astype("int64"), expit(eta)).astype("float64")


def _redone(fit: Fit, y: Values) -> Values:
    """The standard deviations that those answers give, searched from those of the fit."""
    laplace, back = _laplace(fit, y)
    start = np.append(fit.theta, np.linalg.solve(back, fit.beta))
    found, _ = descend(problem_of(laplace, float(fit.model.trials.sum())), start)
    return found[: fit.theta.size]


def _laplace(fit: Fit, y: Values) -> tuple[Laplace, Values]:
    white, back = whitened(fit.model.x)
    laplace = Laplace(white, fit.model.groupings, Binomial(y, fit.model.trials), np.zeros(y.size))
    laplace.penalty = back.T @ np.diag(fit.prior_precision) @ back
    return laplace, back


def _at(fit: Fit, theta: Values) -> Fit:
    """The fit with those standard deviations: fixed effects at their best, and the covariance there."""
    laplace, back = _laplace(fit, fit.model.y)
    n = theta.size

    def objective(flat: Values) -> tuple[float, Values]:
        return laplace.deviance(laplace.parameters(flat))

    at = np.append(theta, np.linalg.solve(back, fit.beta))
    only_beta = np.append(np.zeros(n, dtype=bool), np.ones(at.size - n, dtype=bool))
    for _ in range(2):  # of Newton; the fixed effects hardly move
        hessian = curvature(objective, at, only_beta)[n:, n:]
        at[n:] -= np.linalg.solve(hessian, objective(at)[1][n:])
    free = np.append(theta >= AT_BOUNDARY, only_beta[n:])
    joint = transformed(_inverse(curvature(objective, at, free), free, n), linalg.block_diag(np.eye(n), back))
    return replace(fit, theta=theta, beta=back @ at[n:], vcov=joint[n:, n:], joint=joint)


def _inverse(hessian: Values, free: Values, n_theta: int) -> Values:
    """Twice the inverse of the deviance's Hessian; where it does not curve upwards, as if variances were known."""
    inside = np.ix_(free, free)
    made = np.full_like(hessian, np.nan)
    if np.linalg.eigvalsh(hessian[inside]).min() > 0:
        made[inside] = 2 * np.linalg.inv(hessian[inside])
        return made
    made[inside] = 0.0
    made[n_theta:, n_theta:] = 2 * np.linalg.inv(hessian[n_theta:, n_theta:])
    return made
