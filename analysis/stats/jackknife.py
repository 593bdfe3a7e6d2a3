"""How sure a number is that is made of pairs of participants: each of them left out once."""

from math import sqrt

import numpy as np
from scipy import stats

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values, participants

LEAST = 3
NOTHING = 1e-12  # what subtraction leaves of equal numbers


def jackknife(estimate: float, without: Values, level: float) -> tuple[float, Interval] | NotEstimable:
    """Standard error and interval, with Student's quantile of n - 1 degrees of freedom.

    without: (n,), the number again without the first participant, without the second …; NaN where there is none then.
    A bootstrap draws somebody twice, and a pair of one person with herself agrees wholly; here nobody meets herself.
    Efron and Stein (1981): the variance is (n - 1) / n times the sum of squares round the mean, and not too small.
    """
    n = without.size
    if n < LEAST:
        return NotEstimable(f"an interval needs three participants, here: {participants(n)}")
    if np.isnan(without).any():
        return NotEstimable("the number hangs on a single participant: without that one it cannot be had")
    std_error = sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    if std_error < NOTHING:
        return NotEstimable("leaving any participant out changes nothing, so this says nothing of how sure it is")
    reach = std_error * float(stats.t.ppf((1 + level) / 2, n - 1))
    return std_error, Interval(estimate - reach, estimate + reach, level)
