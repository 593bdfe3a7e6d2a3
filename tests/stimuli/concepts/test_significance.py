"""Which concepts of a picture are shown."""

import numpy as np
import pytest

from stimuli.concepts.significance import significant

FIVE = np.array([1.0, 5.0, -4.0, 3.0, 1.0], dtype=np.float32)  # positive: 5, 3, 1, 1


@pytest.mark.parametrize(
    ("coverage", "expected"),
    [(0.9, [1, 3, 0]), (0.91, [1, 3, 0, 4]), (0.8, [1, 3]), (0.81, [1, 3, 0]), (0.5, [1]), (0.51, [1, 3])],
)
def test_the_fewest_that_make_the_share_of_all_positive_contributions(coverage: float, expected: list[int]) -> None:
    assert significant(FIVE, coverage) == expected


def test_all_of_it_is_all_positive_ones() -> None:
    assert significant(FIVE, 1.0) == [1, 3, 0, 4]
    assert significant(np.full(7, 0.1, dtype=np.float32), 1.0) == [0, 1, 2, 3, 4, 5, 6]


def test_ties_go_to_the_earlier_concept() -> None:
    assert significant(np.array([2.0, 2.0, 2.0]), 0.5) == [0, 1]


def test_what_pulls_down_is_never_shown() -> None:
    assert significant(np.array([-3.0, 1.0, -8.0]), 1.0) == [1]


@pytest.mark.parametrize("none", [[-1.0, -2.0], [0.0, 0.0], [0.0, -1.0]])
def test_where_nothing_adds_nothing_is_shown(none: list[float]) -> None:
    assert significant(np.array(none), 0.9) == []
    assert significant(np.array(none), 0.9, shown=2) == []


def test_just_so_many_are_shown_as_far_as_they_add() -> None:
    assert significant(FIVE, 0.9, shown=1) == [1]
    assert significant(FIVE, 0.5, shown=4) == [1, 3, 0, 4]
    assert significant(FIVE, 0.9, shown=5) == [1, 3, 0, 4]


def test_never_more_than_the_most() -> None:
    assert significant(FIVE, 1.0, most=2) == [1, 3]
    assert significant(FIVE, 0.9, shown=4, most=2) == [1, 3]
    assert significant(FIVE, 0.5, most=3) == [1]
