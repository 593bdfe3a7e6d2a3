"""Sensitivity d' and criterion c of signal detection, equal variances: can they tell, and which way do they lean.

    answers = detections(accepted, classifier_right, participant, n_participants)
    averaged_index(d_prime(answers), level=0.95)

With advice, the signal is that the classifier is right, and yes is to accept.  All values are in standard deviations.

Every share enters as (events + .5) / (chances + 1), the log-linear correction of Hautus (1995), also where it is
neither 0 nor 1.  It draws d' towards 0, the more the fewer trials: of a d' of 1.16, 15 trials of either kind show 1.13
in the mean, 5 show 1.00.

Averaged: the mean of each participant's own value.  Pooled: one value from all trials as if of one participant.  Where
participants' criteria differ, pooled d' is too small for any of them: average where each has enough trials.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.group_estimates import GroupEstimate, average, from_influences, nothing
from analysis.stats.shares import Counts, Flags, Shares, count


@dataclass(frozen=True)
class Detections:
    """How often yes was said where there was a signal, and where there was none."""

    hits: Shares
    false_alarms: Shares


@dataclass(frozen=True)
class Index:
    """A weighted sum of z-transformed shares, as d' and c are; of all participants."""

    shares: tuple[Shares, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Estimate:
    """One participant's value, with how sure it is about this participant, given the number of trials."""

    estimate: float
    std_error: float
    interval: Interval
    n_trials: int


def detections(yes: Flags, signal: Flags, participant: Counts, n_participants: int) -> Detections:
    """The hits and false alarms in trials; arrays as in `shares.count`.

    For two alternatives side by side: yes: they took the right one; signal: the right one it was.
    """
    hits = count(yes, signal, participant, n_participants)
    false_alarms = count(yes, ~signal, participant, n_participants)
    return Detections(Shares(*hits, "trial with a signal"), Shares(*false_alarms, "trial without a signal"))


def d_prime(answers: Detections) -> Index:
    """Sensitivity to yes or no: z(hits) - z(false alarms)."""
    return Index((answers.hits, answers.false_alarms), (1.0, -1.0))


def criterion(answers: Detections) -> Index:
    """Which way they lean: -(z(hits) + z(false alarms)) / 2; below 0 towards yes, or towards the right side.

    For two alternatives the unit is the standard deviation of the difference of the two, sqrt(2) of those of d'.
    """
    return Index((answers.hits, answers.false_alarms), (-0.5, -0.5))


def d_prime_of_two(right: Shares) -> Index:
    """Sensitivity to two alternatives of which one is right: sqrt(2) z(share of right answers).

    Supposes that no side is preferred, and is too small otherwise: with sides on record, `d_prime_of_two_sides`.
    """
    return Index((right,), (sqrt(2),))


def d_prime_of_two_sides(answers: Detections) -> Index:
    """Sensitivity to two alternatives, whatever side is preferred: (z(hits) - z(false alarms)) / sqrt(2)."""
    return Index((answers.hits, answers.false_alarms), (1 / sqrt(2), -1 / sqrt(2)))


def index_of_each(index: Index, level: float) -> tuple[Estimate | NotEstimable, ...]:
    """Each participant's value; a reason for those who lack a kind of trial.

    The variance of z(p) is p (1 - p) / (n phi(z(p))^2), the delta method of Gourevitch and Galanter (1967), with the
    corrected p; those of the shares add up, times their weights squared.  The interval is the normal one.
    From 15 trials of either kind it holds the truth in 94 to 98 of 100 participants up to a d' of 3.7; the standard
    error itself is too large where shares come near 0 or 1 (by a tenth at .86 of 15, by a third at .95 of 15).
    """
    size = index.shares[0].n_events.size
    estimates, variances, n_trials = np.zeros(size), np.zeros(size), np.zeros(size, np.int64)
    for shares, weight in zip(index.shares, index.weights, strict=True):
        z = _z(shares.n_events, shares.n_chances)
        p = stats.norm.cdf(z)
        estimates += weight * z
        variances += weight**2 * p * (1 - p) / (np.maximum(shares.n_chances, 1) * stats.norm.pdf(z) ** 2)
        n_trials += shares.n_chances
    reach = float(stats.norm.ppf((1 + level) / 2))
    found: list[Estimate | NotEstimable] = []
    for number, (estimate, std_error) in enumerate(zip(estimates.tolist(), np.sqrt(variances).tolist(), strict=True)):
        lacking = [shares.chance for shares in index.shares if shares.n_chances[number] == 0]
        interval = Interval(estimate - reach * std_error, estimate + reach * std_error, level)
        made = Estimate(estimate, std_error, interval, int(n_trials[number]))
        found.append(NotEstimable(f"no {lacking[0]}") if lacking else made)
    return tuple(found)


def averaged_index(index: Index, level: float) -> GroupEstimate:
    """The mean of the participants' values, each counting alike, with Student's t interval.

    Those who lack a kind of trial are left out, and counted.
    """
    has = np.all([shares.n_chances > 0 for shares in index.shares], axis=0)
    n_without = int(np.sum(~has))
    if not has.any():
        return nothing(f"no participant has a {' and a '.join(each.chance for each in index.shares)}", n_without)
    values = sum(
        (
            weight * _z(shares.n_events[has], shares.n_chances[has])
            for shares, weight in zip(index.shares, index.weights, strict=True)
        ),
        start=np.zeros(int(has.sum())),
    )
    n_trials = sum(int(shares.n_chances[has].sum()) for shares in index.shares)
    return average(values, level, n_without=n_without, n_trials=n_trials)


def pooled_index(index: Index, level: float) -> GroupEstimate:
    """The value of all trials together, with an interval over participants; see `from_influences`.

    Participants who lack one kind of trial take part with the other; n_without counts those without any.
    """
    for shares in index.shares:
        if not shares.n_chances.any():
            return nothing(f"no participant has a {shares.chance}", _without_any(index))
    has = np.any([shares.n_chances > 0 for shares in index.shares], axis=0)
    estimate, influences = 0.0, np.zeros(int(has.sum()))
    for shares, weight in zip(index.shares, index.weights, strict=True):
        n_events, n_chances = shares.n_events.sum(), shares.n_chances.sum()
        z = float(_z(n_events, n_chances))
        estimate += weight * z
        residuals = shares.n_events[has] - n_events / n_chances * shares.n_chances[has]
        influences += weight * residuals / (n_chances * stats.norm.pdf(z))
    n_trials = sum(int(shares.n_chances.sum()) for shares in index.shares)
    found = from_influences(estimate, influences, level, n_without=_without_any(index), n_trials=n_trials)
    for shares in index.shares:
        if shares.n_events.sum() in (0, shares.n_chances.sum()):
            missing = NotEstimable(f"all answered alike in every {shares.chance}: no spread to judge by")
            return GroupEstimate(estimate, None, missing, found.n_participants, found.n_without, n_trials)
    return found


def _z(n_events: Counts | np.int64, n_chances: Counts | np.int64) -> Values:
    z: Values = stats.norm.ppf((n_events + 0.5) / (n_chances + 1))
    return z


def _without_any(index: Index) -> int:
    return int(np.sum(np.all([shares.n_chances == 0 for shares in index.shares], axis=0)))
