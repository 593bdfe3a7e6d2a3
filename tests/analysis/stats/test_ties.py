import numpy as np

from analysis.stats.ties import levelled, varies


def test_values_that_differ_in_their_last_bits_become_equal() -> None:
    low, high = levelled(np.array([0.4 - 0.3, 0.3 - 0.2]))
    assert low == high


def test_values_that_differ_on_paper_stay_apart() -> None:
    low, high = levelled(np.array([1000.0, 1000.000001]))
    assert low < high


def test_a_difference_of_last_bits_beside_large_values_is_nought() -> None:
    assert levelled(np.array([0.1 + 0.2 - 0.3, -0.5])).tolist() == [0.0, -0.5]


def test_the_shape_stays() -> None:
    assert levelled(np.zeros((2, 3))).shape == levelled(np.ones((2, 3))).shape == (2, 3)
    assert levelled(np.empty(0)).shape == (0,)


def test_three_times_a_tenth_does_not_vary_though_its_variance_is_not_nought() -> None:
    assert not varies(np.full(3, 0.1))
    assert varies(np.array([0.1, 0.1, 0.2]))
    assert not varies(np.empty(0))
