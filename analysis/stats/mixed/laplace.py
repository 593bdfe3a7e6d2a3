"""Laplace's approximation to the deviance of a mixed model, with its gradient.

Derived from Bates, Maechler, Bolker and Walker (2015), "Fitting linear mixed-effects models using lme4", for the
penalised system and theta; the gradient is our own: theirs is numeric.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.stats.mixed.grouping import Grouping, Values, split
from analysis.stats.mixed.likelihoods import Likelihood, Slopes
from analysis.stats.mixed.structure import Structure
from analysis.stats.mixed.system import OutOfRange, System

MAX_STEPS = 60
CLOSE_ENOUGH = 1e-10  # of a Newton decrement, in units of deviance
HALVINGS = 25


@dataclass(frozen=True)
class Parameters:
    """theta: of the relative covariance factors; beta: fixed effects; extra: of the likelihood."""

    theta: Values
    beta: Values
    extra: Values

    def flat(self) -> Values:
        """One after the other."""
        return np.concatenate([self.theta, self.beta, self.extra])


class Laplace:
    """The deviance of a model as a function of its parameters.

    x: (N, p).  offset: (N,), added to the linear predictor.
    """

    def __init__(self, x: Values, groupings: Sequence[Grouping], likelihood: Likelihood, offset: Values) -> None:
        self.x, self.groupings, self.likelihood, self.offset = x, tuple(groupings), likelihood, offset
        self.structure = Structure(groupings)
        self.penalty = np.zeros((x.shape[1], x.shape[1]))  # precision of a normal prior on beta
        self._modes = [np.zeros((len(each.levels), each.n_effects)) for each in self.groupings]

    def parameters(self, flat: Values) -> Parameters:
        """The parts of a flat array."""
        n_theta = sum(each.n_free for each in self.groupings)
        n_beta = self.x.shape[1]
        return Parameters(flat[:n_theta], flat[n_theta : n_theta + n_beta], flat[n_theta + n_beta :])

    def deviance(self, at: Parameters) -> tuple[float, Values]:
        """Minus twice the approximate log-likelihood, and its gradient by theta, beta and extra; inf out of range."""
        try:
            return self._deviance(at)
        except OutOfRange:
            self._modes = [np.zeros_like(each) for each in self._modes]
            return np.inf, np.zeros(at.flat().size)

    def modes(self, at: Parameters) -> list[Values]:
        """The conditional modes of the random effects, per grouping factor (n, k), on the scale of the predictor."""
        factors = [
            each.factor(part) for each, part in zip(self.groupings, split(self.groupings, at.theta), strict=True)
        ]
        self.deviance(at)
        return [modes @ factor.T for modes, factor in zip(self._modes, factors, strict=True)]

    def _deviance(self, at: Parameters) -> tuple[float, Values]:
        factors = [
            each.factor(part) for each, part in zip(self.groupings, split(self.groupings, at.theta), strict=True)
        ]
        scaled = [each.columns @ factor for each, factor in zip(self.groupings, factors, strict=True)]
        base = self.x @ at.beta + self.offset
        eta, slopes, system = self._find_modes(scaled, base, at.extra)
        penalty = sum(float((each**2).sum()) for each in self._modes)
        prior = float(at.beta @ self.penalty @ at.beta)
        deviance = -2 * (self.likelihood.loglik(eta, at.extra)) + penalty + system.log_determinant + prior
        return deviance, self._gradient(at, scaled, (eta, slopes, system))

    def _predictor(self, scaled: Sequence[Values], modes: Sequence[Values]) -> Values:
        rows = (z * each.of_rows(u) for each, z, u in zip(self.groupings, scaled, modes, strict=True))
        return np.asarray(np.sum([row.sum(axis=1) for row in rows], axis=0))

    def _find_modes(self, scaled: Sequence[Values], base: Values, extra: Values) -> tuple[Values, Slopes, System]:
        """Newton's method on the penalised log-likelihood, with steps halved until it rises; from the last modes."""
        modes = self._modes
        eta = base + self._predictor(scaled, modes)
        value = self._penalised(eta, modes, extra)
        if not np.isfinite(value):
            modes = [np.zeros_like(each) for each in modes]
            eta = base
            value = self._penalised(eta, modes, extra)
        for _ in range(MAX_STEPS):
            slopes = self.likelihood.slopes(eta, extra)
            system = System(self.structure, scaled, slopes.weight)
            uphill = [
                each.summed(z * slopes.score[:, None]) - u
                for each, z, u in zip(self.groupings, scaled, modes, strict=True)
            ]
            step = system.solve(uphill)
            decrement = sum(float((a * b).sum()) for a, b in zip(uphill, step, strict=True))
            if decrement <= CLOSE_ENOUGH:
                break
            along = self._predictor(scaled, step)
            for halving in range(HALVINGS):
                size = 0.5**halving
                new = [u + size * s for u, s in zip(modes, step, strict=True)]
                better = self._penalised(eta + size * along, new, extra)
                if better <= value + 1e-12 * abs(value):
                    break
            else:
                break
            modes, eta, value = new, eta + size * along, better
        self._modes = modes
        return eta, slopes, system

    def _penalised(self, eta: Values, modes: Sequence[Values], extra: Values) -> float:
        with np.errstate(over="ignore", invalid="ignore"):
            return -2 * self.likelihood.loglik(eta, extra) + sum(float((each**2).sum()) for each in modes)

    def _gradient(self, at: Parameters, scaled: Sequence[Values], found: tuple[Values, Slopes, System]) -> Values:
        """By theta, beta, extra: directly, through the weights in log|H|, and through the modes that move with them."""
        eta, slopes, system = found
        inverse = system.of_rows()
        leverage = np.sum([(k * z).sum(axis=1) for k, z in zip(inverse, scaled, strict=True)], axis=0)
        through = leverage * slopes.change
        moved = system.solve(
            [each.summed(z * through[:, None]) for each, z in zip(self.groupings, scaled, strict=True)]
        )
        moving = self._predictor(scaled, moved)
        by_eta = through - 2 * slopes.score - slopes.weight * moving
        by_theta = []
        for each, k, u, a in zip(self.groupings, inverse, self._modes, moved, strict=True):
            rows = by_eta[:, None] * each.of_rows(u) + slopes.score[:, None] * each.of_rows(a)
            rows += 2 * slopes.weight[:, None] * k
            by_theta.append((each.columns.T @ rows)[each.places])
        by_beta = self.x.T @ by_eta + 2 * self.penalty @ at.beta
        return np.concatenate([*by_theta, by_beta, self._by_extra(eta, at.extra, leverage, moving)])

    def _by_extra(self, eta: Values, extra: Values, leverage: Values, moving: Values) -> Values:
        if self.likelihood.n_extra == 0:
            return np.empty(0)
        by = self.likelihood.extra_slopes(eta, extra)
        return np.asarray(-2 * by.loglik.sum(axis=0) + leverage @ by.weight + moving @ by.score)
