"""The p values are Benjamini and Hochberg's (1995) own example, as R's p.adjust documents it."""

import pytest

from analysis.stats.multiplicity import benjamini_hochberg, holm

P = [0.986, 0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251,
     0.269, 0.275, 0.34, 0.341, 0.384, 0.569, 0.594, 0.696, 0.762, 0.94, 0.942, 0.975]  # fmt: skip


def test_holm_is_that_of_r_in_the_order_given() -> None:
    """R 4.2.2: p.adjust(p, "holm")"""
    assert holm(P)[:6] == pytest.approx([1, 0.025, 0.192, 0.897, 0.902, 0.902], abs=1e-12)
    assert set(holm(P)[6:]) == {1.0}


def test_benjamini_hochberg_is_that_of_r_in_the_order_given() -> None:
    """R 4.2.2: p.adjust(p, "BH")"""
    expected = [0.986, 0.025, 0.1, 0.21, 0.21, 0.21, 0.25, 0.26428571429]
    assert benjamini_hochberg(P)[:8] == pytest.approx(expected, abs=1e-10)


def test_a_planned_comparison_without_a_p_value_still_counts() -> None:
    assert holm([0.01, 0.04], 3) == pytest.approx([0.03, 0.08])
    assert benjamini_hochberg([0.01, 0.04], 4) == pytest.approx([0.04, 0.08])


def test_nothing_to_correct_is_nothing() -> None:
    assert holm([]) == benjamini_hochberg([]) == []
