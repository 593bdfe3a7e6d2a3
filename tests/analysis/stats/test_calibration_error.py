import numpy as np
import pytest

from analysis.result import Interval
from analysis.stats.calibration import Binning
from analysis.stats.calibration_error import calibration_error
from analysis.stats.confidence import Answers
from analysis.stats.estimable import NotEstimable

TENTHS = Binning("equal width", 10)


def stated(rng: np.random.Generator, n_people: int, n_each: int) -> np.ndarray:
    return rng.choice([0.5, 0.6, 0.7, 0.8, 0.9, 1.0], n_people * n_each)


def people(n_people: int, n_each: int) -> np.ndarray:
    return np.repeat(np.arange(n_people), n_each)


def test_the_error_is_the_weighted_distance_of_the_bins() -> None:
    """Two answers at .5, one right; four at 1, three right: (2 * 0 + 4 * .25) / 6."""
    answers = Answers(
        np.array([0.5, 0.5, 1.0, 1.0, 1.0, 1.0]),
        np.array([True, False, True, True, True, False]),
        np.array([1, 2, 1, 1, 2, 2]),
    )
    found = calibration_error(answers, TENTHS, 0.95, rng=np.random.default_rng(1))
    assert found.estimate == pytest.approx(1 / 6)


def test_few_answers_err_by_chance_alone() -> None:
    """Of two answers at .5, one is right half of the time: error 0; else .5: .25 on average."""
    answers = Answers(np.array([0.5, 0.5]), np.array([True, False]), np.array([1, 2]))
    found = calibration_error(answers, TENTHS, 0.95, rng=np.random.default_rng(1), n_draws=4000)
    assert found.estimate == 0
    assert found.expected_if_calibrated == pytest.approx(0.25, abs=0.012)
    assert (found.range_if_calibrated.low, found.range_if_calibrated.high) == (0, 0.5)


def test_the_same_seed_gives_the_same_error() -> None:
    rng = np.random.default_rng(5)
    p = stated(rng, 10, 20)
    answers = Answers(p, rng.random(200) < p, people(10, 20))
    first = calibration_error(answers, TENTHS, 0.95, rng=np.random.default_rng(2), n_draws=100)
    assert calibration_error(answers, TENTHS, 0.95, rng=np.random.default_rng(2), n_draws=100) == first


def test_one_participant_has_no_interval() -> None:
    answers = Answers(np.array([0.5, 0.9]), np.array([True, False]), np.array([1, 1]))
    found = calibration_error(answers, TENTHS, 0.95, rng=np.random.default_rng(1), n_draws=50)
    assert found.interval == NotEstimable("an interval needs two participants, here: 1 participant")


def test_great_overconfidence_is_told_from_chance() -> None:
    """Certain, and right by chance: the error is .5."""
    rng = np.random.default_rng(6)
    answers = Answers(np.ones(600), rng.random(600) < 0.5, people(20, 30))
    found = calibration_error(answers, TENTHS, 0.95, rng=rng, n_draws=400)
    assert isinstance(found.interval, Interval)
    assert 0.4 < found.interval.low < 0.5 < found.interval.high < 0.6
    assert found.expected_if_calibrated == 0


@pytest.mark.parametrize(("slope", "truth"), [(1.0, 0.0), (0.4, 0.15)])
def test_the_interval_covers_the_truth_of_calibrated_and_of_overconfident_people(slope: float, truth: float) -> None:
    """Right with probability .5 + slope (p - .5), so the error is (1 - slope) * mean(p - .5) = (1 - slope) / 4."""
    rng = np.random.default_rng(8)
    hits, n_studies = 0, 300
    for _ in range(n_studies):
        p = stated(rng, 20, 24)
        answers = Answers(p, rng.random(480) < 0.5 + slope * (p - 0.5), people(20, 24))
        found = calibration_error(answers, TENTHS, 0.95, rng=rng, n_draws=200)
        assert isinstance(found.interval, Interval)
        hits += found.interval.low <= truth <= found.interval.high
    assert hits / n_studies >= 0.93


def test_the_estimate_of_calibrated_people_is_what_chance_makes_it() -> None:
    rng = np.random.default_rng(9)
    p = stated(rng, 20, 24)
    estimates = []
    for _ in range(200):
        answers = Answers(p, rng.random(480) < p, people(20, 24))
        estimates.append(calibration_error(answers, TENTHS, 0.95, rng=rng, n_draws=100))
    assert np.mean([each.estimate for each in estimates]) == pytest.approx(
        np.mean([each.expected_if_calibrated for each in estimates]), abs=0.003
    )
