import numpy as np
import pytest

from analysis.stats.adjusted import Adjusted, Group, adjusted
from analysis.stats.estimable import NotEstimable
from analysis.stats.intervals import Difference

BEFORE = np.array([0.2, 0.4, 0.5, 0.6, 0.8, 0.3, 0.5, 0.5, 0.7])
AFTER = np.array([0.4, 0.5, 0.5, 0.8, 0.9, 0.6, 0.6, 0.9, 0.8])
GROUPS = {"a": Group(BEFORE[:5], AFTER[:5]), "b": Group(BEFORE[5:], AFTER[5:])}


def test_the_difference_is_that_of_another_program() -> None:
    # R 4.2: m <- lm(after ~ 0 + group + I(before - mean(before))); HC3 from model.matrix, resid and hatvalues
    model = adjusted(GROUPS)
    assert isinstance(model, Adjusted)
    found = model.difference("b", "a", 0.95)
    assert isinstance(found, Difference)
    assert (found.estimate, found.std_error, found.df) == pytest.approx((0.105, 0.09255137772, 6.0))
    assert (model.mean("a"), model.mean("b"), model.slope) == pytest.approx((0.62, 0.725, 0.7857142857))


def test_a_covariate_that_is_the_same_for_all_cannot_adjust() -> None:
    same = {name: Group(np.full(4, 0.5), np.array([0.1, 0.2, 0.3, 0.4])) for name in "ab"}
    assert adjusted(same) == NotEstimable("within each group all participants have the same value of the covariate")


def test_too_few_participants_are_too_few() -> None:
    few = {"a": Group(BEFORE[:1], AFTER[:1]), "b": Group(BEFORE[1:3], AFTER[1:3])}
    assert adjusted(few) == NotEstimable("3 coefficients need more than 3 participants, here: 3")


def test_a_participant_alone_in_a_group_is_not_compared() -> None:
    alone = {"a": Group(BEFORE[:1], AFTER[:1]), "b": Group(BEFORE[1:], AFTER[1:])}
    assert adjusted(alone) == NotEstimable("a participant is alone in its group, or with its value of the covariate")
