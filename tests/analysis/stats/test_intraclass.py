import json
from pathlib import Path

import numpy as np
import pytest

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable
from analysis.stats.intraclass import Intraclass, IntraclassCorrelations, intraclass_correlations

# Shrout and Fleiss (1979): six targets, four judges.
SIX = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float)
NAMES = ["icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k"]


def found(ratings: np.ndarray) -> IntraclassCorrelations:
    coefficients = intraclass_correlations(ratings, 0.95)
    assert isinstance(coefficients, IntraclassCorrelations)
    return coefficients


@pytest.mark.parametrize(
    ("name", "estimate", "low", "high"),
    [
        ("icc1", 0.17, -0.13, 0.72),
        ("icc2", 0.29, 0.02, 0.76),
        ("icc3", 0.71, 0.34, 0.95),
        ("icc1k", 0.44, -0.88, 0.91),
        ("icc2k", 0.62, 0.07, 0.93),
        ("icc3k", 0.91, 0.68, 0.99),
    ],
)
def test_the_published_example_comes_out(name: str, estimate: float, low: float, high: float) -> None:
    """Estimates as printed by Shrout and Fleiss, limits as R's psych::ICC documents them."""
    one: Intraclass = getattr(found(SIX), name)
    assert isinstance(one.interval, Interval)
    assert (one.estimate, one.interval.low, one.interval.high) == pytest.approx((estimate, low, high), abs=5e-3)


@pytest.mark.shared_data
@pytest.mark.parametrize(("place", "name"), list(enumerate(NAMES)))
def test_each_coefficient_its_test_and_its_limits_are_those_of_r(shared_data: Path, place: int, name: str) -> None:
    """R: psych::ICC(ratings); shared data's oracle.json."""
    ratings = np.loadtxt(shared_data / "lme4" / "ratings.csv", delimiter=",", skiprows=1)
    oracle = json.loads((shared_data / "lme4" / "oracle.json").read_text())["agreement"]["ICC"][place]
    one: Intraclass = getattr(found(ratings), name)
    assert isinstance(one.interval, Interval)
    assert one.f == pytest.approx(oracle["F"], abs=1e-8)
    assert (one.df1, one.df2) == (oracle["df1"], oracle["df2"])
    assert one.p == pytest.approx(oracle["p"], rel=1e-8)
    assert (one.estimate, one.interval.low, one.interval.high) == pytest.approx(
        (oracle["ICC"], oracle["lower bound"], oracle["upper bound"]), abs=1e-9
    )


def test_a_rater_who_is_stricter_throughout_lowers_only_the_absolute_agreement() -> None:
    """Mean squares: items 2, raters 1.5, rest 0, within 1.5 / 3."""
    shifted = found(np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 4.0]]))
    assert shifted.icc3.estimate == 1
    assert shifted.icc2.estimate == pytest.approx(2 / (2 + 2 * 1.5 / 3))
    assert shifted.icc1.estimate == pytest.approx((2 - 0.5) / (2 + 0.5))


def test_what_has_no_error_has_no_f_and_no_interval() -> None:
    shifted = found(np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 4.0]]))
    assert (shifted.icc3.f, shifted.icc3.p) == (None, 0)
    assert isinstance(shifted.icc3.interval, NotEstimable)
    assert isinstance(shifted.icc2.interval, Interval)


def test_perfect_agreement_is_one_without_interval() -> None:
    perfect = found(np.array([[0.1, 0.1, 0.1], [0.7, 0.7, 0.7]]))
    assert [getattr(perfect, name).estimate for name in NAMES] == pytest.approx([1] * 6)
    assert all(isinstance(getattr(perfect, name).interval, NotEstimable) for name in NAMES)


def test_raters_who_contradict_each_other_give_an_estimate_below_zero() -> None:
    """Mean squares: items .5, of the means 3.5, 3 and 4; within (12.5 + 8 + 8) / 3 = 9.5."""
    against = found(np.array([[1.0, 6.0], [5.0, 1.0], [2.0, 6.0]]))
    assert against.icc1.estimate == pytest.approx((0.5 - 9.5) / (0.5 + 9.5))


def test_the_mean_of_raters_who_contradict_each_other_that_much_has_no_absolute_reliability() -> None:
    """Raters with one mean and items with nearly one: icc2 lies below -1 / (k - 1)."""
    against = found(np.array([[1.0, 6.0], [6.0, 1.0], [3.0, 4.0], [4.0, 3.1]]))
    assert against.icc2.estimate < -1
    assert isinstance(against.icc2k, NotEstimable)


def test_units_do_not_matter() -> None:
    one, other = found(SIX), found(1000 * SIX + 1e6)
    assert [getattr(one, name).estimate for name in NAMES] == pytest.approx(
        [getattr(other, name).estimate for name in NAMES]
    )


@pytest.mark.parametrize(
    "ratings",
    [
        np.ones((5, 3)),
        np.array([[1.0], [2.0], [3.0]]),
        np.array([[1.0, 2.0]]),
        np.array([[1.0, 2.0], [3.0, np.nan]]),
        np.array([[1.0, 2.0], [2.0, 1.0]]),
    ],
    ids=["all the same", "one rater", "one item", "missing", "items' means the same"],
)
def test_what_holds_no_such_number_gives_the_reason(ratings: np.ndarray) -> None:
    assert isinstance(intraclass_correlations(ratings, 0.95), NotEstimable)
