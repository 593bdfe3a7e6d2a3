"""A cumulative-link mixed model of ordered ratings, with the logit link, by Laplace's approximation.

P(rating <= k) = expit(threshold_k - eta), eta = fixed and random effects: positive effects go with higher ratings, as
in the R package ordinal.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import linalg
from scipy.special import expit, log_expit, logit

from analysis.stats.mixed.fitted import Fit
from analysis.stats.mixed.formula import FormulaError
from analysis.stats.mixed.grouping import Indices, Values, on_diagonal
from analysis.stats.mixed.laplace import Laplace
from analysis.stats.mixed.likelihoods import ExtraSlopes, Slopes
from analysis.stats.mixed.model import INTERCEPT, Model
from analysis.stats.mixed.optimise import Problem, minimise
from analysis.stats.mixed.scaling import covariance, transformed, whitened
from analysis.stats.mixed.verdict import status_of


class CumulativeLogit:
    """Ratings 0 … K - 1.  extra: the first threshold, then the logarithms of the gaps between neighbours, (K - 1,)."""

    def __init__(self, ratings: Indices, n_ratings: int) -> None:
        self.ratings, self.n_ratings = ratings, n_ratings
        self.n_extra = n_ratings - 1

    def loglik(self, eta: Values, extra: Values) -> float:
        """The sum over rows."""
        return float(self._rows(*self._ends(eta, extra)).sum())

    def slopes(self, eta: Values, extra: Values) -> Slopes:
        """With F the logistic function at the upper and lower threshold: F_u + F_l - 1, f_u + f_l, and so on."""
        upper, lower = self._ends(eta, extra)
        above, below = expit(upper), expit(lower)
        at_upper, at_lower = above * (1 - above), below * (1 - below)
        change = -at_upper * (1 - 2 * above) - at_lower * (1 - 2 * below)
        return Slopes(above + below - 1, at_upper + at_lower, change)

    def extra_slopes(self, eta: Values, extra: Values) -> ExtraSlopes:
        """By the first threshold and the logarithms of the gaps."""
        upper, lower = self._ends(eta, extra)
        above, below = expit(upper), expit(lower)
        at_upper, at_lower = above * (1 - above), below * (1 - below)
        share = above - below
        return ExtraSlopes(
            self._chained(at_upper / share, -at_lower / share, extra),
            self._chained(at_upper, at_lower, extra),
            self._chained(at_upper * (1 - 2 * above), at_lower * (1 - 2 * below), extra),
        )

    def _ends(self, eta: Values, extra: Values) -> tuple[Values, Values]:
        cuts = np.concatenate([[-np.inf], thresholds_of(extra), [np.inf]])
        return cuts[self.ratings + 1] - eta, cuts[self.ratings] - eta

    def _rows(self, upper: Values, lower: Values) -> Values:
        """log(F_u - F_l) = log F_u + log(1 - F_l) + log(1 - exp(l - u)), which keeps its digits in the tails."""
        return np.asarray(log_expit(upper) + log_expit(-lower) + np.log(-np.expm1(lower - upper)))

    def _chained(self, by_upper: Values, by_lower: Values, extra: Values) -> Values:
        """(N, K - 1): from derivatives by each row's two thresholds to those by `extra`."""
        by_threshold = np.zeros((self.ratings.size, self.n_ratings + 1))
        rows = np.arange(self.ratings.size)
        by_threshold[rows, self.ratings + 1] += by_upper
        by_threshold[rows, self.ratings] += by_lower
        inner = by_threshold[:, 1:-1]
        return inner @ _jacobian(extra)


def thresholds_of(extra: Values) -> Values:
    """The K - 1 thresholds, rising."""
    return np.cumsum(np.concatenate([extra[:1], np.exp(extra[1:])]))


def _jacobian(extra: Values) -> Values:
    """(K - 1, K - 1): derivatives of the thresholds by `extra`."""
    made = np.tril(np.ones((extra.size, extra.size)))
    made[:, 1:] *= np.exp(extra[1:])
    return made


def fit_ordinal(model: Model, ratings: tuple[str, ...]) -> Fit:
    """ratings: the scale's points from the lowest; those that nobody gave are left out, and a note says so."""
    model, levels, unused = _without_intercept(model), *_given(model, ratings)
    places = pd.Categorical(model.frame[model.formula.response].map(_text), categories=list(levels)).codes
    white, back = whitened(model.x)
    likelihood = CumulativeLogit(np.asarray(places, dtype=np.int64), len(levels))
    laplace = Laplace(white, model.groupings, likelihood, np.zeros(len(places)))
    found = minimise(_problem(laplace, likelihood))
    at = laplace.parameters(found.at)
    n_theta, n_beta = at.theta.size, at.beta.size
    joint = transformed(covariance(found), linalg.block_diag(np.eye(n_theta), back, _jacobian(at.extra)))
    status, notes = status_of(model, found, at.theta, [])
    if unused:
        notes = (*notes, f"{model.formula.response}: nobody gave {', '.join(unused)}")
    return Fit(
        model=model,
        family="ordinal",
        beta=back @ at.beta,
        vcov=joint[n_theta : n_theta + n_beta, n_theta : n_theta + n_beta],
        theta=at.theta,
        sigma=None,
        loglik=-found.deviance / 2,
        reml=False,
        status=status,
        notes=notes,
        joint=joint,
        modes=dict(zip((each.name for each in model.groupings), laplace.modes(at), strict=True)),
        prior_precision=np.zeros(n_beta),
        thresholds=thresholds_of(at.extra),
        ratings=levels,
    )


def _problem(laplace: Laplace, likelihood: CumulativeLogit) -> Problem:
    diagonal = on_diagonal(laplace.groupings)
    n_others = laplace.x.shape[1] + likelihood.n_extra
    shares = np.bincount(likelihood.ratings, minlength=likelihood.n_ratings).cumsum()[:-1] / likelihood.ratings.size
    cuts = logit(shares)
    extra = np.concatenate([cuts[:1], np.log(np.diff(cuts))])
    of_theta = [np.full(each.n_free, np.sqrt(len(each.levels))) for each in laplace.groupings]
    return Problem(
        objective=lambda flat: laplace.deviance(laplace.parameters(flat)),
        start=np.concatenate([diagonal.astype("float64"), np.zeros(laplace.x.shape[1]), extra]),
        not_negative=np.append(diagonal, np.zeros(n_others, dtype=bool)),
        scale=np.concatenate([*of_theta, np.full(n_others, np.sqrt(0.2 * likelihood.ratings.size))]),
    )


def _without_intercept(model: Model) -> Model:
    """The thresholds stand in for it."""
    kept = [place for place, term in enumerate(model.terms) if term != INTERCEPT]
    return replace(
        model,
        x=model.x[:, kept],
        terms=tuple(model.terms[place] for place in kept),
        kept=tuple(model.kept[place] for place in kept),
    )


def _given(model: Model, ratings: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
    answers = set(model.frame[model.formula.response].map(_text))
    strange = sorted(answers - set(ratings))
    if strange:
        raise FormulaError(f"{model.formula.response}: {strange[0]!r} is no point of the scale {', '.join(ratings)}")
    if len(answers) < 2:
        raise FormulaError(f"{model.formula.response}: all ratings are the same")
    return tuple(each for each in ratings if each in answers), [each for each in ratings if each not in answers]


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
