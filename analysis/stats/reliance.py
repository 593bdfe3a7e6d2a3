"""Reliance on advice: whether people follow a classifier where it is right, and only there.

Decisions come in one stage (the advice is accepted or refused) or in two (an answer, the advice, a final answer).  Who
would have answered what without advice is known in two stages only, so measures of switching take `Revisions`; there is
no way to have them of `Decisions`.

Measures are `Shares`: read them by `share_of_each`, `averaged_share` or `pooled_share`, which give a reason instead of
a number where a denominator is 0, and count those without one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.group_estimates import GroupEstimate, average, nothing
from analysis.stats.shares import Counts, Flags, Shares, count

Answers = NDArray[np.str_]


@dataclass(frozen=True)
class Decisions:
    """One-stage trials, (n_trials,) each; participant: numbers from 0 up to n_participants - 1."""

    participant: Counts
    n_participants: int
    classifier_right: Flags
    accepted: Flags


@dataclass(frozen=True)
class Revisions:
    """Two-stage trials, (n_trials,) each: class names, of the true class too; participant as in `Decisions`."""

    participant: Counts
    n_participants: int
    truth: Answers
    advice: Answers
    initial: Answers
    final: Answers


@dataclass(frozen=True)
class NumericRevisions:
    """Two-stage trials with estimates instead of classes, (n_trials,) each, in any one unit."""

    participant: Counts
    n_participants: int
    advice: Values
    initial: Values
    final: Values


@dataclass(frozen=True)
class WeightOfAdvice:
    """How far people went from their own estimate (0) to the advice (1).

    of_each: each participant's mean over trials.  averaged: the mean of those; its n_trials has defined trials only.
    n_undefined: trials whose advice was the initial estimate.  n_outside: defined trials below 0 or above 1.
    """

    of_each: tuple[float | NotEstimable, ...]
    averaged: GroupEstimate
    n_undefined: int
    n_outside: int


def over_reliance(decisions: Decisions) -> Shares:
    """P(accept | the classifier is wrong)."""
    wrong = ~decisions.classifier_right
    return _of_decisions(decisions, decisions.accepted, wrong, "trial where the classifier was wrong")


def under_reliance(decisions: Decisions) -> Shares:
    """P(refuse | the classifier is right)."""
    right = decisions.classifier_right
    return _of_decisions(decisions, ~decisions.accepted, right, "trial where the classifier was right")


def switch_fraction(revisions: Revisions) -> Shares:
    """P(final answer = advice | initial answer ≠ advice)."""
    return _switches(revisions, revisions.initial != revisions.advice, "trial whose advice was another answer")


def relative_ai_reliance(revisions: Revisions) -> Shares:
    """RAIR of Schemmer et al. (2023): P(final answer = advice | initial answer wrong, advice right)."""
    could = (revisions.initial != revisions.truth) & (revisions.advice == revisions.truth)
    return _switches(revisions, could, "trial with a wrong initial answer and right advice")


def relative_self_reliance(revisions: Revisions) -> Shares:
    """RSR of Schemmer et al. (2023): P(final answer = initial answer | initial answer right, advice wrong).

    With more than two classes, leaving one's right answer for a third class is no self-reliance either.
    """
    could = (revisions.initial == revisions.truth) & (revisions.advice != revisions.truth)
    stayed = revisions.final == revisions.initial
    counts = count(stayed, could, revisions.participant, revisions.n_participants)
    return Shares(*counts, "trial with a right initial answer and wrong advice")


def weight_of_advice(revisions: NumericRevisions, level: float, *, clip: bool) -> WeightOfAdvice:
    """(final - initial) / (advice - initial), by participant and in the mean of participants, with a t interval.

    clip: whether weights are cut to [0, 1] before they are averaged, as much of the literature does; uncut, one trial
    whose advice is close to the initial estimate can outweigh all others.
    """
    distance = revisions.advice - revisions.initial
    defined = distance != 0
    weights: Values = (revisions.final - revisions.initial)[defined] / distance[defined]
    n_outside = int(np.sum((weights < 0) | (weights > 1)))
    kept = np.clip(weights, 0, 1) if clip else weights
    participant = revisions.participant[defined]
    totals = np.bincount(participant, weights=kept, minlength=revisions.n_participants)
    n_trials = np.bincount(participant, minlength=revisions.n_participants)
    missing = NotEstimable("no trial whose advice was another estimate")
    of_each = tuple(total / n if n else missing for total, n in zip(totals.tolist(), n_trials.tolist(), strict=True))
    has = n_trials > 0
    n_without = int(np.sum(~has))
    averaged = (
        average(totals[has] / n_trials[has], level, n_without=n_without, n_trials=int(n_trials.sum()))
        if has.any()
        else nothing("no participant has a trial whose advice was another estimate", n_without)
    )
    return WeightOfAdvice(of_each, averaged, int(np.sum(~defined)), n_outside)


def _of_decisions(decisions: Decisions, event: Flags, chance: Flags, words: str) -> Shares:
    return Shares(*count(event, chance, decisions.participant, decisions.n_participants), words)


def _switches(revisions: Revisions, could: Flags, words: str) -> Shares:
    switched = revisions.final == revisions.advice
    return Shares(*count(switched, could, revisions.participant, revisions.n_participants), words)
