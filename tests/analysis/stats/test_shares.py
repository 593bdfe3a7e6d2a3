import numpy as np
import pytest

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable
from analysis.stats.shares import Shares, averaged_share, count, pooled_share, share_of_each


def shares(n_events: list[int], n_chances: list[int]) -> Shares:
    return Shares(np.array(n_events), np.array(n_chances), "trial where the classifier was wrong")


def test_events_count_only_where_there_was_a_chance() -> None:
    event = np.array([True, True, False, True, True])
    chance = np.array([True, False, True, True, True])
    n_events, n_chances = count(event, chance, np.array([0, 0, 0, 2, 2]), 4)
    assert n_events.tolist() == [1, 0, 2, 0]
    assert n_chances.tolist() == [2, 0, 2, 0]


def test_a_participant_without_a_denominator_has_a_reason_not_a_zero() -> None:
    found = share_of_each(shares([1, 0, 0], [4, 0, 2]))
    assert found == (0.25, NotEstimable("no trial where the classifier was wrong"), 0.0)


def test_averaged_counts_participants_alike_and_pooled_counts_trials_alike() -> None:
    """Shares .5 of 2 and 1 of 8 trials: mean .75, pooled 9 / 10."""
    assert averaged_share(shares([1, 8], [2, 8]), 0.95).estimate == 0.75
    assert pooled_share(shares([1, 8], [2, 8]), 0.95).estimate == 0.9


def test_the_average_has_students_interval_and_counts_who_is_left_out() -> None:
    """scipy 1.17.1: stats.t.interval(.95, 3, .5, stats.sem([.4, .5, .6, .5]))"""
    found = averaged_share(shares([4, 5, 0, 6, 5], [10, 10, 0, 10, 10]), 0.95)
    assert isinstance(found.interval, Interval)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.3700771736, 0.6299228264), abs=1e-9)
    assert (found.n_participants, found.n_without, found.n_trials) == (4, 1, 40)


def test_the_pooled_interval_of_equal_denominators_is_that_of_the_average() -> None:
    one, other = (
        averaged_share(shares([4, 5, 6, 5], [10] * 4), 0.95),
        pooled_share(shares([4, 5, 6, 5], [10] * 4), 0.95),
    )
    assert one.std_error is not None
    assert other.std_error == pytest.approx(one.std_error, abs=1e-12)


def test_an_interval_of_shares_stays_among_shares() -> None:
    found = averaged_share(shares([0, 1, 0], [10, 10, 10]), 0.95)
    assert isinstance(found.interval, Interval)
    assert found.interval.low == 0


@pytest.mark.parametrize("read", [averaged_share, pooled_share])
def test_no_denominator_at_all_gives_the_reason_and_the_count(read: object) -> None:
    assert callable(read)
    found = read(shares([0, 0], [0, 0]), 0.95)
    assert found.estimate == NotEstimable("no participant has a trial where the classifier was wrong")
    assert (found.n_participants, found.n_without, found.n_trials) == (0, 2, 0)


@pytest.mark.parametrize("read", [averaged_share, pooled_share])
@pytest.mark.parametrize("case", [shares([3], [4]), shares([3, 3], [4, 4])])
def test_one_participant_or_equal_ones_have_an_estimate_without_an_interval(read: object, case: Shares) -> None:
    assert callable(read)
    found = read(case, 0.95)
    assert found.estimate == 0.75
    assert found.std_error is None
    assert isinstance(found.interval, NotEstimable)


def test_the_pooled_interval_covers_as_often_as_it_says_where_trials_of_one_participant_resemble_each_other() -> None:
    rng = np.random.default_rng(20261124)
    hits, n_studies = 0, 1000
    for _ in range(n_studies):
        n_chances = rng.integers(5, 30, 40)
        n_events = rng.binomial(n_chances, rng.beta(3, 2, 40))
        found = pooled_share(Shares(n_events, n_chances, "trial"), 0.95)
        assert isinstance(found.interval, Interval)
        hits += found.interval.low <= 0.6 <= found.interval.high
    # Monte-Carlo standard error .007; three of them
    assert 0.929 <= hits / n_studies <= 0.971
