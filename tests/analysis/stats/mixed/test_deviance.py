"""Gradients against differences of the deviance, and the deviance itself against another way to compute it."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.special import expit

from analysis.stats.mixed.gaussian import Gaussian
from analysis.stats.mixed.grouping import Grouping, Values
from analysis.stats.mixed.laplace import Laplace
from analysis.stats.mixed.likelihoods import Binomial
from analysis.stats.mixed.ordinal import CumulativeLogit

N = 300


def grouping(rng: np.random.Generator, name: str, n: int, columns: Values, correlated: bool = True) -> Grouping:
    k = columns.shape[1]
    free = np.tril(np.ones((k, k), dtype=bool)) if correlated else np.eye(k, dtype=bool)
    effects = tuple(f"e{i}" for i in range(k))
    return Grouping(name, tuple(map(str, range(n))), rng.integers(0, n, N), columns, effects, free)


@pytest.fixture
def groupings() -> list[Grouping]:
    """Three crossed factors: two correlated effects, two independent ones, one alone."""
    rng = np.random.default_rng(1)
    x = np.column_stack([np.ones(N), rng.normal(size=N)])
    return [
        grouping(rng, "participant", 15, x),
        grouping(rng, "item", 40, x, correlated=False),
        grouping(rng, "session", 4, x[:, :1]),
    ]


THETA = np.array([0.7, 0.2, 0.5, 0.6, 0.3, 0.4])


def differences(function: Callable[[Values], float], at: Values) -> list[float]:
    steps = np.eye(at.size) * 1e-5
    return [(function(at + step) - function(at - step)) / 2e-5 for step in steps]


@pytest.mark.parametrize("is_sparse", [False, True])
def test_the_gradient_of_a_logistic_model_is_that_of_its_deviance(groupings: list[Grouping], is_sparse: bool) -> None:
    rng = np.random.default_rng(2)
    x = groupings[0].columns
    trials = rng.integers(1, 4, N).astype("float64")
    successes = rng.binomial(trials.astype(int), 0.6).astype("float64")
    laplace = Laplace(x, groupings, Binomial(successes, trials), np.zeros(N))
    laplace.structure.is_sparse = is_sparse
    at = np.append(THETA, [0.3, -0.2])
    _, gradient = laplace.deviance(laplace.parameters(at))
    expected = differences(lambda flat: laplace.deviance(laplace.parameters(flat))[0], at)
    assert gradient == pytest.approx(expected, abs=1e-3)


def test_the_gradient_of_an_ordinal_model_is_that_of_its_deviance(groupings: list[Grouping]) -> None:
    ratings = np.random.default_rng(3).integers(0, 4, N)
    laplace = Laplace(groupings[0].columns[:, 1:], groupings, CumulativeLogit(ratings, 4), np.zeros(N))
    at = np.concatenate([THETA, [0.4], [-1.0, 0.1, -0.2]])
    _, gradient = laplace.deviance(laplace.parameters(at))
    expected = differences(lambda flat: laplace.deviance(laplace.parameters(flat))[0], at)
    assert gradient == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("reml", [True, False])
def test_the_gradient_of_a_linear_model_is_that_of_its_deviance(groupings: list[Grouping], reml: bool) -> None:
    y = np.random.default_rng(4).normal(size=N)
    gaussian = Gaussian(groupings[0].columns, groupings, y, reml)
    _, gradient = gaussian.deviance(THETA)
    assert gradient == pytest.approx(differences(lambda theta: gaussian.deviance(theta)[0], THETA), abs=1e-4)


def test_the_deviance_of_a_linear_model_is_that_of_the_normal_distribution(groupings: list[Grouping]) -> None:
    """With the whole covariance matrix of all rows, written out."""
    rng = np.random.default_rng(5)
    x, y = groupings[0].columns, rng.normal(size=N)
    gaussian = Gaussian(x, groupings, y, reml=False)
    sigma = 0.9
    covariance = sigma**2 * (
        np.eye(N) + sum(written_out(each, part) for each, part in zip(groupings, parts(), strict=True))
    )
    solved = gaussian.solve(THETA)
    left = y - x @ solved.beta
    expected = N * np.log(2 * np.pi) + np.linalg.slogdet(covariance)[1] + left @ np.linalg.solve(covariance, left)
    assert gaussian.deviance_at(THETA, sigma)[0] == pytest.approx(expected, rel=1e-10)


def parts() -> list[Values]:
    return [np.array([[0.7, 0.0], [0.2, 0.5]]), np.diag([0.6, 0.3]), np.array([[0.4]])]


def written_out(each: Grouping, factor: Values) -> Values:
    scaled = each.columns @ factor
    same = each.index[:, None] == each.index[None, :]
    return np.asarray((scaled @ scaled.T) * same)


def test_the_deviance_of_a_logistic_model_with_one_person_is_an_integral() -> None:
    """Laplace's approximation is near the integral over one random effect where a person gives many answers."""
    rng = np.random.default_rng(6)
    n, sd = 200, 0.8
    y = (rng.random(n) < 0.7).astype("float64")
    columns = np.ones((n, 1))
    person = Grouping("p", ("a",), np.zeros(n, dtype=np.int64), columns, ("e",), np.ones((1, 1), dtype=bool))
    laplace = Laplace(columns, [person], Binomial(y, np.ones(n)), np.zeros(n))
    deviance, _ = laplace.deviance(laplace.parameters(np.array([sd, 0.5])))
    u = np.linspace(-8, 8, 20_001)
    p = expit(0.5 + sd * u)
    likelihood = p ** y.sum() * (1 - p) ** (n - y.sum()) * np.exp(-(u**2) / 2) / np.sqrt(2 * np.pi)
    integral = float(((likelihood[1:] + likelihood[:-1]) / 2 * np.diff(u)).sum())
    assert deviance == pytest.approx(-2 * np.log(integral), abs=2e-2)
