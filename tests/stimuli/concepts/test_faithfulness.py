"""How far a module says what the classifier says, in numbers worked out by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest

from stimuli.concepts.faithfulness import Judged, correlation, correlations, explained_variance, faithfulness

# Four images of class 0 and two others; the classifier's logits of three classes.
LOGITS = np.array(
    [[4.0, 1.0, 0.0], [6.0, 1.0, 5.5], [8.0, 1.0, 0.0], [2.0, 1.0, 1.5], [0.0, 5.0, 1.0], [-2.0, 1.0, 4.0]]
)
SAID = np.array([4.0, 5.0, 9.0, 2.0, 0.0, 0.0])  # errors 0, -1, 1, 0; 0, 2
OWN = np.array([True, True, True, True, False, False])
JUDGED = Judged(SAID, LOGITS, OWN, 0)


def test_every_measure_of_a_small_example() -> None:
    found = faithfulness(JUDGED, 0)
    assert (found.n, found.n_within) == (6, 4)
    assert found.rmse == pytest.approx(1.0)  # squares 0 1 1 0 0 4
    assert found.mean_error == pytest.approx(4 / 6)
    assert found.r2_within == pytest.approx(1 - 2 / 20)  # 4 6 8 2 about 5
    assert found.rmse_per_sd == pytest.approx(math.sqrt(0.1))
    assert found.agreement == pytest.approx(5 / 6)  # the second image becomes class 2


def test_a_module_that_knows_the_class_alone_correlates_over_all_images_and_says_nothing_within() -> None:
    rng = np.random.default_rng(0)
    own = np.repeat([True, False], 50)
    wanted = np.where(own, 10, 0) + rng.normal(size=100)
    judged = Judged(np.where(own, wanted[own].mean(), 0.0), np.stack([wanted, 5 + 0 * wanted], 1), own, 0)
    found = faithfulness(judged, 0)
    assert found.correlation > 0.97
    assert found.agreement == 1
    assert found.r2_within == pytest.approx(0, abs=1e-9)
    assert found.rmse_per_sd == pytest.approx(1)


def test_a_module_that_is_exact_is_known_to_be() -> None:
    found = faithfulness(replace(JUDGED, said=LOGITS[:, 0]), 0)
    assert (found.rmse, found.r2_within, found.r2_low, found.r2_high, found.agreement) == (0, 1, 1, 1, 1)


def test_a_module_may_be_worse_than_the_mean_of_its_class() -> None:
    assert explained_variance(np.array([3.0, 1.0]), np.array([1.0, 3.0])) == -3.0


def test_where_the_score_does_not_vary_nothing_is_explained_unless_it_is_exact() -> None:
    assert explained_variance(np.array([1.0, 2.0]), np.array([2.0, 2.0])) == 0
    assert explained_variance(np.array([2.0, 2.0]), np.array([2.0, 2.0])) == 1


@pytest.mark.parametrize("seed", range(5))
def test_the_interval_holds_the_estimate_and_is_the_same_for_the_same_seed(seed: int) -> None:
    rng = np.random.default_rng(seed)
    wanted = rng.normal(size=40)
    judged = Judged(wanted + 0.5 * rng.normal(size=40), wanted[:, None], np.ones(40, dtype=bool), 0)
    found = faithfulness(judged, seed)
    assert found.r2_low < found.r2_within < found.r2_high
    assert found == faithfulness(judged, seed)
    assert found.r2_low != faithfulness(judged, seed + 100).r2_low


def test_correlation_is_pearsons() -> None:
    assert correlation(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0])) == pytest.approx(0.5)
    assert correlation(np.array([1.0, 1.0]), np.array([1.0, 2.0])) == 0


def test_correlations_of_columns_leave_out_what_does_not_vary() -> None:
    values = np.array([[1.0, 7.0, -1.0], [2.0, 7.0, -3.0], [3.0, 7.0, -2.0]], dtype=np.float32)
    assert correlations(values).round(6).tolist() == [[1, 0, -0.5], [0, 1, 0], [-0.5, 0, 1]]
