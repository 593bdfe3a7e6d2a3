"""The JZS Bayes factor of a t test: how much the data speak for a difference against none.

Rouder, Speckman, Sun, Morey and Iverson (2009): under the alternative the standardised difference has a Cauchy prior
of a given scale, the variance Jeffreys' prior; under the null the difference is exactly 0.
"""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from scipy.special import logsumexp

from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.ties import varies

MEDIUM = sqrt(2) / 2
SCALES = (MEDIUM, 1.0, sqrt(2))
LARGEST_LOG = 709.0  # of a float

# Of the prior's mixing variable g, whose density vanishes below e**-7, and whose tail (about 1 / g) does above e**100.
LOG_G = np.linspace(-7.0, 100.0, 10_701)


@dataclass(frozen=True)
class BayesFactor:
    """scale: r, of the Cauchy prior on the standardised difference.  log_bf10: natural logarithm."""

    scale: float
    log_bf10: float

    @property
    def bf10(self) -> float:
        """How many times better the alternative predicts the data than the null; inf beyond floating point."""
        return exp(self.log_bf10) if self.log_bf10 < LARGEST_LOG else float("inf")

    @property
    def bf01(self) -> float:
        """How many times better the null predicts them; inf beyond floating point."""
        return exp(-self.log_bf10) if self.log_bf10 > -LARGEST_LOG else float("inf")


def two_sample(first: Values, second: Values, scale: float = MEDIUM) -> BayesFactor | NotEstimable:
    """Of two groups of participants, by Student's t: it supposes equal spread in both groups."""
    m, n = first.size, second.size
    if min(m, n) < 2:
        return NotEstimable("each group needs two participants")
    if not varies(first) and not varies(second):
        return NotEstimable("within each group all participants have the same value: no spread to judge by")
    df = m + n - 2
    pooled = (np.var(first, ddof=1) * (m - 1) + np.var(second, ddof=1) * (n - 1)) / df
    size = m * n / (m + n)
    return of_t(float(np.mean(first) - np.mean(second)) / sqrt(pooled / size), df, size, scale)


def one_sample(differences: Values, scale: float = MEDIUM) -> BayesFactor | NotEstimable:
    """Of one value per participant against 0, as of paired differences; scale: in their standard deviations."""
    n = differences.size
    if n < 2:
        return NotEstimable("a t test needs two participants")
    if not varies(differences):
        return NotEstimable("all participants have the same value: no spread to judge by")
    t = float(np.mean(differences) / np.std(differences, ddof=1)) * sqrt(n)
    return of_t(t, n - 1, n, scale)


def sensitivity(
    first: Values, second: Values | None = None, scales: tuple[float, ...] = SCALES
) -> tuple[BayesFactor, ...] | NotEstimable:
    """The Bayes factor under narrow, wide and very wide priors, one per scale; one-sample where there is no second."""
    found = [one_sample(first, scale) if second is None else two_sample(first, second, scale) for scale in scales]
    lacking = next((each for each in found if isinstance(each, NotEstimable)), None)
    return lacking or tuple(each for each in found if isinstance(each, BayesFactor))


def of_t(t: float, df: float, size: float, scale: float) -> BayesFactor:
    """Of a t statistic.  size: n of one group, or m n / (m + n) of two.

    The integral over g is the trapezium rule in log g: for so smooth a bump that is exact to about 1e-9.
    """
    shrunk = 1 + size * scale**2 * np.exp(LOG_G)
    density = -log(2 * np.pi) / 2 - 0.5 * LOG_G - np.exp(-LOG_G) / 2
    integrand = density - np.log(shrunk) / 2 - (df + 1) / 2 * np.log1p(t**2 / (shrunk * df))
    alternative = float(logsumexp(integrand)) + log(LOG_G[1] - LOG_G[0])
    return BayesFactor(scale, alternative + (df + 1) / 2 * float(np.log1p(t**2 / df)))
