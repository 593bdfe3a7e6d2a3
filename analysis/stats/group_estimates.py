"""One number of a group of participants, with what it rests on, also where there is no number."""

from dataclasses import dataclass

import numpy as np

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values, participants
from analysis.stats.intervals import Mean, mean, t_interval


@dataclass(frozen=True)
class GroupEstimate:
    """An estimate of a group, and how sure it is; either may be missing, with the reason in its place.

    std_error: None where there is no interval.
    n_participants: those it rests on.  n_without: those who had no trial that it could rest on.
    n_trials: its denominator; 0 where there is none.
    """

    estimate: float | NotEstimable
    std_error: float | None
    interval: Interval | NotEstimable
    n_participants: int
    n_without: int
    n_trials: int


def nothing(reason: str, n_without: int) -> GroupEstimate:
    """The group of which nothing can be said."""
    missing = NotEstimable(reason)
    return GroupEstimate(missing, None, missing, 0, n_without, 0)


def average(values: Values, level: float, *, n_without: int, n_trials: int) -> GroupEstimate:
    """The mean of one value per participant, each counting alike, with Student's t interval; needs one value.

    n_trials: the trials behind the values.
    """
    spread = mean(values, level)
    size = int(values.size)
    if isinstance(spread, Mean):
        return GroupEstimate(spread.estimate, spread.std_error, spread.interval, size, n_without, n_trials)
    return GroupEstimate(float(np.mean(values)), None, spread, size, n_without, n_trials)


def from_influences(
    estimate: float, influences: Values, level: float, *, n_without: int, n_trials: int
) -> GroupEstimate:
    """A number of pooled trials, with an interval that knows whose trials they are.

    influences: (n_participants,), how far each moves the estimate, to first order; they sum to 0.
    The variance is n / (n - 1) times the sum of their squares: linearisation for ratios, as of cluster samples
    (Cochran, Sampling Techniques); n - 1 degrees of freedom.
    """
    n = int(influences.size)
    std_error = float(np.sqrt(n / (n - 1) * np.sum(influences**2))) if n > 1 else 0.0
    if n < 2:
        missing = NotEstimable(f"an interval needs two participants, here: {participants(n)}")
    elif std_error < 1e-12:  # residues of subtraction
        missing = NotEstimable("the participants do not differ, so their spread says nothing of how sure this is")
    else:
        interval = t_interval(estimate, std_error, n - 1, level)
        return GroupEstimate(estimate, std_error, interval, n, n_without, n_trials)
    return GroupEstimate(estimate, None, missing, n, n_without, n_trials)
