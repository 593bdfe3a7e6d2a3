"""The profiled deviance of a linear mixed model, by maximum likelihood or REML, with its gradient.

As in Bates, Maechler, Bolker and Walker (2015), sections 3.4 and 3.5; the gradient is our own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import linalg

from analysis.stats.mixed.grouping import Grouping, Values, split
from analysis.stats.mixed.structure import Structure
from analysis.stats.mixed.system import OutOfRange, System


@dataclass(frozen=True)
class Solved:
    """What follows from theta: fixed effects, random effects before scaling, and the residual variance.

    unscaled: the covariance of the fixed effects over the residual variance, (p, p).
    penalised: residual sum of squares plus that of the random effects.
    """

    beta: Values
    modes: list[Values]
    unscaled: Values
    penalised: float
    log_determinants: float
    residual: Values


class Gaussian:
    """The deviance as a function of theta.  x: (N, p), y: (N,).  reml: restricted likelihood."""

    def __init__(self, x: Values, groupings: Sequence[Grouping], y: Values, reml: bool) -> None:
        self.x, self.groupings, self.y, self.reml = x, tuple(groupings), y, reml
        self.structure = Structure(groupings)
        self.df = y.size - x.shape[1] * reml

    def deviance(self, theta: Values) -> tuple[float, Values]:
        """With the residual variance at its best; and its gradient.  inf out of range."""
        try:
            solved, gradient = self._solve(theta)
        except OutOfRange:
            return np.inf, np.zeros(theta.size)
        variance = solved.penalised / self.df
        value = solved.log_determinants + self.df * (1 + np.log(2 * np.pi * variance))
        return value, gradient[0] + gradient[1] / variance

    def deviance_at(self, theta: Values, sigma: float) -> tuple[float, Values]:
        """With that residual standard deviation; the gradient by theta, then sigma."""
        solved, (by_logs, by_penalised) = self._solve(theta)
        value = solved.log_determinants + self.df * np.log(2 * np.pi * sigma**2) + solved.penalised / sigma**2
        by_sigma = 2 * self.df / sigma - 2 * solved.penalised / sigma**3
        return value, np.append(by_logs + by_penalised / sigma**2, by_sigma)

    def solve(self, theta: Values) -> Solved:
        """Everything at that theta."""
        return self._solve(theta)[0]

    def sigma(self, solved: Solved) -> float:
        """The residual standard deviation."""
        return float(np.sqrt(solved.penalised / self.df))

    def _solve(self, theta: Values) -> tuple[Solved, tuple[Values, Values]]:
        factors = [each.factor(part) for each, part in zip(self.groupings, split(self.groupings, theta), strict=True)]
        scaled = [each.columns @ factor for each, factor in zip(self.groupings, factors, strict=True)]
        system = System(self.structure, scaled, np.ones(self.y.size))
        together = np.column_stack([self.x, self.y])
        crossed = [self._crossed(each, z, together) for each, z in zip(self.groupings, scaled, strict=True)]
        solved = system.solve(crossed)
        left = together - self._predicted(scaled, solved)  # of V^-1 [x, y], V the covariance over sigma^2
        information = self.x.T @ left[:, :-1]
        try:
            factor = linalg.cho_factor((information + information.T) / 2)
        except linalg.LinAlgError as fault:
            raise OutOfRange(str(fault)) from None
        beta = linalg.cho_solve(factor, self.x.T @ left[:, -1])
        modes = [each[..., -1] - each[..., :-1] @ beta for each in solved]
        residual = left[:, -1] - left[:, :-1] @ beta
        penalised = float(residual @ residual) + sum(float((u**2).sum()) for u in modes)
        logs = system.log_determinant
        if self.reml:
            logs += 2 * float(np.log(np.diag(factor[0])).sum())
        unscaled = linalg.cho_solve(factor, np.eye(beta.size))
        found = Solved(beta, modes, unscaled, penalised, logs, residual)
        return found, self._gradient(found, scaled, (system, left[:, :-1]))

    def _crossed(self, grouping: Grouping, scaled: Values, columns: Values) -> Values:
        """(n, k, m): (Z Lambda)' times m columns."""
        return np.stack([grouping.summed(scaled * column[:, None]) for column in columns.T], axis=2)

    def _predicted(self, scaled: Sequence[Values], modes: Sequence[Values]) -> Values:
        """(N, m): Z Lambda times m vectors of random effects."""
        parts = (
            np.einsum("ok,okm->om", z, u[each.index]) for each, z, u in zip(self.groupings, scaled, modes, strict=True)
        )
        return np.asarray(np.sum(list(parts), axis=0))

    def _gradient(self, at: Solved, scaled: Sequence[Values], found: tuple[System, Values]) -> tuple[Values, Values]:
        """By theta: of the log determinants, and of the penalised sum of squares."""
        system, left = found
        weighted = left @ at.unscaled
        by_logs, by_penalised = [], []
        for each, z, k, u in zip(self.groupings, scaled, system.of_rows(), at.modes, strict=True):
            rows = 2 * k
            if self.reml:
                rows = rows - 2 * np.einsum("op,okp->ok", weighted, self._crossed(each, z, left)[each.index])
            by_logs.append((each.columns.T @ rows)[each.places])
            by_penalised.append((-2 * each.columns.T @ (at.residual[:, None] * each.of_rows(u)))[each.places])
        return np.concatenate(by_logs), np.concatenate(by_penalised)
