from pathlib import Path

import numpy as np
import pytest

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable
from analysis.stats.scale_reliability import Alpha, Omega, cronbach_alpha, mcdonald_omega


def answers_with(covariance: np.ndarray, n: int = 50) -> np.ndarray:
    """Answers whose sample covariance is exactly this."""
    raw = np.random.default_rng(4).normal(size=(n, len(covariance)))
    white = np.linalg.solve(np.linalg.cholesky(np.cov(raw, rowvar=False)), (raw - raw.mean(axis=0)).T)
    exact: np.ndarray = (np.linalg.cholesky(covariance) @ white).T
    return exact


def one_factor(loadings: list[float], uniquenesses: list[float]) -> np.ndarray:
    return np.outer(loadings, loadings) + np.diag(uniquenesses)


def test_alpha_of_two_items_is_theirs_by_hand() -> None:
    """Variances 1 and 1, sum's variance 3: 2 (1 - 2/3)."""
    found = cronbach_alpha(answers_with(np.array([[1.0, 0.5], [0.5, 1.0]])), 0.95)
    assert isinstance(found, Alpha)
    assert found.estimate == pytest.approx(2 / 3)
    assert (found.n_participants, found.n_items) == (50, 2)


@pytest.mark.shared_data
def test_alpha_and_feldts_interval_are_those_of_r(shared_data: Path) -> None:
    """R: psych::ICC(ratings), ICC3k, which alpha is; Feldt's limits are its limits."""
    ratings = np.loadtxt(shared_data / "lme4" / "ratings.csv", delimiter=",", skiprows=1)
    found = cronbach_alpha(ratings, 0.95)
    assert isinstance(found, Alpha)
    assert isinstance(found.interval, Interval)
    assert found.estimate == pytest.approx(0.96081204461, abs=1e-10)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.93983428978, 0.97531432752), abs=1e-10)


def test_an_item_that_was_not_reversed_can_turn_alpha_negative() -> None:
    """Covariance -.5: 2 (1 - 2 / 1)."""
    found = cronbach_alpha(answers_with(np.array([[1.0, -0.5], [-0.5, 1.0]])), 0.95)
    assert isinstance(found, Alpha)
    assert found.estimate == pytest.approx(-2)


def test_items_that_differ_by_a_constant_have_alpha_one_without_interval() -> None:
    found = cronbach_alpha(np.array([[1.0, 2.0], [2.0, 3.0], [4.0, 5.0]]), 0.95)
    assert isinstance(found, Alpha)
    assert found.estimate == pytest.approx(1)
    assert isinstance(found.interval, NotEstimable)


def test_omega_finds_the_factor_that_made_the_answers() -> None:
    """(.8 + .7 + .6 + .5)² / ((2.6)² + .36 + .51 + .64 + .75) = 6.76 / 9.02."""
    found = mcdonald_omega(answers_with(one_factor([0.8, 0.7, 0.6, 0.5], [0.36, 0.51, 0.64, 0.75])))
    assert isinstance(found, Omega)
    assert found.loadings == pytest.approx([0.8, 0.7, 0.6, 0.5], abs=1e-4)
    assert found.uniquenesses == pytest.approx([0.36, 0.51, 0.64, 0.75], abs=1e-4)
    assert found.estimate == pytest.approx(6.76 / 9.02, abs=1e-5)


def test_three_items_have_the_loadings_of_their_three_correlations() -> None:
    """r12 = .56, r13 = .48, r23 = .42: loadings sqrt(.56 * .48 / .42) = .8, .7, .6; 4.41 / (4.41 + 1.51)."""
    correlation = np.array([[1.0, 0.56, 0.48], [0.56, 1.0, 0.42], [0.48, 0.42, 1.0]])
    found = mcdonald_omega(answers_with(correlation))
    assert isinstance(found, Omega)
    assert found.estimate == pytest.approx(4.41 / 5.92, abs=1e-5)


def test_answers_that_no_factor_fits_exactly_have_the_omega_of_greatest_likelihood() -> None:
    """scipy 1.17.1: optimize.minimize, BFGS, of log det M + trace(S M^-1), M = l l' + diag(p), five random starts."""
    rows = "4333 4343 4243 3333 5445 2132 3321 1222 4244 5555 3332 2344 1112 3443 3113 5555 5234 4353 3342 4433"
    found = mcdonald_omega(np.array([[float(digit) for digit in row] for row in rows.split()]))
    assert isinstance(found, Omega)
    assert found.estimate == pytest.approx(0.8679828, abs=1e-6)


def test_omega_is_of_the_sum_of_items_in_their_own_units() -> None:
    """Loadings 2, 1, 1 with errors 1, 1, 1: 16 / 19."""
    found = mcdonald_omega(answers_with(one_factor([2.0, 1.0, 1.0], [1.0, 1.0, 1.0])))
    assert isinstance(found, Omega)
    assert found.estimate == pytest.approx(16 / 19, abs=1e-5)


def test_alpha_is_omega_where_items_load_alike_and_less_elsewhere() -> None:
    """Loadings 1, errors 1: both .75 for three items; loadings 2, 1, 1: alpha 1.5 (1 - 9 / 19) = .7895."""
    alike, unlike = answers_with(one_factor([1.0] * 3, [1.0] * 3)), answers_with(one_factor([2.0, 1.0, 1.0], [1.0] * 3))
    of_alike, of_unlike, omega = cronbach_alpha(alike, 0.95), cronbach_alpha(unlike, 0.95), mcdonald_omega(alike)
    assert isinstance(of_alike, Alpha)
    assert isinstance(of_unlike, Alpha)
    assert isinstance(omega, Omega)
    assert (of_alike.estimate, omega.estimate) == pytest.approx((0.75, 0.75), abs=1e-5)
    assert of_unlike.estimate == pytest.approx(0.7894737, abs=1e-6)


def test_an_item_that_was_not_reversed_shows_by_its_loading() -> None:
    found = mcdonald_omega(answers_with(one_factor([0.8, 0.7, -0.6], [0.36, 0.51, 0.64])))
    assert isinstance(found, Omega)
    assert np.sign(found.loadings).tolist() == [1, 1, -1]


def test_an_item_without_error_gives_no_omega() -> None:
    """r12 r13 / r23 = 1.28: the first item would have a negative error."""
    correlation = np.array([[1.0, 0.8, 0.8], [0.8, 1.0, 0.5], [0.8, 0.5, 1.0]])
    assert isinstance(mcdonald_omega(answers_with(correlation)), NotEstimable)


@pytest.mark.parametrize(
    "answers",
    [
        np.full((9, 3), 0.1),
        np.array([[1.0, 2.0, 3.0]]),
        np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 4.0]]),
        np.array([[1.0, 2.0, 3.0], [3.0, 1.0, 2.0]]),
        np.array([[1.0, 2.0, np.nan], [2.0, 1.0, 5.0], [3.0, 4.0, 1.0], [3.0, 3.0, 1.0]]),
    ],
    ids=["all the same", "one participant", "two items", "two participants", "missing"],
)
def test_what_holds_no_omega_gives_the_reason(answers: np.ndarray) -> None:
    assert isinstance(mcdonald_omega(answers), NotEstimable)


@pytest.mark.parametrize(
    "answers",
    [np.full((9, 3), 0.1), np.array([[1.0, 2.0]]), np.array([[1.0], [2.0]]), np.array([[1.0, np.nan], [2.0, 1.0]])],
    ids=["all the same", "one participant", "one item", "missing"],
)
def test_what_holds_no_alpha_gives_the_reason(answers: np.ndarray) -> None:
    assert isinstance(cronbach_alpha(answers, 0.95), NotEstimable)
