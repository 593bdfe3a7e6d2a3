"""Sizes of a difference between two conditions that the same participants saw.

d_z and d_av answer different questions: d_z sets the mean difference against how much people differ in it (what a
paired test sees), d_av against how much they differ in the conditions (what compares with d between groups).
"""

from math import isfinite, sqrt

import numpy as np
from scipy import stats

from analysis.result import Interval
from analysis.stats.effects import Standardised, noncentrality
from analysis.stats.estimable import NotEstimable, Values, participants
from analysis.stats.ties import varies


def d_z(first: Values, second: Values, level: float) -> Standardised | NotEstimable:
    """The mean of the paired differences over their standard deviation, not corrected for small samples.

    first, second: (participants,), in the same order.  The interval inverts the noncentral t distribution.
    """
    lacking = _lacking(first)
    if lacking is not None:
        return lacking
    differences = first - second
    if not varies(differences):
        return NotEstimable("all participants have the same difference: no spread to divide by")
    estimate = float(np.mean(differences) / np.std(differences, ddof=1))
    root = sqrt(first.size)
    limits = noncentrality(estimate * root, first.size - 1, level)
    if not all(map(isfinite, limits)):
        return NotEstimable("the conditions lie too far apart for a standardised difference to mean anything")
    return Standardised(estimate, Interval(limits[0] / root, limits[1] / root, level))


def d_av(first: Values, second: Values, level: float) -> Standardised | NotEstimable:
    """The mean of the paired differences over the root mean square of the two standard deviations.

    first, second: (participants,), in the same order.  Not corrected for small samples.
    The interval is by the delta method with n - 1 for n (Bonett 2008); the spreads may differ.
    """
    lacking = _lacking(first)
    if lacking is not None:
        return lacking
    if not varies(first) and not varies(second):
        return NotEstimable("within each condition all participants have the same value: no spread to divide by")
    if not varies(first - second):
        return NotEstimable("all participants have the same difference: no spread to judge by")
    ((of_first, shared), (_, of_second)) = np.cov(first, second)
    variance = float(of_first + of_second) / 2
    df = first.size - 1
    estimate = float(np.mean(first - second)) / sqrt(variance)
    of_spread = (of_first**2 + of_second**2 + 2 * shared**2) / (8 * df * variance**2)
    of_difference = (of_first + of_second - 2 * shared) / (df * variance)
    std_error = sqrt(estimate**2 * of_spread + of_difference)
    reach = std_error * float(stats.norm.ppf((1 + level) / 2))
    return Standardised(estimate, Interval(estimate - reach, estimate + reach, level))


def _lacking(values: Values) -> NotEstimable | None:
    """Why there are too few participants, if so."""
    return (
        None
        if values.size >= 2
        else NotEstimable(f"a paired size needs two participants, here: {participants(values.size)}")
    )
