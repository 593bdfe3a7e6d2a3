import numpy as np
import pytest

from analysis.stats.estimable import NotEstimable
from analysis.stats.within import cousineau_morey

THREE = np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [3.0, 3.0, 6.0]])


def test_differences_between_participants_are_taken_out() -> None:
    """Less their own means: (-1, 0, 1), (-2, 0, 2), (-1, -1, 2), each column with variance 1/3.

    With Morey's 3/2 the SE is sqrt(1/6); t.ppf(.975, 2) = 4.302653.
    """
    found = cousineau_morey(THREE, 0.95)
    assert not isinstance(found, NotEstimable)
    assert [each.estimate for each in found] == pytest.approx([2.0, 3.0, 5.0])
    assert [each.std_error for each in found] == pytest.approx([0.4082483] * 3, abs=1e-7)
    assert (found[0].interval.low, found[0].interval.high) == pytest.approx((2 - 1.756551, 2 + 1.756551), abs=1e-5)


def test_of_two_conditions_it_reaches_as_far_as_the_paired_interval_over_root_two() -> None:
    """Differences 1, 2, 6: SD sqrt(7), so the paired SE is sqrt(7 / 3) and ours sqrt(7 / 6)."""
    found = cousineau_morey(np.array([[1.0, 0.0], [5.0, 3.0], [9.0, 3.0]]), 0.95)
    assert not isinstance(found, NotEstimable)
    assert [each.std_error for each in found] == pytest.approx([1.0801234] * 2, abs=1e-7)


def test_a_participant_who_is_better_throughout_changes_no_interval() -> None:
    shifted = cousineau_morey(THREE + np.array([[0.0], [10.0], [-3.0]]), 0.95)
    assert not isinstance(shifted, NotEstimable)
    assert [each.std_error for each in shifted] == pytest.approx([0.4082483] * 3, abs=1e-7)


def test_too_little_gives_a_reason_instead_of_a_number() -> None:
    assert isinstance(cousineau_morey(THREE[:1], 0.95), NotEstimable)
    assert isinstance(cousineau_morey(THREE[:0], 0.95), NotEstimable)
    assert isinstance(cousineau_morey(THREE[:, :1], 0.95), NotEstimable)


def test_participants_who_differ_in_their_level_only_give_a_reason_instead_of_a_number() -> None:
    same = np.array([[0.1], [0.7], [0.4]]) + np.array([[0.0, 0.1, 0.2]])
    assert isinstance(cousineau_morey(same, 0.95), NotEstimable)
