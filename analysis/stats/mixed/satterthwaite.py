"""Degrees of freedom of a fixed effect of a linear mixed model, after Satterthwaite, as in the R package lmerTest.

df = 2 V^2 / Var(V), with V the variance of the effect as a function of theta and sigma, and Var(V) by the delta
method from the curvature of the restricted deviance.
"""

from collections.abc import Callable

import numpy as np
from scipy import linalg

from analysis.stats.mixed.fitted import Fit
from analysis.stats.mixed.gaussian import Gaussian
from analysis.stats.mixed.grouping import Values, on_diagonal
from analysis.stats.mixed.optimise import AT_BOUNDARY, curvature

STEP = 1e-4


def satterthwaite_df(fit: Fit, weights: Values) -> float:
    """Of weights @ beta, (p,); a standard deviation at nought counts as known.  ValueError for a logistic model."""
    if fit.sigma is None:
        raise ValueError("a logistic model has no residual degrees of freedom")
    gaussian = Gaussian(fit.model.x, fit.model.groupings, fit.model.y, fit.reml)
    at = np.append(fit.theta, fit.sigma)
    free = np.append(~(on_diagonal(fit.model.groupings) & (fit.theta < AT_BOUNDARY)), True)

    def deviance(parameters: Values) -> tuple[float, Values]:
        return gaussian.deviance_at(parameters[:-1], parameters[-1])

    def variance(parameters: Values) -> float:
        unscaled = gaussian.solve(parameters[:-1]).unscaled
        return float(parameters[-1] ** 2 * weights @ unscaled @ weights)

    hessian = curvature(deviance, at, free)[np.ix_(free, free)]
    slopes = np.array([_slope(variance, at, place) for place in np.flatnonzero(free).tolist()])
    spread = float(slopes @ linalg.solve(hessian, 2 * slopes, assume_a="sym"))
    return 2 * variance(at) ** 2 / spread


def _slope(function: Callable[[Values], float], at: Values, place: int) -> float:
    step = np.zeros_like(at)
    step[place] = STEP * max(1.0, abs(at[place]))
    return (function(at + step) - function(at - step)) / float(2 * step[place])
