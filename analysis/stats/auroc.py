"""How well a score tells two kinds apart, whatever its unit."""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from analysis.stats.estimable import NotEstimable, Values


def auroc(scores: Values, positive: NDArray[np.bool_]) -> float | NotEstimable:
    """The probability that a random positive scores higher than a random negative; ties count half.

    scores: (N,), finite.  positive: (N,).  It is the area under the ROC curve, U / (n+ n-) of Mann and Whitney.
    """
    n_positive = int(positive.sum())
    n_negative = positive.size - n_positive
    if n_positive == 0 or n_negative == 0:
        return NotEstimable("all are of one kind: there is nothing to tell apart")
    ranks = stats.rankdata(scores)
    u = float(ranks[positive].sum()) - n_positive * (n_positive + 1) / 2
    return u / (n_positive * n_negative)
