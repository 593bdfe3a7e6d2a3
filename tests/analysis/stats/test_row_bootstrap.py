import numpy as np
import pytest

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.krippendorff import krippendorff_alpha
from analysis.stats.row_bootstrap import row_bootstrap


def mean_of_all(table: Values) -> float:
    return float(table.mean())


def test_the_interval_of_a_mean_is_that_of_its_standard_error() -> None:
    """100 rows of 0 and 100 of 1: standard error .5 / sqrt(200) = .03536."""
    table = np.repeat([0.0, 1.0], 100)[:, None]
    found = row_bootstrap(table, mean_of_all, 0.95, rng=np.random.default_rng(1), n_draws=4000)
    assert isinstance(found, Interval)
    assert (found.low, found.high) == pytest.approx((0.5 - 1.96 * 0.03536, 0.5 + 1.96 * 0.03536), abs=0.007)


def test_whole_rows_are_drawn() -> None:
    """Each row sums to nothing, so every sample's columns do, whichever rows it holds."""
    table = np.array([[1.0, -1.0], [5.0, -5.0], [2.0, -2.0]])

    def first_if_whole(sample: np.ndarray) -> float:
        return float(sample[:, 0].mean()) if (sample.sum(axis=1) == 0).all() else 100.0

    found = row_bootstrap(table, first_if_whole, 0.95, rng=np.random.default_rng(1), n_draws=200)
    assert isinstance(found, Interval)
    assert (found.low, found.high) == pytest.approx((1.0, 5.0), abs=0.5)


def test_too_many_samples_without_the_number_give_no_interval() -> None:
    """Of two rows, half of the samples are one row twice."""
    table = np.array([[1.0, 1.0], [2.0, 2.0]])

    def alpha(rows: Values) -> float | NotEstimable:
        return krippendorff_alpha(rows, "nominal")

    assert isinstance(row_bootstrap(table, alpha, 0.95, rng=np.random.default_rng(1), n_draws=100), NotEstimable)


def test_one_row_gives_no_interval() -> None:
    assert isinstance(row_bootstrap(np.ones((1, 2)), mean_of_all, 0.95, rng=np.random.default_rng(1)), NotEstimable)
