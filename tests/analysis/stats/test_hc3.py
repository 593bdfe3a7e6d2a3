import numpy as np
import pytest

from analysis.stats.estimable import NotEstimable
from analysis.stats.hc3 import LeastSquares, least_squares

X = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 9.0])
Y = np.array([1.1, 1.9, 3.2, 3.7, 5.4, 5.5, 7.9, 8.0])
G = np.tile([0.0, 1.0], 4)
DESIGN = np.column_stack([np.ones(8), X, G, X * G])


def fitted() -> LeastSquares:
    found = least_squares(DESIGN, Y)
    assert isinstance(found, LeastSquares)
    return found


def test_coefficients_and_standard_errors_are_those_of_rs_sandwich() -> None:
    """sandwich::vcovHC(lm(y ~ x * g), type = "HC3")."""
    found = fitted()
    assert found.coefficients == pytest.approx([-0.12, 1.13, 0.317196261682, -0.258037383178], abs=1e-11)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(
        [0.2891464489394, 0.0718416626325, 0.3222365992365, 0.0784455760588], abs=1e-11
    )


def test_a_combination_has_students_t_with_the_residual_degrees_of_freedom() -> None:
    found = fitted().combination(np.array([0.0, 0.0, 0.0, 1.0]), 0.95)
    assert not isinstance(found, NotEstimable)
    assert (found.df, found.t) == (4.0, pytest.approx(-0.258037383178 / 0.0784455760588))
    assert found.interval.high - found.estimate == pytest.approx(2.7764451052 * 0.0784455760588)


@pytest.mark.parametrize(
    ("design", "reason"),
    [
        (DESIGN[:4], "4 coefficients need more than 4 participants, here: 4"),
        (DESIGN * [1, 1, 0, 0], "the participants' values do not tell the coefficients apart"),
        (
            np.column_stack([np.ones(8), X == 9]).astype(float),
            "a participant is alone with its value, so that nothing tells how sure its effect is",
        ),
    ],
)
def test_what_cannot_be_had_has_a_reason(
    design: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", reason: str
) -> None:
    assert least_squares(design, Y[: len(design)]) == NotEstimable(reason)


def test_values_without_any_error_have_no_spread_to_judge_by() -> None:
    found = least_squares(DESIGN, np.zeros(8))
    assert isinstance(found, LeastSquares)
    assert isinstance(found.combination(np.array([0.0, 0.0, 0.0, 1.0]), 0.95), NotEstimable)
