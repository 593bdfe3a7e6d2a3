from pathlib import Path

import numpy as np
import pytest

from analysis.result import Interval
from analysis.stats.base_rate_crossing import Crossing, NoCrossing, Resampled, crossing
from analysis.stats.base_rates import Band, Curve, Team, accuracy_curve, difference_curve, team
from analysis.stats.estimable import NotEstimable
from analysis.stats.shares import Shares
from tests.analysis.stats.taesiri import team_of

GRID = np.array([0.5, 0.7, 0.85, 0.95])
FEW = 500


def rng() -> np.random.Generator:
    return np.random.default_rng(20261124)


def arm(*by_case: tuple[float, float]) -> Team:
    return Team(np.array(by_case).reshape(-1, 2), 0)


CAREFUL = arm((0.8, 0.6), (0.7, 0.5), (0.9, 0.4), (0.8, 0.5))
TRUSTING = arm((0.9, 0.2), (1.0, 0.3), (0.8, 0.3), (0.9, 0.2))


def test_who_lacks_a_kind_of_trial_is_left_out_and_counted() -> None:
    right = Shares(np.array([9, 3, 0]), np.array([10, 4, 0]), "right")
    wrong = Shares(np.array([5, 0, 2]), np.array([10, 0, 4]), "wrong")
    found = team(right, wrong)
    assert found.by_case.tolist() == [[0.9, 0.5]]
    assert found.n_without == 2


def test_the_accuracy_of_a_team_mixes_its_two_cases() -> None:
    """Means .8 and .5: at pi = .5 .65, at pi = .95 .785."""
    found = accuracy_curve(CAREFUL, GRID, 0.95, rng=rng(), n_resamples=FEW)
    assert isinstance(found, Curve)
    assert found.estimate == pytest.approx([0.65, 0.71, 0.755, 0.785])
    assert isinstance(found.band, Band)
    assert np.all((found.band.low <= found.estimate) & (found.estimate <= found.band.high))


def test_the_band_of_a_curve_is_that_of_the_mean_of_its_participants() -> None:
    """Of 400 participants with SD .1 where right, at pi = 1: .8 ± 1.96 × .1 / 20."""
    right = 0.8 + 0.1 * np.where(np.arange(400) % 2, 1, -1)
    found = accuracy_curve(Team(np.column_stack([right, right / 2]), 0), np.array([1.0]), 0.95, rng=rng())
    assert isinstance(found, Curve)
    assert isinstance(found.band, Band)
    assert (found.band.low[0], found.band.high[0]) == pytest.approx((0.7902, 0.8098), abs=0.001)


def test_two_arms_tie_where_their_lines_cross() -> None:
    """.8 pi + .5 (1 - pi) = .9 pi + .25 (1 - pi) at pi = .25 / .35."""
    found = crossing((CAREFUL, TRUSTING), 0.95, rng=rng(), n_resamples=FEW)
    assert isinstance(found, Crossing)
    assert found.estimate == pytest.approx(0.7142857143)
    assert found.better_below == "first"
    assert isinstance(found.interval, Interval)
    assert found.interval.low < found.estimate < found.interval.high


def test_exchanged_arms_tie_in_the_same_place_and_exchange_who_is_better() -> None:
    found = crossing((TRUSTING, CAREFUL), 0.95, rng=rng(), n_resamples=FEW)
    assert isinstance(found, Crossing)
    assert found.estimate == pytest.approx(0.7142857143)
    assert found.better_below == "second"
    assert isinstance(found.interval, Interval)
    assert found.interval.low < found.estimate < found.interval.high


def test_exchanged_arms_have_the_mirrored_difference() -> None:
    one = difference_curve((CAREFUL, TRUSTING), GRID, 0.95, rng=rng(), n_resamples=FEW)
    other = difference_curve((TRUSTING, CAREFUL), GRID, 0.95, rng=rng(), n_resamples=FEW)
    assert isinstance(one, Curve)
    assert isinstance(other, Curve)
    assert one.estimate == pytest.approx([0.075, 0.005, -0.0475, -0.0825])
    assert other.estimate == pytest.approx([-0.075, -0.005, 0.0475, 0.0825])


def test_an_arm_that_is_better_in_both_cases_is_never_caught_up() -> None:
    worse = arm((0.5, 0.1), (0.6, 0.2), (0.55, 0.15))
    found = crossing((worse, CAREFUL), 0.95, rng=rng(), n_resamples=FEW)
    reason = "the second arm is the better one at every accuracy of the classifier"
    assert found == NoCrossing(reason, "second", 1.0)


def test_arms_that_are_alike_tie_in_no_one_place() -> None:
    found = crossing((CAREFUL, CAREFUL), 0.95, rng=rng(), n_resamples=FEW)
    assert isinstance(found, NoCrossing)
    assert found.reason == "the arms are alike at every accuracy of the classifier"
    assert found.better is None


def test_a_crossing_that_escapes_in_many_resamples_has_an_open_end() -> None:
    """Where the classifier is right the arms hardly differ, so the first may as well be better throughout."""
    first = arm((0.7, 0.8), (0.9, 0.9), (0.6, 0.7), (0.99, 0.8))
    second = arm((0.8, 0.3), (0.7, 0.2), (0.9, 0.3), (0.8, 0.2))
    found = crossing((first, second), 0.95, rng=rng(), n_resamples=FEW)
    assert isinstance(found, Crossing)
    assert isinstance(found.resampled, Resampled)
    assert 0.3 < found.resampled.p_without < 0.6
    assert found.resampled.p_reversed == 0
    assert isinstance(found.interval, Interval)
    assert found.interval.high == 1


def test_arms_that_cross_either_way_round_have_no_interval() -> None:
    """Who is more often right in one case is less so in the other, and the arms hardly differ."""
    first = arm((0.5, 0.91), (0.9, 0.5), (0.69, 0.7))
    second = arm((0.5, 0.9), (0.9, 0.5), (0.7, 0.7))
    found = crossing((first, second), 0.95, rng=rng(), n_resamples=FEW)
    assert isinstance(found, Crossing)
    assert isinstance(found.interval, NotEstimable)
    assert isinstance(found.resampled, Resampled)
    assert found.resampled.p_reversed > 0.05


def test_nobody_has_no_curve() -> None:
    reason = (
        "an arm needs a participant with trials where the classifier was right and where it was wrong, "
        "here: no participants"
    )
    assert accuracy_curve(arm(), GRID, 0.95, rng=rng()) == NotEstimable(reason)
    assert difference_curve((CAREFUL, arm()), GRID, 0.95, rng=rng()) == NotEstimable(reason)
    assert crossing((arm(), CAREFUL), 0.95, rng=rng()) == NotEstimable(reason)


def test_one_participant_has_a_curve_and_a_crossing_without_limits() -> None:
    curve = accuracy_curve(arm((0.9, 0.4)), np.array([0.5]), 0.95, rng=rng())
    assert isinstance(curve, Curve)
    assert curve.estimate == pytest.approx([0.65])
    assert isinstance(curve.band, NotEstimable)
    found = crossing((arm((0.8, 0.5)), TRUSTING), 0.95, rng=rng())
    assert isinstance(found, Crossing)
    assert found.estimate == pytest.approx(0.7142857143)
    assert isinstance(found.interval, NotEstimable)
    assert isinstance(found.resampled, NotEstimable)


def test_participants_who_are_all_the_same_have_no_limits() -> None:
    same, others = arm((0.8, 0.5), (0.8, 0.5)), arm((0.9, 0.25), (0.9, 0.25))
    curve = accuracy_curve(same, GRID, 0.95, rng=rng(), n_resamples=FEW)
    assert isinstance(curve, Curve)
    assert isinstance(curve.band, NotEstimable)
    found = crossing((same, others), 0.95, rng=rng(), n_resamples=FEW)
    assert isinstance(found, Crossing)
    assert isinstance(found.interval, NotEstimable)


def test_the_same_seed_gives_the_same_interval() -> None:
    one, other = (crossing((CAREFUL, TRUSTING), 0.95, rng=rng(), n_resamples=FEW) for _ in range(2))
    assert one == other


@pytest.mark.slow
def test_the_interval_of_a_crossing_covers_as_often_as_it_says_though_many_resamples_have_none() -> None:
    """Differences of -.02 where right, .12 where wrong: tied at .857; 40 participants, 15 trials of either kind."""
    draw = rng()

    def sample(p_right: float, p_wrong: float) -> Team:
        return Team(np.column_stack([draw.binomial(15, p, 40) / 15 for p in (p_right, p_wrong)]), 0)

    intervals = []
    for _ in range(400):
        found = crossing((sample(0.86, 0.53), sample(0.88, 0.41)), 0.95, rng=draw, n_resamples=400)
        if isinstance(found, Crossing) and isinstance(found.interval, Interval):
            intervals.append(found.interval)
    covering = [interval for interval in intervals if interval.low <= 0.12 / 0.14 <= interval.high]
    assert len(intervals) > 200
    # Monte-Carlo standard error about .013; three of them
    assert 0.91 <= len(covering) / len(intervals) <= 0.99


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("condition", "right", "wrong", "curve"),
    [
        ("CHM-Corr", 0.860, 0.534, (0.697, 0.762, 0.811, 0.844)),
        ("EMD-Corr", 0.849, 0.503, (0.676, 0.746, 0.798, 0.832)),
        ("ResNet-50", 0.898, 0.412, (0.655, 0.752, 0.825, 0.874)),
        ("kNN", 0.963, 0.332, (0.647, 0.774, 0.868, 0.931)),
    ],
)
def test_the_accuracies_that_a_public_study_implies_come_out(
    shared_data: Path, condition: str, right: float, wrong: float, curve: tuple[float, ...]
) -> None:
    arm_of = team_of(shared_data, condition)
    assert arm_of.by_case.mean(axis=0) == pytest.approx([right, wrong], abs=0.0006)
    found = accuracy_curve(arm_of, GRID, 0.95, rng=rng(), n_resamples=FEW)
    assert isinstance(found, Curve)
    assert found.estimate == pytest.approx(curve, abs=0.0006)


@pytest.mark.shared_data
def test_the_accuracy_winner_of_a_public_study_loses_to_no_explanation_from_an_accuracy_on(shared_data: Path) -> None:
    arms = team_of(shared_data, "CHM-Corr"), team_of(shared_data, "ResNet-50")
    found = crossing(arms, 0.95, rng=rng(), n_resamples=4000)
    assert isinstance(found, Crossing)
    assert round(found.estimate, 3) == 0.763
    assert found.better_below == "first"
    assert isinstance(found.interval, Interval)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.60, 0.98), abs=0.02)
