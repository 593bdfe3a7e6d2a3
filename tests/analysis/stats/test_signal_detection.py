"""Values by hand, typed from Python 3.11's statistics.NormalDist: z = inv_cdf((k + .5) / (n + 1)), phi = pdf(z)."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable
from analysis.stats.shares import Shares
from analysis.stats.signal_detection import (
    Detections,
    Estimate,
    averaged_index,
    criterion,
    d_prime,
    d_prime_of_two,
    d_prime_of_two_sides,
    detections,
    index_of_each,
    pooled_index,
)
from tests.analysis.stats.taesiri import detections_of, trials_of


def answers(hits: list[int], signals: list[int], false_alarms: list[int], others: list[int]) -> Detections:
    return Detections(
        Shares(np.array(hits), np.array(signals), "trial with a signal"),
        Shares(np.array(false_alarms), np.array(others), "trial without a signal"),
    )


ONE = answers([17], [20], [5], [25])


def test_sensitivity_is_the_distance_of_hits_and_false_alarms() -> None:
    (found,) = index_of_each(d_prime(ONE), 0.95)
    assert isinstance(found, Estimate)
    assert found.estimate == pytest.approx(1.7685160954, abs=1e-9)
    assert found.std_error == pytest.approx(0.4368999061, abs=1e-9)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.9122080145, 2.6248241763), abs=1e-9)
    assert found.n_trials == 45


def test_the_criterion_is_below_zero_for_who_leans_towards_yes() -> None:
    (found,) = index_of_each(criterion(ONE), 0.95)
    assert isinstance(found, Estimate)
    assert found.estimate == pytest.approx(-0.0831635184, abs=1e-9)
    assert found.std_error == pytest.approx(0.2184499531, abs=1e-9)


def test_two_alternatives_are_easier_than_yes_or_no_by_the_root_of_two() -> None:
    """30 of 40 right: sqrt(2) z(30.5 / 41)."""
    (found,) = index_of_each(d_prime_of_two(Shares(np.array([30]), np.array([40]), "trial")), 0.95)
    assert isinstance(found, Estimate)
    assert found.estimate == pytest.approx(0.9269088102, abs=1e-9)
    assert found.std_error == pytest.approx(0.3032618321, abs=1e-9)


def test_two_alternatives_by_side_allow_for_a_preferred_side() -> None:
    (found,) = index_of_each(d_prime_of_two_sides(ONE), 0.95)
    assert isinstance(found, Estimate)
    assert found.estimate == pytest.approx(1.2505297237, abs=1e-9)
    assert found.std_error == pytest.approx(0.3089348863, abs=1e-9)


def test_a_preferred_side_makes_d_prime_from_right_answers_too_small() -> None:
    """Right on 98 of 100 where the right side was right, on 50 of 100 where the left was: 148 of 200 in all."""
    (by_side,) = index_of_each(d_prime_of_two_sides(answers([98], [100], [50], [100])), 0.95)
    (by_right,) = index_of_each(d_prime_of_two(Shares(np.array([148]), np.array([200]), "trial")), 0.95)
    assert isinstance(by_side, Estimate)
    assert isinstance(by_right, Estimate)
    assert round(by_side.estimate, 2) == 1.39
    assert round(by_right.estimate, 2) == 0.90


def test_rates_of_none_and_all_have_a_finite_sensitivity() -> None:
    (found,) = index_of_each(d_prime(answers([20], [20], [0], [20])), 0.95)
    assert isinstance(found, Estimate)
    assert found.estimate == pytest.approx(3.9615047933, abs=1e-9)


@pytest.mark.parametrize(
    ("lacking", "kind"),
    [
        (answers([0], [0], [3], [9]), "no trial with a signal"),
        (answers([3], [9], [0], [0]), "no trial without a signal"),
    ],
)
def test_without_a_kind_of_trial_there_is_a_reason_instead_of_a_number(lacking: Detections, kind: str) -> None:
    assert index_of_each(d_prime(lacking), 0.95) == (NotEstimable(kind),)
    assert isinstance(averaged_index(d_prime(lacking), 0.95).estimate, NotEstimable)
    assert isinstance(pooled_index(criterion(lacking), 0.95).estimate, NotEstimable)


def test_who_lacks_a_kind_of_trial_is_left_out_of_the_average_and_counted() -> None:
    """The mean of 1.7685160954 (17 of 20, 5 of 25) and 2.2241565745 (20 of 20, 10 of 25)."""
    found = averaged_index(d_prime(answers([17, 20, 4], [20, 20, 9], [5, 10, 0], [25, 25, 0])), 0.95)
    assert found.estimate == pytest.approx(1.9963363349, abs=1e-9)
    assert (found.n_participants, found.n_without, found.n_trials) == (2, 1, 90)


def test_pooled_is_the_value_of_all_trials_together() -> None:
    """37 of 40, 15 of 50."""
    found = pooled_index(d_prime(answers([17, 20], [20, 20], [5, 10], [25, 25])), 0.95)
    assert found.estimate == pytest.approx(1.8830111418, abs=1e-9)
    assert (found.n_participants, found.n_without, found.n_trials) == (2, 0, 90)


def test_pooled_is_too_small_where_criteria_differ() -> None:
    """Both participants have d' = 1.259; 140 of 200 and 60 of 200 together make 1.043."""
    mixed = answers([90, 50], [100, 100], [50, 10], [100, 100])
    assert averaged_index(d_prime(mixed), 0.95).estimate == pytest.approx(1.2593033268, abs=1e-9)
    assert pooled_index(d_prime(mixed), 0.95).estimate == pytest.approx(1.0430817187, abs=1e-9)


def test_one_participant_has_an_average_without_an_interval() -> None:
    for found in (averaged_index(d_prime(ONE), 0.95), pooled_index(d_prime(ONE), 0.95)):
        assert found.estimate == pytest.approx(1.7685160954, abs=1e-9)
        assert found.interval == NotEstimable("an interval needs two participants, here: 1 participant")


def test_a_pooled_rate_of_none_has_no_interval_for_its_spread_says_nothing() -> None:
    found = pooled_index(d_prime(answers([5, 9, 7], [10, 10, 10], [0, 0, 0], [10, 10, 10])), 0.95)
    assert isinstance(found.estimate, float)
    assert found.interval == NotEstimable("all answered alike in every trial without a signal: no spread to judge by")
    assert found.std_error is None


def test_yes_for_no_and_signal_for_none_leave_sensitivity_and_turn_the_criterion_round() -> None:
    renamed = answers([20], [25], [3], [20])
    (one,), (other,) = index_of_each(d_prime(ONE), 0.95), index_of_each(d_prime(renamed), 0.95)
    (lean,), (turned,) = index_of_each(criterion(ONE), 0.95), index_of_each(criterion(renamed), 0.95)
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert isinstance(lean, Estimate)
    assert isinstance(turned, Estimate)
    assert other.estimate == pytest.approx(one.estimate, abs=1e-12)
    assert turned.estimate == pytest.approx(-lean.estimate, abs=1e-12)


def test_signal_for_none_alone_turns_sensitivity_round() -> None:
    (one,), (other,) = index_of_each(d_prime(ONE), 0.95), index_of_each(d_prime(answers([5], [25], [17], [20])), 0.95)
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert other.estimate == pytest.approx(-one.estimate, abs=1e-12)


def test_trials_are_counted_by_participant() -> None:
    yes = np.array([True, False, True, True])
    found = detections(yes, np.array([True, True, False, True]), np.array([0, 0, 0, 1]), 2)
    assert (found.hits.n_events.tolist(), found.hits.n_chances.tolist()) == ([1, 1], [2, 1])
    assert (found.false_alarms.n_events.tolist(), found.false_alarms.n_chances.tolist()) == ([1, 0], [1, 0])


@pytest.mark.parametrize("n", [15, 30, 100])
@pytest.mark.parametrize(("p_hit", "p_false_alarm"), [(0.7, 0.3), (0.86, 0.47), (0.95, 0.4), (0.98, 0.05)])
def test_the_interval_of_one_participant_covers_at_least_nearly_as_often_as_it_says(
    n: int, p_hit: float, p_false_alarm: float
) -> None:
    """Exact: every outcome of n trials of either kind, with its probability, and no simulation error."""
    hits, false_alarms = (grid.ravel() for grid in np.meshgrid(np.arange(n + 1), np.arange(n + 1)))
    of = np.full(hits.size, n)
    index = d_prime(Detections(Shares(hits, of, "signal"), Shares(false_alarms, of, "none")))
    probability = stats.binom.pmf(hits, n, p_hit) * stats.binom.pmf(false_alarms, n, p_false_alarm)
    truth = float(stats.norm.ppf(p_hit) - stats.norm.ppf(p_false_alarm))
    found = [each for each in index_of_each(index, 0.95) if isinstance(each, Estimate)]
    covers = np.array([each.interval.low <= truth <= each.interval.high for each in found])
    assert 0.94 <= float(probability @ covers) <= 0.98


def test_the_standard_error_of_one_participant_is_the_spread_of_many_such() -> None:
    rng = np.random.default_rng(20261124)
    n_such = 20_000
    of = np.full(n_such, 100)
    many = Detections(
        Shares(rng.binomial(100, 0.8, n_such), of, "signal"), Shares(rng.binomial(100, 0.35, n_such), of, "none")
    )
    found = [each for each in index_of_each(d_prime(many), 0.95) if isinstance(each, Estimate)]
    spread = np.std([each.estimate for each in found])
    assert float(np.mean([each.std_error for each in found]) / spread) == pytest.approx(1, abs=0.03)


def test_the_pooled_interval_covers_as_often_as_it_says_where_participants_differ() -> None:
    """Criteria differ with SD .6 around c = -.3, d' is 1.2: together z(hits) - z(false alarms) is 1.2 / sqrt(1.36)."""
    rng = np.random.default_rng(20261124)
    truth, hits, n_studies = 1.2 / 1.36**0.5, 0, 1000
    for _ in range(n_studies):
        lean = rng.normal(-0.3, 0.6, 50)
        of = np.full(50, 20)
        study = Detections(
            Shares(rng.binomial(of, stats.norm.cdf(0.6 - lean)), of, "signal"),
            Shares(rng.binomial(of, stats.norm.cdf(-0.6 - lean)), of, "none"),
        )
        found = pooled_index(d_prime(study), 0.95)
        assert isinstance(found.interval, Interval)
        hits += found.interval.low <= truth <= found.interval.high
    # Monte-Carlo standard error .007; three of them
    assert 0.929 <= hits / n_studies <= 0.971


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("condition", "sensitivity", "lean"),
    [("CHM-Corr", 1.16, -0.50), ("EMD-Corr", 1.04, -0.51), ("ResNet-50", 1.04, -0.74), ("kNN", 1.34, -1.10)],
)
def test_the_accuracy_winner_of_a_public_study_is_less_ready_to_accept_but_hardly_more_sensitive(
    shared_data: Path, condition: str, sensitivity: float, lean: float
) -> None:
    found = detections_of(trials_of(shared_data, condition))
    pooled = [pooled_index(index(found), 0.95).estimate for index in (d_prime, criterion)]
    assert pooled == pytest.approx([sensitivity, lean], abs=0.005)


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("condition", "accepted", "refused"), [("ResNet-50", 1337, 463), ("kNN", 1443, 327), ("CHM-Corr", 1173, 597)]
)
def test_the_published_numbers_accepted_and_refused_come_out(
    shared_data: Path, condition: str, accepted: int, refused: int
) -> None:
    found = detections_of(trials_of(shared_data, condition))
    yes = int(found.hits.n_events.sum() + found.false_alarms.n_events.sum())
    assert (yes, int(found.hits.n_chances.sum() + found.false_alarms.n_chances.sum()) - yes) == (accepted, refused)
