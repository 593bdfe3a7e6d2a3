"""Ordered ratings, one per participant, by proportional odds; and whether ratings tell groups apart without overlap."""

from dataclasses import dataclass

import numpy as np
from scipy.special import logit

from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.mixed.grouping import Indices
from analysis.stats.mixed.optimise import Problem, minimise
from analysis.stats.mixed.ordinal import CumulativeLogit, thresholds_of
from analysis.stats.mixed.scaling import covariance, whitened
from analysis.stats.mixed.separation import separated_terms

POLISHING_STEPS = 3  # Newton's, from within 1e-7 of the smallest deviance to the last digits


@dataclass(frozen=True)
class ProportionalOdds:
    """beta: (p,), log odds of a higher rating; se: (p,); thresholds: (K - 1,) between neighbouring ratings."""

    beta: Values
    se: Values
    thresholds: Values
    loglik: float


def proportional_odds(x: Values, ratings: Indices) -> ProportionalOdds | NotEstimable:
    """McCullagh's (1980) model by maximum likelihood: P(rating <= k) = expit(threshold_k - x @ beta).

    x: (N, p), without a column of ones.  ratings: (N,), 0 … K - 1, each given at least once; rows are independent.
    """
    n_ratings = int(ratings.max(initial=0)) + 1
    if n_ratings < 2:
        return NotEstimable("all ratings are the same")
    white, back = whitened(x)
    likelihood, p = CumulativeLogit(ratings, n_ratings), x.shape[1]

    def objective(flat: Values) -> tuple[float, Values]:
        with np.errstate(all="ignore"):
            eta, extra = white @ flat[:p], flat[p:]
            of_eta = white.T @ likelihood.slopes(eta, extra).score
            gradient = np.concatenate([of_eta, likelihood.extra_slopes(eta, extra).loglik.sum(axis=0)])
            value = -2 * likelihood.loglik(eta, extra)
        if not (np.isfinite(value) and np.isfinite(gradient).all()):
            return np.inf, np.zeros(flat.size)
        return value, -2 * gradient

    cuts = logit(np.bincount(ratings).cumsum()[:-1] / ratings.size)
    start = np.concatenate([np.zeros(p), cuts[:1], np.log(np.diff(cuts))])
    scale = np.full(start.size, np.sqrt(0.2 * ratings.size))
    found = minimise(Problem(objective, start, np.zeros(start.size, dtype=bool), scale))
    vcov = back @ covariance(found)[:p, :p] @ back.T
    if not found.converged or not np.isfinite(vcov).all():
        return NotEstimable("the search did not end at a maximum of the likelihood")
    at = found.at
    for _ in range(POLISHING_STEPS):
        at = at - np.linalg.solve(found.hessian, objective(at)[1])
    return ProportionalOdds(back @ at[:p], np.sqrt(np.diag(vcov)), thresholds_of(at[p:]), -objective(at)[0] / 2)


def separated_columns(x: Values, ratings: Indices) -> tuple[int, ...]:
    """Columns of x whose log odds run away, because ratings where they tell apart do not overlap; mostly none.

    x, ratings: as for `proportional_odds`.  Each rating is K - 1 answers: is it above the first point, the second …
    """
    n_cuts = int(ratings.max(initial=0))
    above = (ratings[:, None] > np.arange(n_cuts)).astype("float64").ravel()
    cuts = np.tile(-np.eye(n_cuts), (ratings.size, 1))
    found = separated_terms(np.hstack([np.repeat(x, n_cuts, axis=0), cuts]), above, np.ones(above.size))
    return tuple(place for place in found if place < x.shape[1])
