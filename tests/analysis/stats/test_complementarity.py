import numpy as np
import pytest

from analysis.result import Interval
from analysis.stats.complementarity import Accuracies, Complementarity, complementarity
from analysis.stats.estimable import NotEstimable

FEW = 1000


def rng() -> np.random.Generator:
    return np.random.default_rng(20261124)


def accuracies(team: list[float], classifier: list[float], human: list[float], paired: bool = True) -> Accuracies:
    return Accuracies(np.array(team), np.array(classifier), np.array(human), paired)


def found(of: Accuracies) -> Complementarity:
    result = complementarity(of, 0.95, rng=rng(), n_resamples=FEW)
    assert isinstance(result, Complementarity)
    return result


def test_a_team_is_measured_by_the_better_of_the_two_alone() -> None:
    """.85 with advice; .6 alone; the classifier .8."""
    result = found(accuracies([0.9, 0.8, 0.85], [0.8, 0.8, 0.8], [0.6, 0.5, 0.7]))
    assert result.estimate == pytest.approx(0.05)
    assert (result.team, result.human, result.classifier) == pytest.approx((0.85, 0.6, 0.8))
    assert result.better_alone == "classifier"


def test_better_than_people_alone_is_not_yet_complementary() -> None:
    result = found(accuracies([0.7, 0.75], [0.8, 0.8], [0.6, 0.6]))
    assert result.estimate == pytest.approx(-0.075)


def test_people_who_are_better_than_the_classifier_are_the_measure() -> None:
    result = found(accuracies([0.9, 0.8], [0.6, 0.6], [0.8, 0.7]))
    assert result.estimate == pytest.approx(0.1)
    assert result.better_alone == "human"


def test_people_and_classifier_may_tie() -> None:
    result = found(accuracies([0.9, 0.8], [0.7, 0.7], [0.6, 0.8]))
    assert result.better_alone == "both"
    assert result.estimate == pytest.approx(0.15)


def test_the_interval_is_that_of_the_difference_where_the_better_one_is_clear() -> None:
    """Of 400 participants with SD .1: .1 ± 1.96 × .1 / 20."""
    team = 0.9 + 0.1 * np.where(np.arange(400) % 2, 1, -1)
    of = Accuracies(team, np.full(400, 0.8), np.full(400, 0.3), True)
    result = complementarity(of, 0.95, rng=rng(), n_resamples=4000)
    assert isinstance(result, Complementarity)
    assert isinstance(result.interval, Interval)
    assert (result.interval.low, result.interval.high) == pytest.approx((0.0902, 0.1098), abs=0.001)


def test_pairs_of_the_same_participant_stay_together() -> None:
    """Each gains .1, whoever is drawn, so there is no spread; of different people the same numbers have one."""
    team, human = [0.9, 0.7, 0.5], [0.8, 0.6, 0.4]
    assert isinstance(found(accuracies(team, [0.1] * 3, human)).interval, NotEstimable)
    assert isinstance(found(accuracies(team, [0.1] * 3, human, paired=False)).interval, Interval)


def test_other_people_alone_may_be_more_or_fewer() -> None:
    result = found(accuracies([0.9, 0.8], [0.5, 0.5], [0.6, 0.7, 0.8], paired=False))
    assert result.estimate == pytest.approx(0.15)
    assert (result.n_team, result.n_human) == (2, 3)


def test_one_participant_has_a_gain_without_an_interval() -> None:
    result = found(accuracies([0.9], [0.8], [0.6]))
    assert result.estimate == pytest.approx(0.1)
    assert result.interval == NotEstimable("an interval needs two participants with advice, and two without")


@pytest.mark.parametrize(("team", "human"), [([], [0.5]), ([0.5], [])])
def test_nobody_on_one_side_gives_a_reason(team: list[float], human: list[float]) -> None:
    result = complementarity(accuracies(team, team, human, paired=False), 0.95, rng=rng())
    assert isinstance(result, NotEstimable)
