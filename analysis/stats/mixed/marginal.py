"""Probabilities from a logistic mixed model, of the average person or on average over people: they are not the same.

*Conditional*: of a participant and an image whose random effects are nought.  *Marginal*: averaged over the random
effects, by Gauss-Hermite quadrature; this is the share that a whole population would show.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit, logit

from analysis.result import Interval
from analysis.stats.mixed.fitted import Fit
from analysis.stats.mixed.grouping import Values, split

Kind = Literal["conditional", "marginal"]
N_NODES = 41
STEP = 1e-5


@dataclass(frozen=True)
class Probability:
    """A probability, or a difference or a ratio of odds of two; the standard error is by the delta method."""

    estimate: float
    std_error: float
    interval: Interval


def probability(fit: Fit, rows: pd.DataFrame, kind: Kind = "marginal", level: float = 0.95) -> Probability:
    """Of a right answer, averaged over those rows; the interval is made on the scale of logits.

    rows: with the columns of the model's frame; what is asked about is set in them, say the arm of all rows.
    """
    means = _means(fit, [rows], kind)
    estimate, std_error = _delta(fit, lambda at: logit(means(at)[0]))
    share = float(expit(estimate))
    limits = expit(estimate + std_error * _reach(level) * np.array([-1.0, 1.0]))
    return Probability(share, std_error * share * (1 - share), Interval(float(limits[0]), float(limits[1]), level))


def risk_difference(
    fit: Fit, pair: tuple[pd.DataFrame, pd.DataFrame], kind: Kind = "marginal", level: float = 0.95
) -> Probability:
    """The probability of the first rows minus that of the second."""
    means = _means(fit, list(pair), kind)
    estimate, std_error = _delta(fit, lambda at: means(at)[0] - means(at)[1])
    return Probability(estimate, std_error, _around(estimate, std_error, level).cut(-1.0, 1.0))


@dataclass(frozen=True)
class Combination:
    """A sum of weighted probabilities."""

    estimate: float
    std_error: float


def combination(fit: Fit, cells: Sequence[tuple[float, pd.DataFrame]], kind: Kind = "marginal") -> Combination:
    """cells: a weight and the rows over which a probability is averaged, each; standard error by the delta method."""
    means = _means(fit, [rows for _, rows in cells], kind)
    weights = np.array([weight for weight, _ in cells])
    return Combination(*_delta(fit, lambda at: float(weights @ np.array(means(at)))))


def odds_ratio(
    fit: Fit, pair: tuple[pd.DataFrame, pd.DataFrame], kind: Kind = "marginal", level: float = 0.95
) -> Probability:
    """The odds of the first rows over those of the second; the interval is made on the scale of logarithms."""
    means = _means(fit, list(pair), kind)
    estimate, std_error = _delta(fit, lambda at: logit(means(at)[0]) - logit(means(at)[1]))
    around = _around(estimate, std_error, level)
    ratio = float(np.exp(estimate))
    return Probability(ratio, ratio * std_error, Interval(float(np.exp(around.low)), float(np.exp(around.high)), level))


def _means(fit: Fit, tables: list[pd.DataFrame], kind: Kind) -> Callable[[Values], list[float]]:
    """Average probability of each table as a function of theta and beta."""
    groupings = fit.model.groupings
    made = [_distinct(*fit.model.matrices(table)) for table in tables]
    nodes, masses = np.polynomial.hermite_e.hermegauss(N_NODES)
    masses = masses / masses.sum()

    def means(at: Values) -> list[float]:
        theta, beta = at[: fit.theta.size], at[fit.theta.size :]
        factors = [each.factor(part) for each, part in zip(groupings, split(groupings, theta), strict=True)]
        found = []
        for x, columns, shares in made:
            eta = x @ beta
            if kind == "conditional":
                found.append(float(shares @ expit(eta)))
                continue
            spread = sum(((z @ factor) ** 2).sum(axis=1) for z, factor in zip(columns, factors, strict=True))
            found.append(float(shares @ (expit(eta[:, None] + np.sqrt(spread)[:, None] * nodes) @ masses)))
        return found

    return means


def _distinct(x: Values, columns: list[Values]) -> tuple[Values, list[Values], Values]:
    """Rows that differ, once each, with the share of all rows that each stands for."""
    together = np.column_stack([x, *columns])
    rows, counts = np.unique(together, axis=0, return_counts=True)
    ends = np.cumsum([x.shape[1], *(z.shape[1] for z in columns)])
    parts = np.split(rows, ends[:-1], axis=1)
    return parts[0], parts[1:], counts / counts.sum()


def _delta(fit: Fit, function: Callable[[Values], float]) -> tuple[float, float]:
    """The function at the estimates, and its standard error; parameters at a boundary count as known."""
    at = np.append(fit.theta, fit.beta)
    known = np.isnan(np.diag(fit.joint))
    slopes = np.zeros(at.size)
    for place in np.flatnonzero(~known):
        step = np.zeros(at.size)
        step[place] = STEP
        slopes[place] = (function(at + step) - function(at - step)) / (2 * STEP)
    return float(function(at)), float(np.sqrt(slopes @ np.where(np.isnan(fit.joint), 0.0, fit.joint) @ slopes))


def _reach(level: float) -> float:
    return float(stats.norm.ppf((1 + level) / 2))


def _around(estimate: float, std_error: float, level: float) -> Interval:
    return Interval(estimate - _reach(level) * std_error, estimate + _reach(level) * std_error, level)
