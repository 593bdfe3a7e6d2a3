"""A fitted mixed model: estimates, how sure they are, and what has to be said about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from analysis.result import Interval
from analysis.stats.mixed.grouping import Grouping, Values, split
from analysis.stats.mixed.model import Model

Status = Literal["ok", "singular", "separated", "not_converged"]
Family = Literal["binomial", "gaussian", "ordinal"]


@dataclass(frozen=True)
class Estimate:
    """A linear combination of fixed effects.  df: None where the normal distribution is used."""

    estimate: float
    std_error: float
    df: float | None
    statistic: float
    p: float
    interval: Interval


@dataclass(frozen=True)
class Fit:
    """A fitted model.

    terms: names of the fixed effects, as R has them; beta, se: theirs, (p,); vcov: (p, p).
    theta: relative covariance factors; sd: per grouping factor the standard deviations of its effects, (k,), in the
    order of `effects`; correlation: (k, k).  sigma: residual standard deviation, None for a binomial response.
    loglik: by Laplace's approximation for a binomial response; for reml the restricted one.
    status: separated (fixed effects have no finite estimate; a weak prior holds them), not_converged, singular (a
    standard deviation or correlation is at its limit), else ok.  notes: the same and more, in sentences.
    joint: covariance of theta, beta and thresholds together; NaN of parameters at a limit; of a linear model, of theta.
    thresholds: of an ordinal model, between the neighbouring `ratings`.
    """

    model: Model
    family: Family
    beta: Values
    vcov: Values
    theta: Values
    sigma: float | None
    loglik: float
    reml: bool
    status: Status
    notes: tuple[str, ...]
    joint: Values
    modes: Mapping[str, Values]
    prior_precision: Values
    thresholds: Values | None = None
    ratings: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the fixed effects."""
        return self.model.terms

    @property
    def se(self) -> Values:
        """Standard errors of the fixed effects."""
        return np.sqrt(np.diag(self.vcov))

    @property
    def covariances(self) -> dict[str, Values]:
        """Covariance matrix of the random effects, per grouping factor, on the scale of the linear predictor."""
        parts = zip(self.model.groupings, split(self.model.groupings, self.theta), strict=True)
        scale = 1.0 if self.sigma is None else self.sigma
        return {each.name: scale**2 * _square(each, part) for each, part in parts}

    @property
    def sd(self) -> dict[str, Values]:
        """Standard deviations of the random effects, per grouping factor."""
        return {name: np.sqrt(np.diag(each)) for name, each in self.covariances.items()}

    @property
    def correlation(self) -> dict[str, Values]:
        """Correlations of the random effects, per grouping factor; NaN with an effect that does not vary."""
        made = {}
        for name, each in self.covariances.items():
            size = np.sqrt(np.diag(each))
            with np.errstate(invalid="ignore", divide="ignore"):
                made[name] = each / np.outer(size, size)
        return made

    @property
    def effects(self) -> dict[str, tuple[str, ...]]:
        """Names of the random effects, per grouping factor."""
        return {each.name: each.effects for each in self.model.groupings}

    @property
    def n_levels(self) -> dict[str, int]:
        """Levels per grouping factor."""
        return {each.name: len(each.levels) for each in self.model.groupings}

    @property
    def n_obs(self) -> int:
        """Rows of the fit."""
        return int(self.model.y.size)

    @property
    def n_parameters(self) -> int:
        """Estimated parameters."""
        return self.theta.size + self.beta.size + (self.sigma is not None) + max(0, len(self.ratings) - 1)

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return -2 * self.loglik + 2 * self.n_parameters

    @property
    def p(self) -> Values:
        """Two-sided p values of the fixed effects by the normal distribution."""
        return np.asarray(2 * stats.norm.sf(np.abs(self.beta / self.se)))

    def weights(self, combination: Mapping[str, float]) -> Values:
        """(p,): a combination named by terms; KeyError names a term that is not there."""
        unknown = set(combination) - set(self.terms)
        if unknown:
            raise KeyError(f"no term {', '.join(sorted(unknown))}; there are {', '.join(self.terms)}")
        return np.array([combination.get(term, 0.0) for term in self.terms])

    def contrast(self, weights: Values, level: float = 0.95, df: float | None = None) -> Estimate:
        """weights @ beta with its Wald interval and test; with df, by Student's t distribution."""
        estimate = float(weights @ self.beta)
        std_error = float(np.sqrt(weights @ self.vcov @ weights))
        found = stats.norm if df is None else stats.t(df)
        statistic = estimate / std_error
        reach = std_error * float(found.ppf((1 + level) / 2))
        interval = Interval(estimate - reach, estimate + reach, level)
        return Estimate(estimate, std_error, df, statistic, float(2 * found.sf(abs(statistic))), interval)


def _square(grouping: Grouping, theta: Values) -> Values:
    factor = grouping.factor(theta)
    return np.asarray(factor @ factor.T)


def is_singular(groupings: tuple[Grouping, ...], theta: Values, tolerance: float) -> bool:
    """Whether a standard deviation is nought or a correlation is one, as lme4 has it."""
    parts = zip(groupings, split(groupings, theta), strict=True)
    return any(bool((np.abs(np.diag(each.factor(part))) < tolerance).any()) for each, part in parts)
