"""The expected calibration error, which is never zero, beside what chance alone makes of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.result import Interval
from analysis.stats.calibration import Binning
from analysis.stats.confidence import Answers
from analysis.stats.estimable import NotEstimable, Values, participants


@dataclass(frozen=True)
class CalibrationError:
    """The error, and what it would be of people who know exactly how sure to be.

    expected_if_calibrated, range_if_calibrated: mean and central range of the error by chance alone.
    """

    estimate: float
    interval: Interval | NotEstimable
    expected_if_calibrated: float
    range_if_calibrated: Interval


def calibration_error(
    answers: Answers, binning: Binning, level: float, *, rng: np.random.Generator, n_draws: int = 2000
) -> CalibrationError:
    """ECE: the distance of mean probability and accuracy in each bin, averaged over bins by their answers.

    It is biased upwards, the more the fewer answers a bin holds.  Hence beside it the error of simulated answers
    that are right with exactly the stated probability, independently of each other.

    interval: from n_draws bootstrap samples of participants; the bins stay those of the data.  The usual percentile
    interval never holds the error of well-calibrated people, for the quantiles carry the bias twice.  Here the lower
    limit is 2 estimate - upper quantile, and 0 where samples of calibrated participants (each bin's mean excess taken
    off) err as much; the upper limit is the upper quantile.  Simulated, with 20 to 60 participants and a true error
    of 0 to .18, it covers .96 to .98 at level .95, where the percentile interval covers 0 to .94.
    """
    place = binning.of(answers.probability)
    by_chance = _errors_by_chance(answers, place, rng, n_draws)
    low, high = np.quantile(by_chance, _tails(level))
    labels, person = np.unique(answers.participant, return_inverse=True)
    excess, n = np.zeros((2, labels.size, int(place.max()) + 1))  # each (participants, bins)
    np.add.at(excess, (person, place), answers.probability - answers.right)
    np.add.at(n, (person, place), 1)
    drawn = rng.multinomial(labels.size, np.full(labels.size, 1 / labels.size), size=n_draws)
    return CalibrationError(
        estimate=float(_error(excess.sum(axis=0), n.sum())),
        interval=_interval(excess, n, drawn, level),
        expected_if_calibrated=float(by_chance.mean()),
        range_if_calibrated=Interval(float(low), float(high), level),
    )


def _error(excess: Values, n: Values | np.float64 | float) -> Values:
    """The error of (…, bins) sums of probability minus right, over (…) answers."""
    error: Values = np.abs(excess).sum(axis=-1) / n
    return error


def _errors_by_chance(answers: Answers, place: NDArray[np.intp], rng: np.random.Generator, n_draws: int) -> Values:
    errors = np.empty(n_draws)
    for draw in range(n_draws):
        right = rng.random(place.size) < answers.probability
        errors[draw] = _error(np.bincount(place, answers.probability - right).astype(np.float64), place.size)
    return errors


def _interval(excess: Values, n: Values, drawn: NDArray[np.int64], level: float) -> Interval | NotEstimable:
    """excess, n: (participants, bins).  drawn: (n_draws, participants), how often each is in the sample."""
    if len(excess) < 2:
        return NotEstimable(f"an interval needs two participants, here: {participants(len(excess))}")
    estimate = float(_error(excess.sum(axis=0), n.sum()))
    n_drawn = drawn @ n.sum(axis=1)
    calibrated = excess - n * (excess.sum(axis=0) / n.sum(axis=0))
    by_chance = float(np.quantile(_error(drawn @ calibrated, n_drawn), _tails(level)[1]))
    most = float(np.quantile(_error(drawn @ excess, n_drawn), _tails(level)[1]))
    least = 0.0 if estimate <= by_chance else max(0.0, 2 * estimate - most)
    return Interval(least, max(most, estimate), level)


def _tails(level: float) -> tuple[float, float]:
    return (1 - level) / 2, (1 + level) / 2
