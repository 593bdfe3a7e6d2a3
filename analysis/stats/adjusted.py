"""Differences between groups, adjusted for a covariate, where the spreads may differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats

from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.hc3 import least_squares
from analysis.stats.intervals import Difference, t_interval


@dataclass(frozen=True)
class Group:
    """One group of participants.  before, after: (n,), the covariate and the outcome of each."""

    before: Values
    after: Values


@dataclass(frozen=True)
class Adjusted:
    """Outcomes explained by groups and one common slope of the covariate, which is centred over all participants.

    means: per group, at the mean of the covariate; covariance: of the means and, last, the slope.  df: residual.
    """

    names: tuple[str, ...]
    coefficients: Values
    covariance: Values
    df: float

    @property
    def slope(self) -> float:
        """By how much the outcome differs with the covariate within groups."""
        return float(self.coefficients[-1])

    def mean(self, name: str) -> float:
        """The group's mean at the mean of the covariate."""
        return float(self.coefficients[self.names.index(name)])

    def difference(self, first: str, second: str, level: float) -> Difference | NotEstimable:
        """The first group's mean minus the second's, with the two-sided test and interval."""
        weights = np.zeros(self.coefficients.size)
        weights[self.names.index(first)], weights[self.names.index(second)] = 1.0, -1.0
        estimate, variance = float(weights @ self.coefficients), float(weights @ self.covariance @ weights)
        if variance < 1e-20:
            return NotEstimable("the covariate explains every participant's value: no spread to judge by")
        std_error = sqrt(variance)
        t = estimate / std_error
        p = float(2 * stats.t.sf(abs(t), self.df))
        return Difference(estimate, std_error, self.df, t, p, t_interval(estimate, std_error, self.df, level))


def adjusted(groups: Mapping[str, Group]) -> Adjusted | NotEstimable:
    """Ordinary least squares with the covariance HC3 of MacKinnon and White (1985), as Long and Ervin (2000) advise."""
    before = np.concatenate([group.before for group in groups.values()]) if groups else np.empty(0)
    after = np.concatenate([group.after for group in groups.values()]) if groups else np.empty(0)
    n, width = after.size, len(groups) + 1
    if n <= width:
        return NotEstimable(f"{width} coefficients need more than {width} participants, here: {n}")
    member = np.repeat(np.eye(len(groups)), [group.after.size for group in groups.values()], axis=0)
    design = np.column_stack([member, before - before.mean()])
    if np.linalg.matrix_rank(design) < width:
        return NotEstimable("within each group all participants have the same value of the covariate")
    found = least_squares(design, after)
    if isinstance(found, NotEstimable):
        return NotEstimable("a participant is alone in its group, or with its value of the covariate")
    return Adjusted(tuple(groups), found.coefficients, found.covariance, found.df)
