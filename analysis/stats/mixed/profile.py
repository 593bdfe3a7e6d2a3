"""Profile-likelihood intervals of a combination of fixed effects: what a likelihood-ratio test would not reject."""

from collections.abc import Callable

import numpy as np
from scipy import linalg, stats

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable
from analysis.stats.mixed import linear, logistic
from analysis.stats.mixed.fitted import Fit
from analysis.stats.mixed.gaussian import Gaussian
from analysis.stats.mixed.grouping import Values
from analysis.stats.mixed.laplace import Laplace
from analysis.stats.mixed.likelihoods import Binomial
from analysis.stats.mixed.optimise import Problem, descend

CLOSE = 1e-4  # of the signed root of the deviance
MAX_STEPS = 25
FARTHEST = 12.0  # standard errors beyond which a limit is not looked for

Deviance = Callable[[float], float]


def profile_interval(fit: Fit, weights: Values, level: float = 0.95) -> Interval | NotEstimable:
    """The interval of weights @ beta; all other parameters are at their best for each value tried.

    A linear model is profiled by maximum likelihood.  weights: (p,).
    """
    if fit.status in ("separated", "not_converged"):
        return NotEstimable(f"the model's status is {fit.status}")
    deviance = _deviance_of(fit, weights)
    estimate = float(weights @ fit.beta)
    std_error = float(np.sqrt(weights @ fit.vcov @ weights))
    reach = float(stats.norm.ppf((1 + level) / 2))
    lowest = deviance(estimate)
    ends = [_limit(deviance, (estimate, lowest), std_error, sign * reach) for sign in (-1, 1)]
    low, high = ends
    if isinstance(low, NotEstimable):
        return low
    return high if isinstance(high, NotEstimable) else Interval(low, high, level)


def _limit(deviance: Deviance, best: tuple[float, float], std_error: float, root: float) -> float | NotEstimable:
    """Where the signed root of the rise in deviance is `root`: by secants, for it is nearly a straight line."""
    estimate, lowest = best
    inner, inner_root = estimate, 0.0
    outer = estimate + root * std_error
    for _ in range(MAX_STEPS):
        outer_root = float(np.sign(root) * np.sqrt(max(0.0, deviance(outer) - lowest)))
        if abs(outer_root - root) < CLOSE:
            return outer
        slope = (outer_root - inner_root) / (outer - inner)
        following = outer + (root - outer_root) / slope if slope > 0 else estimate + 1.5 * (outer - estimate)
        if abs(following - estimate) > FARTHEST * std_error:
            return NotEstimable("the likelihood does not fall far enough on one side for a limit")
        inner, inner_root, outer = outer, outer_root, following
    return NotEstimable("the search for a limit of the profile did not end")


def _deviance_of(fit: Fit, weights: Values) -> Deviance:
    """The smallest deviance for a given value of weights @ beta, searched from where the last one was found."""
    model = fit.model
    along = model.x @ (weights / (weights @ weights))
    rest = model.x @ linalg.null_space(weights[None, :])
    last: list[Values] = []

    def deviance(value: float) -> float:
        problem = _problem(fit, rest, value * along)
        found, smallest = descend(problem, last[-1] if last else _begin(fit, problem))
        last.append(found)
        return smallest

    return deviance


def _problem(fit: Fit, x: Values, offset: Values) -> Problem:
    model = fit.model
    if fit.family == "gaussian":
        return linear.problem_of(Gaussian(x, model.groupings, model.y - offset, reml=False))
    laplace = Laplace(x, model.groupings, Binomial(model.y, model.trials), offset)
    return logistic.problem_of(laplace, float(model.trials.sum()))


def _begin(fit: Fit, problem: Problem) -> Values:
    start = problem.start.copy()
    start[: fit.theta.size] = fit.theta
    return start
