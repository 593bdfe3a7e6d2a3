"""Logistic regression with standard errors that allow for answers of one person, and on one item, being alike.

The coefficients are those of pooled trials: the marginal effect, averaged over people, which is nearer to 0 than the
effect within a person that a mixed model estimates.  Not a substitute for it but a check that supposes less.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.intervals import t_interval
from analysis.stats.mixed.separation import separated_terms

Codes = NDArray[np.intp]
MAX_STEPS = 50
CLOSE = 1e-10


@dataclass(frozen=True)
class LogisticFit:
    """Coefficients (p,) in logits, with their covariance (p, p).  df: of the t distribution.

    truncated: the two-way covariance was no covariance; its negative eigenvalues were set to 0.
    """

    coefficients: Values
    covariance: Values
    df: float
    truncated: bool = False


@dataclass(frozen=True)
class Combination:
    """A combination of coefficients, with the two-sided test of 0 and the interval that belongs to it."""

    estimate: float
    std_error: float
    df: float
    t: float
    p: float
    interval: Interval


def clustered(design: Values, answers: Values, participants: Codes) -> LogisticFit | NotEstimable:
    """Logistic regression, clustered by participant: CR1, that is the sandwich times G/(G-1) (N-1)/(N-p); df = G - 1.

    design: (N, p) with its column of ones; answers: (N,) of 0 and 1; participants: (N,), a code each; G: their number.
    """
    fitted = _fitted(design, answers)
    if isinstance(fitted, NotEstimable):
        return fitted
    n_clusters = np.unique(participants).size
    lacking = _too_few("participants", n_clusters)
    return lacking or LogisticFit(fitted.coefficients, _sandwich(fitted, participants), float(n_clusters - 1))


def two_way_clustered(design: Values, answers: Values, participants: Codes, items: Codes) -> LogisticFit | NotEstimable:
    """Logistic regression, clustered by participant and by item at once (Cameron, Gelbach and Miller 2011).

    The covariance by participant, plus by item, less by both together; each with its own CR1 factor.
    df: the smaller number of clusters less 1.  items: (N,), a code each; else as in `clustered`.
    """
    fitted = _fitted(design, answers)
    if isinstance(fitted, NotEstimable):
        return fitted
    n_participants, n_items = np.unique(participants).size, np.unique(items).size
    lacking = _too_few("participants", n_participants) or _too_few("items", n_items)
    if lacking is not None:
        return lacking
    _, both = np.unique(np.stack([participants, items]), axis=1, return_inverse=True)
    parts = [_sandwich(fitted, codes) for codes in (participants, items, both.ravel())]
    covariance, truncated = _truncated(parts[0] + parts[1] - parts[2])
    return LogisticFit(fitted.coefficients, covariance, float(min(n_participants, n_items) - 1), truncated)


def combination(fit: LogisticFit, weights: Values, level: float) -> Combination | NotEstimable:
    """weights @ coefficients, in logits; weights: (p,)."""
    estimate = float(weights @ fit.coefficients)
    variance = float(weights @ fit.covariance @ weights)
    if variance <= 1e-14 * float(weights @ weights):
        return NotEstimable("the clusters do not differ in what bears on this estimate: no spread to judge by")
    std_error = sqrt(variance)
    t = estimate / std_error
    p = float(2 * stats.t.sf(abs(t), fit.df))
    return Combination(estimate, std_error, fit.df, t, p, t_interval(estimate, std_error, fit.df, level))


@dataclass(frozen=True)
class _Fitted:
    """scores: (N, p), each row's share of the gradient; bread: (p, p), the inverse of the information."""

    coefficients: Values
    scores: Values
    bread: Values


def _fitted(design: Values, answers: Values) -> _Fitted | NotEstimable:
    """The maximum of the likelihood, by iteratively reweighted least squares with halved steps."""
    n, width = design.shape
    if n == 0 or np.linalg.matrix_rank(design) < width:
        return NotEstimable("the design does not tell its coefficients apart")
    if separated_terms(design, answers, np.ones(n)):
        return NotEstimable("a combination of conditions tells right from wrong without a single error")
    beta = np.zeros(width)
    for _ in range(MAX_STEPS):
        p = expit(design @ beta)
        information = design.T @ (design * (p * (1 - p))[:, None])
        step = np.linalg.solve(information, design.T @ (answers - p))
        beta = beta + _halved(design, answers, beta, step)
        if np.abs(step).max() < CLOSE:
            p = expit(design @ beta)
            bread = np.linalg.inv(design.T @ (design * (p * (1 - p))[:, None]))
            return _Fitted(beta, design * (answers - p)[:, None], bread)
    return NotEstimable(f"the fit did not settle in {MAX_STEPS} steps")


def _halved(design: Values, answers: Values, beta: Values, step: Values) -> Values:
    """The longest of step, step / 2, step / 4 … that does not make the likelihood worse."""

    def loss(b: Values) -> float:
        eta = design @ b
        return float((np.logaddexp(0, eta) - answers * eta).sum())

    before = loss(beta)
    for _ in range(30):
        if loss(beta + step) <= before + 1e-9 * abs(before):
            break
        step = step / 2
    return step


def _sandwich(fitted: _Fitted, codes: Codes) -> Values:
    """The covariance (p, p), clustered by codes (N,), with the CR1 factor."""
    n, width = fitted.scores.shape
    labels, places = np.unique(codes, return_inverse=True)
    sums = np.zeros((labels.size, width))
    np.add.at(sums, places, fitted.scores)
    factor = labels.size / (labels.size - 1) * (n - 1) / (n - width)
    covariance: Values = factor * fitted.bread @ (sums.T @ sums) @ fitted.bread
    return covariance


def _truncated(covariance: Values) -> tuple[Values, bool]:
    """The nearest covariance: negative eigenvalues become 0, and whether there were any."""
    eigenvalues, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    negative = eigenvalues < -1e-12 * np.abs(eigenvalues).max()
    made: Values = (vectors * np.maximum(eigenvalues, 0)) @ vectors.T
    return made, bool(negative.any())


def _too_few(what: str, n_clusters: int) -> NotEstimable | None:
    """Why there are too few clusters, if so."""
    return None if n_clusters >= 2 else NotEstimable(f"clustering needs two {what}, here: {n_clusters}")
