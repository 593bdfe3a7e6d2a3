"""How often something happened where it could: by participant, averaged over participants, pooled over trials.

Averaged: every participant counts alike; pooled: every trial does.  The two differ where participants differ both in
their number of trials and in what they do with them.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.group_estimates import GroupEstimate, average, from_influences, nothing

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Shares:
    """Numerators and denominators by participant, (n_participants,) each; a denominator may be 0.

    chance: what a denominator counts, in the singular: `trial where the classifier was wrong`.
    """

    n_events: Counts
    n_chances: Counts
    chance: str


def count(event: Flags, chance: Flags, participant: Counts, n_participants: int) -> tuple[Counts, Counts]:
    """By participant, the trials with `event` and `chance`, and those with `chance`.

    event, chance, participant: (n_trials,); participant: numbers from 0 up to n_participants - 1.
    """
    n_events = np.bincount(participant[event & chance], minlength=n_participants)
    n_chances = np.bincount(participant[chance], minlength=n_participants)
    return n_events.astype(np.int64), n_chances.astype(np.int64)


def share_of_each(shares: Shares) -> tuple[float | NotEstimable, ...]:
    """Each participant's share, in [0, 1]; a reason for those without a denominator."""
    pairs = zip(shares.n_events.tolist(), shares.n_chances.tolist(), strict=True)
    return tuple(events / chances if chances else NotEstimable(f"no {shares.chance}") for events, chances in pairs)


def averaged_share(shares: Shares, level: float) -> GroupEstimate:
    """The mean of the participants' shares, with Student's t interval, cut to [0, 1].

    Participants without a denominator are left out, and counted.
    """
    has = shares.n_chances > 0
    n_without = int(np.sum(~has))
    if not has.any():
        return nothing(f"no participant has a {shares.chance}", n_without)
    values: Values = shares.n_events[has] / shares.n_chances[has]
    return _cut(average(values, level, n_without=n_without, n_trials=int(shares.n_chances.sum())))


def pooled_share(shares: Shares, level: float) -> GroupEstimate:
    """All events over all chances, with an interval over participants, cut to [0, 1]; see `from_influences`.

    Not the interval of as many independent trials: one participant's answers resemble each other.
    """
    has = shares.n_chances > 0
    n_without = int(np.sum(~has))
    if not has.any():
        return nothing(f"no participant has a {shares.chance}", n_without)
    n_trials = int(shares.n_chances.sum())
    estimate = int(shares.n_events.sum()) / n_trials
    influences: Values = (shares.n_events[has] - estimate * shares.n_chances[has]) / n_trials
    return _cut(from_influences(estimate, influences, level, n_without=n_without, n_trials=n_trials))


def _cut(found: GroupEstimate) -> GroupEstimate:
    return replace(found, interval=found.interval.cut(0, 1)) if isinstance(found.interval, Interval) else found
