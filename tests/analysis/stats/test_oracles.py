"""Against the results of R on the shared data sets."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.stats.bayes_factor import BayesFactor, two_sample
from analysis.stats.dominance import cliffs_delta
from analysis.stats.effects import Standardised, cohens_d, hedges_g
from analysis.stats.equivalence import Bounds, Equivalence, tost_welch
from analysis.stats.hodges_lehmann import Shift, hodges_lehmann
from analysis.stats.intervals import Difference, welch
from analysis.stats.multiplicity import benjamini_hochberg, holm
from analysis.stats.rank_tests import RankTest, mann_whitney

pytestmark = pytest.mark.shared_data


@pytest.fixture
def oracle(shared_data: Path) -> dict[str, Any]:
    """R 4.2.2, as the README beside it says."""
    found: dict[str, Any] = json.loads((shared_data / "lme4" / "oracle.json").read_text())
    return found


@pytest.fixture
def arms(shared_data: Path) -> tuple[np.ndarray, np.ndarray]:
    """Accuracies of the participants of between2.csv: those with explanations, those without."""
    trials = pd.read_csv(shared_data / "lme4" / "between2.csv")
    means = trials.groupby(["condition", "participant"])["correct"].mean()
    return means["xnn"].to_numpy(), means["none"].to_numpy()


Arms = tuple[np.ndarray, np.ndarray]


def test_welchs_test_is_that_of_r(oracle: dict[str, Any], arms: Arms) -> None:
    expected, found = oracle["tests"]["welch"], welch(*arms, 0.95)
    assert isinstance(found, Difference)
    assert (found.t, found.df, found.p) == pytest.approx((expected["t"], expected["df"], expected["p"]), abs=1e-8)
    assert [found.interval.low, found.interval.high] == pytest.approx(expected["ci"], abs=1e-10)


def test_mann_whitneys_test_is_that_of_r(oracle: dict[str, Any], arms: Arms) -> None:
    expected, found = oracle["tests"]["mannwhitney"], mann_whitney(*arms)
    assert isinstance(found, RankTest)
    assert (found.statistic, found.p) == pytest.approx((expected["W"], expected["p_normal_cc"]), abs=1e-11)


def test_the_shift_is_that_of_r_within_its_tolerance(oracle: dict[str, Any], arms: Arms) -> None:
    expected, found = oracle["tests"]["mannwhitney"], hodges_lehmann(*arms, 0.95)
    assert isinstance(found, Shift)
    assert found.interval is not None
    assert found.estimate == pytest.approx(expected["hodges_lehmann"], abs=1e-4)
    assert [found.interval.low, found.interval.high] == pytest.approx(expected["ci"], abs=1e-4)


def test_the_standardised_differences_are_those_of_r(oracle: dict[str, Any], arms: Arms) -> None:
    for key, name, size in (("cohens_d", "Cohens_d", cohens_d), ("hedges_g", "Hedges_g", hedges_g)):
        expected, found = oracle["tests"][key][0], size(*arms, 0.95)
        assert isinstance(found, Standardised)
        assert found.estimate == pytest.approx(expected[name], abs=1e-10)
        limits = (expected["CI_low"], expected["CI_high"])
        assert (found.interval.low, found.interval.high) == pytest.approx(limits, abs=1e-6)


def test_cliffs_delta_is_the_rank_biserial_correlation_of_r(oracle: dict[str, Any], arms: Arms) -> None:
    """Its interval is another one, of Fisher's z, and not compared."""
    found = cliffs_delta(*arms, 0.95)
    assert isinstance(found, Standardised)
    expected = oracle["tests"]["rank_biserial_equals_cliffs_delta"][0]
    assert found.estimate == pytest.approx(expected["r_rank_biserial"], abs=1e-10)


def test_equivalence_is_that_of_r(oracle: dict[str, Any], arms: Arms) -> None:
    expected, found = oracle["tests"]["tost_welch_bound_0.10"], tost_welch(*arms, Bounds(-0.1, 0.1), 0.05)
    assert isinstance(found, Equivalence)
    assert (found.p_lower, found.p_upper) == pytest.approx((expected["p_lower"], expected["p_upper"]), abs=1e-10)


def test_the_bayes_factor_is_that_of_r(oracle: dict[str, Any], arms: Arms) -> None:
    found = two_sample(*arms)
    assert isinstance(found, BayesFactor)
    assert found.bf10 == pytest.approx(oracle["tests"]["BF10_JZS_r0.707"], abs=1e-8)


def test_adjusted_p_values_are_those_of_r(oracle: dict[str, Any]) -> None:
    adjusted = oracle["padjust"]
    assert holm(adjusted["p"]) == pytest.approx(adjusted["holm"], abs=1e-11)
    assert benjamini_hochberg(adjusted["p"]) == pytest.approx(adjusted["BH"], abs=1e-11)
