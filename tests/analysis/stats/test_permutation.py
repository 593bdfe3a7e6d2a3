import numpy as np
import pytest

from analysis.stats.estimable import NotEstimable
from analysis.stats.permutation import Permutation, difference_of_means, sign_flip
from tests.analysis.stats.known import NONE, XNN

FOUR = np.array([1.0, 2.0, 3.0, 4.0])
ONE_STRATUM = np.zeros(4, dtype=np.intp)


def rng() -> np.random.Generator:
    return np.random.default_rng(20261123)


def test_few_arrangements_are_all_counted() -> None:
    """2 of the 6 ways to deal 1, 2, 3, 4 to two arms set the means 2 apart."""
    found = difference_of_means(FOUR, np.array([True, True, False, False]), ONE_STRATUM, rng())
    assert found == Permutation(-2.0, 1 / 3, 6, True)


def test_arms_are_dealt_within_strata_only() -> None:
    """Strata (1, 2) and (3, 4): 2 of the 4 ways put both lower values into one arm."""
    found = difference_of_means(FOUR, np.array([True, False, True, False]), np.array([0, 0, 1, 1]), rng())
    assert found == Permutation(-1.0, 0.5, 4, True)


def test_a_difference_between_strata_is_no_difference_between_arms() -> None:
    """The raw means differ by -5, within the strata nothing does."""
    values = np.array([0.0, 0.0, 0.0, 10.0, 10.0, 10.0])
    in_first = np.array([True, True, False, True, False, False])
    found = difference_of_means(values, in_first, np.array([0, 0, 0, 1, 1, 1]), rng())
    assert found == Permutation(0.0, 1.0, 9, True)


def test_a_stratum_of_one_arm_does_not_count() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0, 100.0])
    in_first = np.array([True, True, False, False, True])
    found = difference_of_means(values, in_first, np.array([0, 0, 0, 0, 1]), rng())
    assert found == Permutation(-2.0, 1 / 3, 6, True)


def test_unequal_strata_are_weighted_by_their_harmonic_size() -> None:
    """Differences -3 (1 and 1 participants) and -1 (2 and 1): (-3 / 2 - 1 * 2 / 3) / (1 / 2 + 2 / 3) = -13 / 7."""
    values = np.array([0.0, 3.0, 0.0, 2.0, 2.0])
    found = difference_of_means(values, np.array([True, False, True, True, False]), np.array([5, 5, 8, 8, 8]), rng())
    assert isinstance(found, Permutation)
    assert found.estimate == pytest.approx(-13 / 7)


def test_many_arrangements_are_drawn_and_the_one_seen_counts_among_them() -> None:
    """No draw of 99 deals all of 20 low and 20 high values as they are: p = 1 / 100."""
    values = np.concatenate([np.arange(20.0), np.arange(100.0, 120.0)])
    found = difference_of_means(values, np.arange(40) < 20, np.zeros(40, dtype=np.intp), rng(), n_draws=99)
    assert found == Permutation(-100.0, 0.01, 99, False)


def test_drawn_arrangements_agree_with_the_t_test() -> None:
    """Welch's p is .1324; the Monte-Carlo standard error .0034."""
    found = difference_of_means(np.concatenate([XNN, NONE]), np.arange(60) < 30, np.zeros(60, dtype=np.intp), rng())
    assert isinstance(found, Permutation)
    assert found.estimate == pytest.approx(0.0591667, abs=1e-7)
    assert found.p == pytest.approx(0.1324, abs=0.015)


def test_drawn_and_counted_arrangements_agree() -> None:
    """All 63 504 ways to deal two strata of 5 and 5 against 9 999 of them; the Monte-Carlo standard error is .005."""
    values, in_first = np.arange(20.0) ** 2 % 7, np.arange(20) % 2 == 0
    strata = (np.arange(20) >= 10).astype(np.intp)
    counted = difference_of_means(values, in_first, strata, rng(), n_draws=100_000)
    drawn = difference_of_means(values, in_first, strata, rng())
    assert isinstance(counted, Permutation)
    assert isinstance(drawn, Permutation)
    assert (counted.n_arrangements, counted.exact, drawn.exact) == (63_504, True, False)
    assert drawn.p == pytest.approx(counted.p, abs=0.015)


def test_the_same_seed_gives_the_same_p() -> None:
    assert sign_flip(XNN - NONE, rng()) == sign_flip(XNN - NONE, rng())


def test_signs_are_tossed_for_pairs() -> None:
    """2 of the 8 ways to sign 1, 2, 3 have a mean of 2 or -2."""
    assert sign_flip(np.array([1.0, 2.0, 3.0]), rng()) == Permutation(2.0, 0.25, 8, True)


def test_sums_equal_on_paper_count_as_equally_large() -> None:
    """.1 + .2 - .3 and its mirror are 0 on paper: all 8 ways are as large."""
    found = sign_flip(np.array([0.1, 0.2, -0.3]), rng())
    assert isinstance(found, Permutation)
    assert found.p == 1.0


def test_many_pairs_are_drawn() -> None:
    assert sign_flip(np.ones(40), rng(), n_draws=999) == Permutation(1.0, 0.001, 999, False)


def test_the_same_value_everywhere_is_as_large_as_any() -> None:
    found = difference_of_means(np.full(4, 0.7), np.array([True, True, False, False]), ONE_STRATUM, rng())
    assert isinstance(found, Permutation)
    assert (found.estimate, found.p) == (0.0, 1.0)
    assert sign_flip(np.zeros(3), rng()) == Permutation(0.0, 1.0, 8, True)


def test_two_participants_can_show_nothing() -> None:
    found = difference_of_means(np.array([0.0, 9.0]), np.array([True, False]), np.zeros(2, dtype=np.intp), rng())
    assert found == Permutation(-9.0, 1.0, 2, True)


def test_nothing_to_deal_gives_a_reason_instead_of_a_number() -> None:
    assert isinstance(difference_of_means(FOUR, np.full(4, True), ONE_STRATUM, rng()), NotEstimable)
    assert isinstance(difference_of_means(FOUR, FOUR > 2, np.array([0, 0, 1, 1]), rng()), NotEstimable)
    assert isinstance(difference_of_means(FOUR[:0], FOUR[:0] > 2, ONE_STRATUM[:0], rng()), NotEstimable)
    assert isinstance(sign_flip(np.empty(0), rng()), NotEstimable)


def test_the_test_keeps_its_level_where_strata_differ() -> None:
    draws = rng()
    strata = np.repeat(np.arange(5), 4)
    n_studies = 500
    rejections = 0
    for _ in range(n_studies):
        values = draws.exponential(1, 20) + 3 * strata
        in_first = np.concatenate([draws.permutation([True, True, False, False]) for _ in range(5)])
        found = difference_of_means(values, in_first, strata, draws)
        assert isinstance(found, Permutation)
        rejections += found.p <= 0.05
    # Monte-Carlo standard error .010; three of them
    assert 0.02 <= rejections / n_studies <= 0.08
