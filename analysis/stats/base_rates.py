"""What a team's accuracy would be with a classifier of another accuracy than the study's.

A study often shows as many wrong as right predictions; in use, most are right.  If people answer as they did in the
study where the classifier is right, and where it is wrong, then with a classifier of accuracy pi they are right in
pi P(right | classifier right) + (1 - pi) P(right | classifier wrong) of all trials.  That they do is an assumption:
who meets few mistakes may look for fewer.
"""

from dataclasses import dataclass

import numpy as np

from analysis.stats.bootstrap import N_RESAMPLES, RESIDUE, resampled_means
from analysis.stats.estimable import NotEstimable, Values, participants
from analysis.stats.shares import Shares


@dataclass(frozen=True)
class Team:
    """Each participant's share of right answers where the classifier was right, and where it was wrong.

    by_case: (n_participants, 2), in that order.  n_without: participants left out, for lack of a kind of trial.
    """

    by_case: Values
    n_without: int


Arms = tuple[Team, Team]


@dataclass(frozen=True)
class Band:
    """Limits (n_points,) that hold for each point by itself at `level`; the band as a whole covers less."""

    low: Values
    high: Values
    level: float


@dataclass(frozen=True)
class Curve:
    """A quantity over accuracies of the classifier, (n_points,) each."""

    classifier_accuracy: Values
    estimate: Values
    band: Band | NotEstimable


def team(classifier_right: Shares, classifier_wrong: Shares) -> Team:
    """The participants who had both kinds of trials.

    Of right answers: n_events / n_chances where the classifier was right, and where it was wrong.
    """
    both = (classifier_right.n_chances > 0) & (classifier_wrong.n_chances > 0)
    cases = [shares.n_events[both] / shares.n_chances[both] for shares in (classifier_right, classifier_wrong)]
    return Team(np.column_stack(cases), int(np.sum(~both)))


def accuracy_curve(
    arm: Team, grid: Values, level: float, *, rng: np.random.Generator, n_resamples: int = N_RESAMPLES
) -> Curve | NotEstimable:
    """The team's accuracy over the classifier's, `grid`, with a percentile bootstrap band over participants."""
    missing = lack((arm,), 1)
    if missing:
        return missing
    band = lack((arm,), 2) or _band(resampled_means(arm.by_case, n_resamples, rng), grid, level)
    return Curve(grid, arm.by_case.mean(axis=0) @ _cases(grid), band)


def difference_curve(
    arms: Arms, grid: Values, level: float, *, rng: np.random.Generator, n_resamples: int = N_RESAMPLES
) -> Curve | NotEstimable:
    """The first arm's accuracy minus the second's over the classifier's, with a percentile bootstrap band.

    The arms are different participants.
    """
    missing = lack(arms, 1)
    if missing:
        return missing
    band = lack(arms, 2) or _band(resampled_differences(arms, n_resamples, rng), grid, level)
    return Curve(grid, difference(arms) @ _cases(grid), band)


def difference(arms: Arms) -> Values:
    """First arm minus second, (2,): where the classifier is right, and where it is wrong."""
    return _without_residue(arms[0].by_case.mean(axis=0) - arms[1].by_case.mean(axis=0))


def resampled_differences(arms: Arms, n_resamples: int, rng: np.random.Generator) -> Values:
    """`difference` in resamples of the participants of either arm: (n_resamples, 2)."""
    first, second = (resampled_means(arm.by_case, n_resamples, rng) for arm in arms)
    return _without_residue(first - second)


def lack(arms: tuple[Team, ...], n_needed: int) -> NotEstimable | None:
    """The reason, where an arm has fewer participants than needed."""
    fewest = min(arm.by_case.shape[0] for arm in arms)
    if fewest >= n_needed:
        return None
    needed = "a participant" if n_needed == 1 else f"{n_needed} participants"
    return NotEstimable(
        f"an arm needs {needed} with trials where the classifier was right and where it was wrong, "
        f"here: {participants(fewest)}"
    )


def _cases(grid: Values) -> Values:
    return np.stack([grid, 1 - grid])


def _band(draws: Values, grid: Values, level: float) -> Band | NotEstimable:
    if np.ptp(draws, axis=0).max() < RESIDUE:
        return NotEstimable("all resamples give the same curve, so their spread says nothing of how sure this is")
    low, high = np.quantile(draws @ _cases(grid), [(1 - level) / 2, (1 + level) / 2], axis=0)
    return Band(low, high, level)


def _without_residue(values: Values) -> Values:
    return np.where(np.abs(values) < RESIDUE, 0.0, values)
