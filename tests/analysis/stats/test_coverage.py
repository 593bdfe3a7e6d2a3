"""Whether intervals hold the truth as often as they say, on answers as the study collects them."""

import numpy as np

from analysis.stats.intervals import Difference, welch

N_STUDIES = 1500
N_PARTICIPANTS = 20
N_TRIALS = 24


def accuracies(rng: np.random.Generator, logit: float, spread: float) -> np.ndarray:
    """One accuracy per participant: people differ on the logit scale, trials are coin tosses."""
    p_right = 1 / (1 + np.exp(-(logit + rng.normal(0, spread, N_PARTICIPANTS))))
    return rng.binomial(N_TRIALS, p_right) / N_TRIALS


def mean_accuracy(logit: float, spread: float) -> float:
    """The mean over the population, by quadrature."""
    z = np.linspace(-8, 8, 4001)
    weight = np.exp(-(z**2) / 2)
    return float((weight / (1 + np.exp(-(logit + spread * z)))).sum() / weight.sum())


def test_the_interval_of_a_difference_covers_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(20261123)
    truth = mean_accuracy(0.6, 1.1) - mean_accuracy(0.1, 0.7)
    hits = rejections = 0
    for _ in range(N_STUDIES):
        found = welch(accuracies(rng, 0.6, 1.1), accuracies(rng, 0.1, 0.7), 0.95)
        assert isinstance(found, Difference)
        hits += found.interval.low <= truth <= found.interval.high
        null = welch(accuracies(rng, 0.1, 1.1), accuracies(rng, 0.1, 1.1), 0.95)
        assert isinstance(null, Difference)
        rejections += null.p < 0.05
    # Monte-Carlo standard error .0056; three of them
    assert 0.933 <= hits / N_STUDIES <= 0.967
    assert 0.033 <= rejections / N_STUDIES <= 0.067
