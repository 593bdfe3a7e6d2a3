"""Whether people with a classifier are better than the better of the two alone."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.result import Interval
from analysis.stats.bootstrap import N_RESAMPLES, RESIDUE, percentile_interval, resampled_means
from analysis.stats.estimable import NotEstimable, Values, participants


@dataclass(frozen=True)
class Complementarity:
    """Accuracy of the team minus that of the better one alone; above 0, they complement each other.

    team, human, classifier: mean accuracies.  better_alone: which of the two is; `both` where they tie.
    n_team, n_human: participants behind them.
    """

    estimate: float
    interval: Interval | NotEstimable
    team: float
    human: float
    classifier: float
    better_alone: Literal["human", "classifier", "both"]
    n_team: int
    n_human: int


@dataclass(frozen=True)
class Accuracies:
    """Accuracies in [0, 1] of participants.

    team, classifier: (n_team,): of each participant with advice, and of the advice on that participant's trials.
    human: without advice; (n_team,) of the same participants, as from first answers, or (n_human,) of others.
    paired: whether they are the same.
    """

    team: Values
    classifier: Values
    human: Values
    paired: bool


def complementarity(
    accuracies: Accuracies, level: float, *, rng: np.random.Generator, n_resamples: int = N_RESAMPLES
) -> Complementarity | NotEstimable:
    """The team's accuracy minus the larger of human and classifier alone, with a percentile bootstrap interval.

    Participants are resampled, images are not: it is about these images.  The larger of two estimates is too large
    in the mean where the two are about equal, so the estimate then errs against complementarity.
    """
    team = np.column_stack([accuracies.team, accuracies.classifier])
    human = accuracies.human[:, None]
    if min(team.shape[0], human.shape[0]) == 0:
        return NotEstimable(
            f"with advice there are {participants(team.shape[0])}, without {participants(human.shape[0])}"
        )
    if accuracies.paired:
        means = np.column_stack([team, human]).mean(axis=0)
    else:
        means = np.concatenate([team.mean(axis=0), human.mean(axis=0)])
    return Complementarity(
        estimate=float(_gain(means[None])[0]),
        interval=_interval(accuracies, level, rng, n_resamples),
        team=float(means[0]),
        human=float(means[2]),
        classifier=float(means[1]),
        better_alone=_better(float(means[2]), float(means[1])),
        n_team=team.shape[0],
        n_human=human.shape[0],
    )


def _interval(
    accuracies: Accuracies, level: float, rng: np.random.Generator, n_resamples: int
) -> Interval | NotEstimable:
    team = np.column_stack([accuracies.team, accuracies.classifier])
    human = accuracies.human[:, None]
    if min(team.shape[0], human.shape[0]) < 2:
        return NotEstimable("an interval needs two participants with advice, and two without")
    if accuracies.paired:
        draws = resampled_means(np.column_stack([team, human]), n_resamples, rng)
    else:
        alone = resampled_means(human, n_resamples, rng)
        draws = np.column_stack([resampled_means(team, n_resamples, rng), alone])
    return percentile_interval(_gain(draws), level)


def _gain(means: Values) -> Values:
    """means: (n, 3) of team, classifier, human."""
    gains: Values = means[:, 0] - means[:, 1:].max(axis=1)
    return gains


def _better(human: float, classifier: float) -> Literal["human", "classifier", "both"]:
    if abs(human - classifier) < RESIDUE:
        return "both"
    return "human" if human > classifier else "classifier"
