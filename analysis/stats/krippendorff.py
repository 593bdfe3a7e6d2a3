"""Krippendorff's alpha: agreement of any number of raters, on any scale, with ratings missing."""

from typing import Literal

import numpy as np

from analysis.stats.estimable import NotEstimable, Values

Metric = Literal["nominal", "ordinal", "interval"]


def krippendorff_alpha(ratings: Values, metric: Metric) -> float | NotEstimable:
    """1 minus the disagreement observed within items over that expected by chance; 1 at best, 0 as by chance.

    ratings: (items, raters), numbers, NaN where missing.  Items with one rating cannot be compared and do not count.
    From the matrix of coincidences, as in Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).
    """
    paired = ratings[(~np.isnan(ratings)).sum(axis=1) >= 2]
    if not paired.size:
        return NotEstimable("no item has two ratings")
    values = np.unique(paired[~np.isnan(paired)])
    if values.size < 2:
        return NotEstimable("all ratings are the same: there is no disagreement that chance could produce")
    counts = (paired[:, :, None] == values).sum(axis=1).astype(np.float64)  # (items, values)
    return alpha_of_counts(counts, values, metric)


def alpha_of_counts(counts: Values, values: Values, metric: Metric) -> float | NotEstimable:
    """The same from how often each item was given each value, where who gave it does not matter.

    counts: (items, values).  values: (values,), the numbers; of categories any.
    """
    paired = counts[counts.sum(axis=1) >= 2]
    if not paired.size:
        return NotEstimable("no item has two ratings")
    if (paired.sum(axis=0) > 0).sum() < 2:
        return NotEstimable("all ratings are the same: there is no disagreement that chance could produce")
    pairs = paired[:, :, None] * paired[:, None, :] - paired[:, :, None] * np.eye(values.size)
    coincidences = (pairs / (paired.sum(axis=1) - 1)[:, None, None]).sum(axis=0)
    n = coincidences.sum(axis=0)
    distance = _squared_distance(values, n, metric)
    observed = float((coincidences * distance).sum())
    expected = float((np.outer(n, n) * distance).sum()) / float(n.sum() - 1)
    return 1 - observed / expected


def _squared_distance(values: Values, n: Values, metric: Metric) -> Values:
    """(values, values).  n: how often each value occurs; on the ordinal scale the distance is counted in ratings."""
    if metric == "nominal":
        return 1 - np.eye(values.size)
    place = values if metric == "interval" else np.cumsum(n) - n / 2
    squared: Values = (place[:, None] - place) ** 2
    return squared
