"""What one row says of the linear predictor: log-likelihood and its derivatives."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import expit, gammaln

from analysis.stats.mixed.grouping import Values


@dataclass(frozen=True)
class Slopes:
    """Per row: derivatives of the log-likelihood by the linear predictor eta.

    score: first.  weight: minus the second.  change: derivative of the weight, which is minus the third.
    """

    score: Values
    weight: Values
    change: Values


@dataclass(frozen=True)
class ExtraSlopes:
    """Per row and further parameter, (N, m): derivatives of loglik, score and weight by that parameter."""

    loglik: Values
    score: Values
    weight: Values


class Likelihood(Protocol):
    """A response whose log-likelihood is concave in the linear predictor.  extra: parameters beside it, (m,)."""

    @property
    def n_extra(self) -> int:
        """How many further parameters there are."""
        ...

    def slopes(self, eta: Values, extra: Values) -> Slopes:
        """At that linear predictor, (N,)."""
        ...

    def loglik(self, eta: Values, extra: Values) -> float:
        """The sum over rows alone."""
        ...

    def extra_slopes(self, eta: Values, extra: Values) -> ExtraSlopes:
        """By the further parameters."""
        ...


class Binomial:
    """Successes among trials with the logit link; the constant of counts is in the log-likelihood, as in lme4."""

    n_extra = 0

    def __init__(self, successes: Values, trials: Values) -> None:
        self.successes, self.trials = successes, trials
        choices = gammaln(trials + 1) - gammaln(successes + 1) - gammaln(trials - successes + 1)
        self.constant = float(choices.sum())

    def loglik(self, eta: Values, extra: Values) -> float:
        """The sum over rows."""
        return float(self.successes @ eta - self.trials @ np.logaddexp(0.0, eta)) + self.constant

    def slopes(self, eta: Values, extra: Values) -> Slopes:
        """With p the probability of success and n the trials: y - np, np(1-p), np(1-p)(1-2p)."""
        p = expit(eta)
        weight = self.trials * p * (1 - p)
        return Slopes(self.successes - self.trials * p, weight, weight * (1 - 2 * p))

    def extra_slopes(self, eta: Values, extra: Values) -> ExtraSlopes:
        """None."""
        none = np.empty((eta.size, 0))
        return ExtraSlopes(none, none, none)
