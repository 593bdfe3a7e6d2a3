"""Finds the smallest deviance of a mixed model: quasi-Newton steps, then Newton's own until the gradient is flat."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from analysis.stats.mixed.grouping import Values

Objective = Callable[[Values], tuple[float, Values]]

AT_BOUNDARY = 1e-4  # lme4's tolerance for a standard deviation that is nought
LARGEST = 60.0  # a relative standard deviation beyond which nothing is learned any more
FLAT = 1e-7  # what one more Newton step promises, in units of deviance, at a minimum
STEP = 1e-4
NEWTON_STEPS = 15
LIFTED = 0.1
LIFTS = 5


@dataclass(frozen=True)
class Minimum:
    """The best parameters found.

    hessian: of the deviance, (m, m); rows and columns of parameters at a boundary are NaN.
    promised: how much lower the deviance would be after one more Newton step; None where it does not curve upwards.
    """

    at: Values
    deviance: float
    hessian: Values
    free: NDArray[np.bool_]
    promised: float | None

    @property
    def converged(self) -> bool:
        """Whether this is a minimum, as far as floating point tells."""
        return self.promised is not None and self.promised < 100 * FLAT and bool((self.at < LARGEST).all())


@dataclass(frozen=True)
class Problem:
    """A deviance and where to begin.

    not_negative: parameters that are standard deviations.  scale: of each parameter, for the first steps; roughly the
    square root of how many observations tell of it.
    """

    objective: Objective
    start: Values
    not_negative: NDArray[np.bool_]
    scale: Values


def minimise(problem: Problem) -> Minimum:
    """The minimum, to the last digits that matter, with the curvature there."""
    found, _ = descend(problem, problem.start)
    return _polish(problem.objective, found, problem.not_negative)


def descend(problem: Problem, start: Values) -> tuple[Values, float]:
    """Parameters near the minimum and their deviance, good to about 1e-6; from `start`."""
    found, deviance = _quasi_newton(problem, start)
    for _ in range(LIFTS):
        lifted = _lifted(problem.objective, found, deviance, problem.not_negative)
        if lifted is None:
            break
        found, deviance = _quasi_newton(problem, lifted)
    return found, deviance


def _quasi_newton(problem: Problem, start: Values) -> tuple[Values, float]:
    scale = problem.scale

    def scaled(point: Values) -> tuple[float, Values]:
        value, gradient = problem.objective(point / scale)
        return value, gradient / scale

    limits = zip(problem.not_negative, scale, strict=True)
    bounds = [(0.0, LARGEST * size) if each else (None, None) for each, size in limits]
    options = {"maxcor": 30, "ftol": 1e-11, "gtol": 1e-4, "maxiter": 500, "maxfun": 1500}
    found = optimize.minimize(scaled, start * scale, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return found.x / scale, float(found.fun)


def _lifted(objective: Objective, at: Values, deviance: float, not_negative: NDArray[np.bool_]) -> Values | None:
    """A better place off the boundary, if there is one: at nought the deviance is flat, minimum or not."""
    low = np.flatnonzero(not_negative & (at < LIFTED / 2))
    raises = [low] if low.size < 2 else [low, *low[:, None]]
    places = []
    for raised in raises:
        place = at.copy()
        place[raised] = LIFTED
        places.append((objective(place)[0], place))
    best = min(places, key=lambda each: each[0], default=(np.inf, at))
    return best[1] if best[0] < deviance - 1e-6 else None


def _polish(objective: Objective, at: Values, not_negative: NDArray[np.bool_]) -> Minimum:
    at = np.where(not_negative & (at < AT_BOUNDARY), 0.0, at)
    deviance, gradient = objective(at)
    for steps in range(NEWTON_STEPS + 1):
        free = ~(not_negative & (at < AT_BOUNDARY))
        hessian = curvature(objective, at, free)
        step, promised = _newton(hessian, gradient, free)
        if (promised is not None and promised < FLAT) or steps == NEWTON_STEPS:
            break
        new = at + step
        new = np.where(not_negative, np.clip(new, 0.0, LARGEST), new)
        better, slope = objective(new)
        if not better <= deviance + 1e-9 * (1 + abs(deviance)):
            break
        at, deviance, gradient = new, better, slope
    return Minimum(at, deviance, hessian, free, promised)


def _newton(hessian: Values, gradient: Values, free: NDArray[np.bool_]) -> tuple[Values, float | None]:
    """Newton's step of the free parameters, downhill where the deviance curves downwards; and what it promises."""
    step = np.zeros_like(gradient)
    inside = hessian[np.ix_(free, free)]
    if not np.isfinite(inside).all():
        return step, None
    values, vectors = np.linalg.eigh(inside)
    curved = np.maximum(np.abs(values), 1e-6 * np.abs(values).max(initial=1e-300))
    along = vectors.T @ gradient[free]
    step[free] = -vectors @ (along / curved)
    is_minimum = bool((values > 0).all())
    return step, float((along**2 / curved).sum() / 2) if is_minimum else None


def curvature(objective: Objective, at: Values, free: NDArray[np.bool_]) -> Values:
    """The Hessian of the free parameters by central differences of the gradient; NaN elsewhere."""
    made = np.full((at.size, at.size), np.nan)
    places = np.flatnonzero(free)
    for place in places:
        ends = []
        for sign in (1.0, -1.0):
            moved = at.copy()
            moved[place] += sign * STEP * max(1.0, abs(at[place]))
            ends.append((moved[place], objective(moved)[1]))
        (high, above), (low, below) = ends
        made[place, places] = ((above - below) / (high - low))[places]
    inside = np.ix_(free, free)
    made[inside] = (made[inside] + made[inside].T) / 2
    return made
