import numpy as np
import pytest

from analysis.stats.effects import Standardised, cohens_d
from analysis.stats.estimable import NotEstimable
from tests.analysis.stats.known import NONE, XNN


def test_cohens_d_and_its_interval_are_those_of_r() -> None:
    """R 4.2.2: effectsize::cohens_d(xnn, none, pooled_sd = TRUE)"""
    found = cohens_d(XNN, NONE, 0.95)
    assert isinstance(found, Standardised)
    assert found.estimate == pytest.approx(0.39435316955, abs=1e-10)
    assert (found.interval.low, found.interval.high) == pytest.approx((-0.11841267289, 0.90379061625), abs=1e-6)


def test_groups_that_vary_in_their_last_bits_only_have_no_spread_to_divide_by() -> None:
    """The variance of five times .7 is not 0 in floating point."""
    found = cohens_d(np.full(5, 0.7), np.full(5, 0.1), 0.95)
    assert found == NotEstimable("within each group all participants have the same value: no spread to divide by")
