"""From which accuracy of the classifier on another arm is the better one."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.result import Interval
from analysis.stats.base_rates import Arms, difference, lack, resampled_differences
from analysis.stats.bootstrap import N_RESAMPLES, percentile_interval
from analysis.stats.estimable import NotEstimable, Values


@dataclass(frozen=True)
class Resampled:
    """What became of the crossing in resamples of the participants.

    p_without: the fraction of resamples in which one arm is better at every accuracy in [0, 1], or both are alike.
    p_reversed: the fraction in which the arms cross the other way round.
    """

    p_without: float
    p_reversed: float
    n_resamples: int


@dataclass(frozen=True)
class Crossing:
    """The accuracy of the classifier, in [0, 1], at which two arms are equally often right.

    interval: a limit of 0 or 1 is an open end: there the arms may never tie.
    better_below: the arm that is the better one below it.
    """

    estimate: float
    interval: Interval | NotEstimable
    better_below: Literal["first", "second"]
    resampled: Resampled | NotEstimable


@dataclass(frozen=True)
class NoCrossing:
    """Why the arms do not tie in [0, 1], or not in one place; p_without as in `Resampled`.

    better: the arm that is the better one throughout; None where they are alike.
    """

    reason: str
    better: Literal["first", "second"] | None
    p_without: float | NotEstimable


def crossing(
    arms: Arms, level: float, *, rng: np.random.Generator, n_resamples: int = N_RESAMPLES
) -> Crossing | NoCrossing | NotEstimable:
    """Where the lines of two arms cross, with a percentile bootstrap interval over participants.

    A resample in which one arm is better throughout counts as a crossing at the end over which it was pushed, so the
    interval is not conditional on there being one: it holds the points at which the bootstrap of the difference
    decides for neither arm.  Resamples that cross the other way round lie at neither end: they are left out, and
    where they are more than 1 - level of all there is no interval.
    """
    missing = lack(arms, 1)
    if missing:
        return missing
    right, wrong = difference(arms).tolist()
    draws = lack(arms, 2) or resampled_differences(arms, n_resamples, rng)
    if right == wrong or right * wrong > 0:
        return _no_crossing(right, wrong, draws)
    estimate = wrong / (wrong - right)
    better_below: Literal["first", "second"] = "first" if wrong > right else "second"
    if isinstance(draws, NotEstimable):
        return Crossing(estimate, draws, better_below, draws)
    falling = draws if better_below == "first" else -draws
    turned = (falling[:, 1] <= 0) & (falling[:, 0] >= 0) & (falling[:, 0] > falling[:, 1])
    resampled = Resampled(_p_without(draws), float(np.mean(turned)), n_resamples)
    interval: Interval | NotEstimable = NotEstimable(
        f"in {resampled.p_reversed:.0%} of resamples the arms cross the other way round: where they tie is not known"
    )
    if resampled.p_reversed <= 1 - level:
        interval = percentile_interval(_places(falling[~turned]), level)
    return Crossing(estimate, interval, better_below, resampled)


def _no_crossing(right: float, wrong: float, draws: Values | NotEstimable) -> NoCrossing:
    p_without = draws if isinstance(draws, NotEstimable) else _p_without(draws)
    if right == wrong == 0:
        return NoCrossing("the arms are alike at every accuracy of the classifier", None, p_without)
    better: Literal["first", "second"] = "first" if right > 0 else "second"
    return NoCrossing(f"the {better} arm is the better one at every accuracy of the classifier", better, p_without)


def _p_without(draws: Values) -> float:
    """draws: (n_resamples, 2), of which both have one sign, or both are 0, where lines do not cross in one place."""
    return float(np.mean((draws[:, 0] * draws[:, 1] > 0) | np.all(draws == 0, axis=1)))


def _places(draws: Values) -> Values:
    """Where lines that fall cross 0: (n, 2) of heights at 1 and at 0; 1 for those above it throughout, 0 below."""
    right, wrong = draws.T
    places = np.where(right > 0, 1.0, 0.0)
    crosses = (wrong >= 0) & (right <= 0) & (wrong > right)
    places[crosses] = wrong[crosses] / (wrong - right)[crosses]
    return places
