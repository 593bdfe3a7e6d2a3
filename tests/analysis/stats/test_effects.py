import math

import numpy as np
import pytest

from analysis.stats.effects import Standardised, hedges_g, small_sample_factor
from analysis.stats.estimable import NotEstimable
from tests.analysis.stats.known import NONE, XNN


def test_hedges_g_and_its_interval_are_those_of_r() -> None:
    """R 4.2.2: effectsize::hedges_g(xnn, none, pooled_sd = TRUE), which has the exact correction too."""
    found = hedges_g(XNN, NONE, 0.95)
    assert isinstance(found, Standardised)
    assert found.estimate == pytest.approx(0.38922799054, abs=1e-10)
    assert (found.interval.low, found.interval.high) == pytest.approx((-0.11687373219, 0.89204457474), abs=1e-6)


def test_the_correction_is_the_exact_one_not_the_common_approximation() -> None:
    """J(2) = Γ(1) / (Γ(1/2) sqrt(1)) = 1/sqrt(pi); the approximation 1 - 3/(4 df - 1) would give .5714."""
    assert small_sample_factor(2) == pytest.approx(1 / math.sqrt(math.pi), abs=1e-12)


def test_swapped_groups_give_the_mirrored_size() -> None:
    one, other = hedges_g(XNN, NONE, 0.95), hedges_g(NONE, XNN, 0.95)
    assert isinstance(one, Standardised)
    assert isinstance(other, Standardised)
    assert one.estimate == -other.estimate
    assert (one.interval.low, one.interval.high) == (-other.interval.high, -other.interval.low)


@pytest.mark.parametrize("shift", [0.0, 0.5, 3.0, 30.0])
@pytest.mark.parametrize("n", [2, 3, 30, 1000])
def test_the_interval_holds_the_estimate_however_large_it_is(shift: float, n: int) -> None:
    rng = np.random.default_rng(7)
    found = hedges_g(rng.normal(shift, 1, n), rng.normal(0, 1, n), 0.95)
    assert isinstance(found, Standardised)
    assert found.interval.low < found.estimate < found.interval.high


def test_what_has_no_spread_or_too_few_participants_has_no_standardised_size() -> None:
    assert isinstance(hedges_g(np.ones(5), np.zeros(5), 0.95), NotEstimable)
    assert isinstance(hedges_g(np.array([0.5]), XNN, 0.95), NotEstimable)
