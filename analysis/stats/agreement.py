"""How far raters who sort into categories agree, and how far they would by chance."""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from scipy import stats

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values

Weights = Literal["none", "linear", "quadratic"]


@dataclass(frozen=True)
class Kappa:
    """Agreement beyond chance, 1 at best, 0 as by chance.

    agreement: the proportion of identical ratings, to be reported beside kappa: where nearly all is of one category,
    kappa is low however well the raters agree.  by_chance: what kappa takes off, weighted if kappa is.
    """

    estimate: float
    agreement: float
    by_chance: float
    n_items: int
    interval: Interval | NotEstimable


def cohen_kappa(first: Values, second: Values, level: float, *, weights: Weights = "none") -> Kappa | NotEstimable:
    """Cohen's kappa of two raters, with the interval of Fleiss, Cohen and Everitt (1969).

    first, second: (N,), the category as a number, NaN where missing; items that one of them left out are left out.
    weights: credit for a near miss, 1 - (distance / largest distance), or its square; distances are those of the
    numbers, so that ordered categories have to be numbered in steps.  The interval supposes many independent items.
    """
    both = ~(np.isnan(first) | np.isnan(second))
    if not both.any():
        return NotEstimable("no item was rated by both")
    values, code = np.unique(np.stack([first[both], second[both]]), return_inverse=True)
    if values.size < 2:
        return NotEstimable("both raters put every item into one and the same category: chance alone does that")
    joint = np.zeros((values.size, values.size))
    np.add.at(joint, tuple(code.reshape(2, -1)), 1 / int(both.sum()))
    credit = _credit(values, weights)
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    by_chance = float(rows @ credit @ columns)
    kappa = (float((joint * credit).sum()) - by_chance) / (1 - by_chance)
    marginal = (credit @ columns)[:, None] + rows @ credit
    second_moment = float((joint * (credit - marginal * (1 - kappa)) ** 2).sum())
    variance = second_moment - (kappa - by_chance * (1 - kappa)) ** 2
    n = int(both.sum())
    std_error = sqrt(max(0.0, variance) / n) / (1 - by_chance)
    return Kappa(kappa, float(np.trace(joint)), by_chance, n, _normal(kappa, std_error, level))


def _credit(values: Values, weights: Weights) -> Values:
    distance = np.abs(values[:, None] - values)
    if weights == "none":
        return np.eye(values.size)
    credit: Values = 1 - (distance / distance.max()) ** (1 if weights == "linear" else 2)
    return credit


def _normal(estimate: float, std_error: float, level: float) -> Interval | NotEstimable:
    if std_error < 1e-7:  # rounding error of a variance that is zero
        return NotEstimable("the ratings hold no spread to judge by how sure kappa is")
    reach = std_error * float(stats.norm.ppf((1 + level) / 2))
    return Interval(estimate - reach, estimate + reach, level).cut(-1, 1)


def fleiss_kappa(ratings: Values, level: float) -> Kappa | NotEstimable:
    """Fleiss' kappa (1971): each item has as many ratings, not necessarily of the same raters.

    ratings: (items, ratings), the category as a number.  agreement: the proportion of identical pairs of ratings.
    interval: jackknife over items with Student's quantile, for the published standard errors are those of kappa = 0.
    """
    n_items, n_ratings = ratings.shape
    if n_items < 1 or n_ratings < 2:
        return NotEstimable("agreement needs an item with two ratings")
    if np.isnan(ratings).any():
        return NotEstimable(
            "some items have fewer ratings than others; Krippendorff's alpha allows that, this does not"
        )
    values = np.unique(ratings)
    if values.size < 2:
        return NotEstimable("all ratings are of one and the same category: chance alone does that")
    counts = (ratings[:, :, None] == values).sum(axis=1)  # (items, categories)
    agreement = (counts * (counts - 1)).sum(axis=1) / (n_ratings * (n_ratings - 1))
    share = counts / n_ratings
    by_chance = float((share.mean(axis=0) ** 2).sum())
    kappa = (float(agreement.mean()) - by_chance) / (1 - by_chance)
    interval = _jackknife(kappa, agreement, share, level)
    return Kappa(kappa, float(agreement.mean()), by_chance, n_items, interval)


def _jackknife(kappa: float, agreement: Values, share: Values, level: float) -> Interval | NotEstimable:
    """agreement: (items,).  share: (items, categories)."""
    n = agreement.size
    if n < 3:
        return NotEstimable("an interval needs three items")
    rest = (agreement.sum() - agreement) / (n - 1)
    by_chance = (((share.sum(axis=0) - share) / (n - 1)) ** 2).sum(axis=1)
    if (by_chance > 1 - 1e-12).any():
        return NotEstimable("a single item holds all there is besides one category: no interval can be had")
    without = (rest - by_chance) / (1 - by_chance)
    std_error = sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    if std_error < 1e-7:
        return NotEstimable("the ratings hold no spread to judge by how sure kappa is")
    reach = std_error * float(stats.t.ppf((1 + level) / 2, n - 1))
    return Interval(kappa - reach, kappa + reach, level).cut(-1, 1)
