"""Whether people are right as often as their confidence says."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from analysis.result import Interval
from analysis.stats.confidence import Answers
from analysis.stats.estimable import NotEstimable, Values, participants
from analysis.stats.intervals import Mean, mean
from analysis.stats.proportions import score_interval


@dataclass(frozen=True)
class Binning:
    """How probabilities are put together, n_bins at most.

    equal width: between `low` and `high`, each bin with its lower edge, the last with both.
    equal count: at the quantiles of the data; equal probabilities stay together, so counts may differ.
    """

    kind: Literal["equal width", "equal count"]
    n_bins: int
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        if self.n_bins < 1 or not self.low < self.high:
            raise ValueError(f"{self.n_bins} bins from {self.low} to {self.high}: there must be one, from low to high")

    def of(self, probability: Values) -> NDArray[np.intp]:
        """The bin of each probability, (N,): 0, 1, … without gaps, in rising order; empty bins have no number."""
        # a probability that was computed, such as 0.1 + 0.2, belongs where the written one does
        exact = probability.round(12)
        if self.kind == "equal width":
            if exact.min() < round(self.low, 12) or exact.max() > round(self.high, 12):
                raise ValueError(
                    f"probabilities from {exact.min()} to {exact.max()}: bins go {self.low} to {self.high}"
                )
            inner = np.linspace(self.low, self.high, self.n_bins + 1)[1:-1].round(12)
            places = np.searchsorted(inner, exact, side="right")
        else:
            inner = np.quantile(exact, np.arange(1, self.n_bins) / self.n_bins, method="inverted_cdf")
            places = np.searchsorted(np.unique(inner), exact, side="left")
        return np.unique(places, return_inverse=True)[1]


@dataclass(frozen=True)
class Brier:
    """The Brier score and its parts: score = reliability - resolution + uncertainty + spread - covariance.

    score: mean squared distance of probability and outcome (1 right, 0 wrong); lower is better.
    reliability: how far probabilities lie from what happened, 0 best.  resolution: how far the bins' accuracies
    lie apart, higher is better.  uncertainty: of the accuracy itself, whatever people say.
    spread, covariance: what varies within bins (Stephenson, Coelho and Jolliffe 2008); 0 where a bin is one value.
    """

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    within_spread: float
    within_covariance: float


def brier(answers: Answers, binning: Binning | None = None) -> Brier:
    """The Brier score of all answers pooled, decomposed (Murphy 1973).

    binning: None takes each probability that occurs as a bin, which makes Murphy's three parts exact.
    Reliability and resolution are biased upwards where bins hold few answers.
    """
    p, right = answers.probability, answers.right.astype(np.float64)
    place = np.unique(p, return_inverse=True)[1] if binning is None else binning.of(p)
    n = np.bincount(place)
    p_bin, right_bin = np.bincount(place, p) / n, np.bincount(place, right) / n
    accuracy = right.mean()
    if binning is None:
        p_bin = np.unique(p)
    p_off, right_off = p - p_bin[place], right - right_bin[place]
    return Brier(
        score=float(((p - right) ** 2).mean()),
        reliability=float(np.average((p_bin - right_bin) ** 2, weights=n)),
        resolution=float(np.average((right_bin - accuracy) ** 2, weights=n)),
        uncertainty=float(accuracy * (1 - accuracy)),
        within_spread=float((p_off**2).mean()),
        within_covariance=float(2 * (p_off * right_off).mean()),
    )


def overconfidence(answers: Answers, level: float) -> Mean | NotEstimable:
    """Mean probability minus accuracy, per participant, then over participants with Student's interval.

    Above 0: people believe to be right more often than they are.  Every participant weighs the same.
    """
    person = np.unique(answers.participant, return_inverse=True)[1]
    return mean(np.bincount(person, answers.probability - answers.right) / np.bincount(person), level)


@dataclass(frozen=True)
class ReliabilityBin:
    """One point of the reliability diagram; the interval is that of the accuracy."""

    n: int
    n_participants: int
    mean_probability: float
    accuracy: float
    interval: Interval | NotEstimable


def reliability_diagram(answers: Answers, binning: Binning, level: float) -> tuple[ReliabilityBin, ...]:
    """Probability against accuracy by bin, from the lowest up; bins without answers are left out."""
    place = binning.of(answers.probability)
    points = []
    for number in range(int(place.max()) + 1):
        inside = place == number
        right, people = answers.right[inside], answers.participant[inside]
        person = np.unique(people, return_inverse=True)[1]
        interval = clustered_proportion(
            np.bincount(person, right).astype(np.float64), np.bincount(person).astype(np.float64), level
        )
        average = float(answers.probability[inside].mean())
        points.append(ReliabilityBin(right.size, int(person.max()) + 1, average, float(right.mean()), interval))
    return tuple(points)


def clustered_proportion(n_right: Values, n: Values, level: float) -> Interval | NotEstimable:
    """The interval of sum(n_right) / sum(n) where each participant gave n answers, which hang together.

    n_right, n: one per participant.  Wilson's interval for the effective number of answers, p (1 - p) over the
    linearised variance between participants, with Student's quantile, at most as many as there are.
    Where all answers are right, or all wrong, nothing shows how they hang together: each participant counts as one.
    """
    people = n.size
    if people < 2:
        return NotEstimable(f"an interval needs two participants, here: {participants(people)}")
    total = float(n.sum())
    p = float(n_right.sum()) / total
    variance = people / (people - 1) * float(((n_right - p * n) ** 2).sum()) / total**2
    at_most = float(people) if p in (0, 1) else total
    effective = min(p * (1 - p) / variance, at_most) if variance > 0 else at_most
    return score_interval(p, effective, float(stats.t.ppf((1 + level) / 2, people - 1)), level)
