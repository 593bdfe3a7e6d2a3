"""Expected values by hand from the definitions."""

import numpy as np
import pytest

from analysis.result import Interval
from analysis.stats.calibration import Binning, brier, clustered_proportion, overconfidence, reliability_diagram
from analysis.stats.confidence import Answers
from analysis.stats.estimable import NotEstimable
from analysis.stats.intervals import Mean

# Two answers at .5 (one right), four at 1 (three right), by two people.
SIX = Answers(
    np.array([0.5, 0.5, 1.0, 1.0, 1.0, 1.0]),
    np.array([True, False, True, True, True, False]),
    np.array(["a", "b", "a", "a", "b", "b"]),
)


def test_the_brier_score_is_the_mean_squared_distance() -> None:
    assert brier(SIX).score == pytest.approx((0.25 + 0.25 + 1) / 6)


def test_murphys_parts_are_exact_for_the_values_that_occur() -> None:
    found = brier(SIX)
    assert found.reliability == pytest.approx(4 * 0.25**2 / 6)
    assert found.resolution == pytest.approx((2 * (1 / 2 - 2 / 3) ** 2 + 4 * (3 / 4 - 2 / 3) ** 2) / 6)
    assert found.uncertainty == pytest.approx(2 / 9)
    assert (found.within_spread, found.within_covariance) == (0, 0)


def test_within_one_wide_bin_spread_and_covariance_make_up_the_score() -> None:
    """Mean probability 5/6, accuracy 2/3."""
    found = brier(SIX, Binning("equal width", 1))
    assert found.reliability == pytest.approx((5 / 6 - 2 / 3) ** 2)
    assert found.resolution == pytest.approx(0)
    assert found.within_spread == pytest.approx(1 / 18)
    assert found.within_covariance == pytest.approx(2 * (3.5 / 6 - 5 / 6 * 2 / 3))


@pytest.mark.parametrize("binning", [None, Binning("equal width", 5), Binning("equal count", 4)])
def test_the_parts_add_up_to_the_score(binning: Binning | None) -> None:
    rng = np.random.default_rng(3)
    p = rng.random(200)
    found = brier(Answers(p, rng.random(200) < p**2, np.arange(200)), binning)
    parts = found.reliability - found.resolution + found.uncertainty + found.within_spread - found.within_covariance
    assert parts == pytest.approx(found.score, abs=1e-12)


def test_bins_of_equal_width_hold_their_lower_edge_and_the_last_both() -> None:
    p = np.array([0.0, 0.1, 0.1 + 0.2, 0.35, 0.95, 1.0])
    assert Binning("equal width", 10).of(p).tolist() == [0, 1, 2, 2, 3, 3]


def test_bins_of_equal_width_can_begin_at_chance() -> None:
    p = np.array([0.5, 0.74, 0.75, 1.0])
    assert Binning("equal width", 2, low=0.5).of(p).tolist() == [0, 0, 1, 1]


def test_a_probability_below_the_first_bin_is_refused() -> None:
    with pytest.raises(ValueError, match=r"bins go 0\.5 to 1\.0"):
        Binning("equal width", 2, low=0.5).of(np.array([0.4, 0.6]))


def test_bins_of_equal_count_hold_as_many() -> None:
    p = np.array([0.9, 0.1, 0.5, 0.2, 0.7, 0.3])
    assert Binning("equal count", 3).of(p).tolist() == [2, 0, 1, 0, 2, 1]


def test_bins_of_equal_count_never_part_equal_probabilities() -> None:
    assert Binning("equal count", 3).of(np.array([0.1, 0.8, 0.8, 0.8, 0.8, 0.9])).tolist() == [0, 0, 0, 0, 0, 1]


def test_bins_of_equal_count_are_at_most_the_values_that_occur() -> None:
    assert Binning("equal count", 10).of(np.array([0.5, 0.5, 1.0])).tolist() == [0, 0, 1]


def test_bins_without_width_or_number_are_refused() -> None:
    with pytest.raises(ValueError, match="0 bins"):
        Binning("equal count", 0)
    with pytest.raises(ValueError, match="from low to high"):
        Binning("equal width", 2, low=1.0, high=1.0)


def test_the_diagram_shows_each_bin_with_its_counts() -> None:
    low, high = reliability_diagram(SIX, Binning("equal width", 10), 0.95)
    assert (low.n, low.n_participants, low.mean_probability, low.accuracy) == (2, 2, 0.5, 0.5)
    assert (high.n, high.n_participants, high.mean_probability, high.accuracy) == (4, 2, 1.0, 0.75)


def test_a_bin_of_one_participant_has_no_interval() -> None:
    alone = Answers(np.array([0.6, 0.6]), np.array([True, False]), np.array([1, 1]))
    (point,) = reliability_diagram(alone, Binning("equal width", 2), 0.95)
    assert point.interval == NotEstimable("an interval needs two participants, here: 1 participant")


def test_one_answer_each_gives_wilsons_interval_with_students_quantile() -> None:
    """8 of 10: effective number p (1 - p) / (p (1 - p) / 9) = 9, quantile 2.262157 of 9 degrees of freedom."""
    found = clustered_proportion(np.array([1.0] * 8 + [0.0] * 2), np.ones(10), 0.95)
    assert isinstance(found, Interval)
    assert (found.low, found.high) == pytest.approx((0.427012, 0.955496), abs=2e-6)


def test_answers_that_hang_together_wholly_are_worth_one_each() -> None:
    once = clustered_proportion(np.array([1.0] * 8 + [0.0] * 2), np.ones(10), 0.95)
    often = clustered_proportion(np.array([7.0] * 8 + [0.0] * 2), np.full(10, 7.0), 0.95)
    assert isinstance(once, Interval)
    assert isinstance(often, Interval)
    assert (often.low, often.high) == pytest.approx((once.low, once.high), abs=1e-12)


def test_all_right_is_not_certainly_always_right() -> None:
    """Wilson's lower limit n / (n + t²) of 10 participants, t² = 5.117355."""
    found = clustered_proportion(np.full(10, 20.0), np.full(10, 20.0), 0.95)
    assert isinstance(found, Interval)
    assert (found.low, found.high) == pytest.approx((10 / 15.117355, 1), abs=1e-6)


def test_participants_who_are_all_equally_often_right_count_each_answer_once_at_most() -> None:
    """Wilson with n = 40, p = .5, t = 2.262157: .5 ± .5 sqrt(w / (1 + w)), w = t² / 40."""
    found = clustered_proportion(np.full(10, 2.0), np.full(10, 4.0), 0.95)
    assert isinstance(found, Interval)
    assert (found.low, found.high) == pytest.approx((0.331608, 0.668392), abs=2e-6)


def test_the_interval_of_a_bin_covers_the_truth_as_often_as_it_says() -> None:
    """Beta(6, 2) people with 1 to 9 answers; Monte-Carlo standard error .0056."""
    rng = np.random.default_rng(11)
    hits = 0
    for _ in range(1500):
        n = rng.integers(1, 10, size=25)
        found = clustered_proportion(rng.binomial(n, rng.beta(6, 2, 25)).astype(float), n.astype(float), 0.95)
        assert isinstance(found, Interval)
        hits += found.low <= 0.75 <= found.high
    assert 0.933 <= hits / 1500 <= 0.975


def test_overconfidence_is_mean_probability_minus_accuracy() -> None:
    """a: 2.5/3 - 1 = -1/6; b: 2.5/3 - 1/3 = 1/2."""
    found = overconfidence(SIX, 0.95)
    assert isinstance(found, Mean)
    assert found.estimate == pytest.approx(1 / 6)
    assert found.df == 1


def test_every_participant_weighs_the_same_in_overconfidence() -> None:
    """Nine wrong answers at 1 of one, one right answer at 1 of another: excesses 1 and 0."""
    answers = Answers(np.ones(10), np.array([False] * 9 + [True]), np.array([1] * 9 + [2]))
    found = overconfidence(answers, 0.95)
    assert isinstance(found, Mean)
    assert found.estimate == 0.5


def test_the_same_excess_of_everybody_has_no_interval() -> None:
    assert isinstance(overconfidence(Answers(np.ones(3), np.ones(3, dtype=bool), np.arange(3)), 0.95), NotEstimable)


@pytest.mark.parametrize("options", [3, 6, 7])
def test_bins_that_begin_at_a_chance_that_no_decimal_writes_hold_it(options: int) -> None:
    """1/3 rounded to twelve places is below 1/3."""
    places = Binning("equal width", 5, 1 / options, 1.0).of(np.array([1 / options, 1.0]))
    assert places.tolist() == [0, 1]
