from math import log, sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.mixed.grouping import Indices
from analysis.stats.proportional_odds import ProportionalOdds, proportional_odds, separated_columns


def two_groups(first: list[int], second: list[int]) -> tuple[Values, Indices]:
    """x, 1 for the second group, and the ratings."""
    x = np.repeat([0.0, 1.0], [len(first), len(second)])[:, None]
    return x, np.array([*first, *second], dtype=np.int64)


@pytest.mark.shared_data
def test_it_agrees_with_polr(shared_data: Path) -> None:
    """R 4.2, MASS: polr(rating ~ condition, data = d[d$q == "q1", ], Hess = TRUE, control = list(reltol = 1e-14)).

    polr stops at a gradient of about 1e-6, so five digits.
    """
    frame = pd.read_csv(shared_data / "lme4" / "likert.csv")
    rows = frame[frame["q"] == "q1"]
    x = np.where(rows["condition"] == "xnn", 1.0, 0.0)[:, None]
    found = proportional_odds(x, rows["rating"].to_numpy(dtype=np.int64) - 1)
    assert isinstance(found, ProportionalOdds)
    assert found.beta[0] == pytest.approx(0.67466901520, abs=1e-5)
    assert found.se[0] == pytest.approx(0.4705193462, abs=1e-5)
    expected = [-1.21905305146, -0.33074813917, 0.03110725345, 1.10521345641]
    assert found.thresholds == pytest.approx(expected, abs=1e-5)
    assert found.loglik == pytest.approx(-90.6044750812, abs=1e-8)


def test_with_two_points_it_is_the_log_odds_ratio_of_a_table() -> None:
    """12 of 20 against 5 of 20, with Woolf's standard error."""
    found = proportional_odds(*two_groups([0] * 15 + [1] * 5, [0] * 8 + [1] * 12))
    assert isinstance(found, ProportionalOdds)
    assert found.beta[0] == pytest.approx(log(12 * 15 / (8 * 5)), abs=1e-6)
    assert found.se[0] == pytest.approx(sqrt(1 / 12 + 1 / 8 + 1 / 5 + 1 / 15), abs=1e-5)


def test_without_columns_thresholds_are_the_logits_of_cumulative_shares() -> None:
    found = proportional_odds(np.zeros((10, 0)), np.array([0, 0, 1, 1, 1, 2, 2, 2, 2, 2], dtype=np.int64))
    assert isinstance(found, ProportionalOdds)
    assert found.thresholds == pytest.approx([log(0.2 / 0.8), 0.0], abs=1e-6)


def test_turning_the_scale_round_turns_the_sign() -> None:
    x, ratings = two_groups([0, 1, 1, 2, 3, 2], [1, 2, 3, 3, 2, 0])
    found, turned = proportional_odds(x, ratings), proportional_odds(x, 3 - ratings)
    assert isinstance(found, ProportionalOdds)
    assert isinstance(turned, ProportionalOdds)
    assert turned.beta == pytest.approx(-found.beta, abs=1e-6)
    assert turned.se == pytest.approx(found.se, abs=1e-5)


def test_where_all_ratings_are_the_same_there_is_nothing_to_fit() -> None:
    assert proportional_odds(*two_groups([0, 0], [0, 0])) == NotEstimable("all ratings are the same")


@pytest.mark.parametrize(
    ("first", "second", "runs_away"),
    [
        ([0, 1], [1, 2], True),  # one point in common
        ([0, 0], [1, 2], True),
        ([0, 1, 2], [2, 2], True),
        ([0, 2], [1, 2], False),
        ([0, 2, 1], [1, 2, 0], False),
        ([0, 3], [1, 2], False),
    ],
)
def test_ratings_that_do_not_overlap_have_no_finite_odds(first: list[int], second: list[int], runs_away: bool) -> None:
    found = separated_columns(*two_groups(first, second))
    grows = proportional_odds(*two_groups(first * 3, second * 3))
    assert found == ((0,) if runs_away else ())
    assert runs_away == (isinstance(grows, NotEstimable) or abs(grows.beta[0]) > 8)
