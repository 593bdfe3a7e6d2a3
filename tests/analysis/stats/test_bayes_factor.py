import math

import numpy as np
import pytest

from analysis.stats.bayes_factor import BayesFactor, of_t, one_sample, sensitivity, two_sample
from analysis.stats.estimable import NotEstimable
from tests.analysis.stats.known import NONE, XNN
from tests.analysis.stats.test_paired_effects import FIRST, SECOND


def test_the_two_sample_factor_is_that_of_r() -> None:
    """R 4.2.2: BayesFactor::ttestBF(xnn, none), rscale = sqrt(2) / 2"""
    found = two_sample(XNN, NONE)
    assert isinstance(found, BayesFactor)
    assert found.bf10 == pytest.approx(0.69382197499, abs=1e-8)
    assert found.bf01 == pytest.approx(1 / 0.69382197499, abs=1e-7)


def test_the_one_sample_factor_is_that_of_the_manual_of_bayesfactor() -> None:
    """BayesFactor's manual: ttestBF(x = diffScores) of the sleep data, 17.25888"""
    found = one_sample(FIRST - SECOND)
    assert isinstance(found, BayesFactor)
    assert found.bf10 == pytest.approx(17.25888, abs=5e-6)


@pytest.mark.parametrize(
    ("t", "df", "size", "scale", "expected"),
    [
        (3.5, 38, 10, 0.707, 26.742659231690),
        (0.3, 8, 9, 1.0, 0.253640347226),
        (-4.0, 20, 21, 1.4, 42.668969618730),
    ],
)
def test_the_integral_over_g_is_that_over_the_effect(
    t: float, df: float, size: float, scale: float, expected: float
) -> None:
    """scipy 1.17.1: quad of stats.nct.pdf(t, df, d * size**.5) * stats.cauchy.pdf(d, 0, scale) / stats.t.pdf(t, df)"""
    assert of_t(t, df, size, scale).bf10 == pytest.approx(expected, rel=1e-10)


def test_the_sign_of_the_difference_does_not_matter() -> None:
    assert of_t(2.5, 30, 31, 1.0) == of_t(-2.5, 30, 31, 1.0)


def test_a_t_of_nought_speaks_for_the_null_the_more_the_wider_the_prior() -> None:
    found = sensitivity(np.array([-2.0, -1.0, 1.0, 2.0]))
    assert not isinstance(found, NotEstimable)
    assert [each.scale for each in found] == pytest.approx([0.70710678, 1.0, 1.41421356])
    assert 1 > found[0].bf10 > found[1].bf10 > found[2].bf10


def test_sensitivity_holds_the_default_among_the_others() -> None:
    found = sensitivity(XNN, NONE)
    assert not isinstance(found, NotEstimable)
    assert found[0].bf10 == pytest.approx(0.69382197499, abs=1e-8)


def test_evidence_beyond_floating_point_keeps_its_logarithm() -> None:
    found = of_t(1e5, 200, 100, 0.707)
    assert math.isfinite(found.log_bf10)
    assert (found.bf10, found.bf01) == (math.inf, 0.0)


def test_no_spread_or_too_few_participants_give_a_reason_instead_of_a_number() -> None:
    flat = np.full(5, 0.7)
    assert isinstance(two_sample(flat, flat), NotEstimable)
    assert isinstance(two_sample(np.empty(0), XNN), NotEstimable)
    assert isinstance(one_sample(flat), NotEstimable)
    assert isinstance(one_sample(XNN[:1]), NotEstimable)
    assert isinstance(sensitivity(flat, flat), NotEstimable)
