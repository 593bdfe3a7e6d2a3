"""Least squares with standard errors that hold whatever the spreads are."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats

from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.intervals import Difference, t_interval

ALONE = 1 - 1e-9  # a leverage at which a value is fitted whatever it is
NO_SPREAD = 1e-20


@dataclass(frozen=True)
class LeastSquares:
    """Coefficients (p,) with their HC3 covariance (p, p).  df: residual."""

    coefficients: Values
    covariance: Values
    df: float

    def combination(self, weights: Values, level: float) -> Difference | NotEstimable:
        """weights @ coefficients with its two-sided t test and interval; weights: (p,)."""
        estimate, variance = float(weights @ self.coefficients), float(weights @ self.covariance @ weights)
        if variance < NO_SPREAD:
            return NotEstimable("every participant's value is explained: no spread to judge by")
        std_error = sqrt(variance)
        t = estimate / std_error
        p = float(2 * stats.t.sf(abs(t), self.df))
        return Difference(estimate, std_error, self.df, t, p, t_interval(estimate, std_error, self.df, level))


def least_squares(design: Values, values: Values) -> LeastSquares | NotEstimable:
    """Of values (n,) on a design (n, p), with the covariance HC3 of MacKinnon and White (1985).

    Long and Ervin (2000) advise it below 250 observations.
    """
    n, width = design.shape
    if n <= width:
        return NotEstimable(f"{width} coefficients need more than {width} participants, here: {n}")
    if np.linalg.matrix_rank(design) < width:
        return NotEstimable("the participants' values do not tell the coefficients apart")
    bread = np.linalg.inv(design.T @ design)
    coefficients = bread @ design.T @ values
    leverage = np.einsum("ij,jk,ik->i", design, bread, design)
    if leverage.max() > ALONE:
        return NotEstimable("a participant is alone with its value, so that nothing tells how sure its effect is")
    weighted = design * ((values - design @ coefficients) / (1 - leverage))[:, None]
    return LeastSquares(coefficients, bread @ weighted.T @ weighted @ bread, float(n - width))
