"""Coverage and false alarms over 1,000 simulated studies per cell: 60 people, 40 images, intervals by containment.

The limits are those a nominal 95 % and 5 % allow after 1,000 draws, as planned: [.93, .965] and [.036, .065].
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pandas as pd
import pytest

from analysis.stats.glmm import fit
from analysis.stats.mixed.containment import containment_df
from tests.analysis.stats.mixed.synthetic import Truth, between, within

pytestmark = pytest.mark.slow

N_STUDIES = 1000
LEVELS = {"condition": ["none", "xnn"]}
PLAIN = "correct ~ condition + (1 | participant) + (1 | item)"
SLOPES = "correct ~ condition + (1 + condition || participant) + (1 | item)"
Draw = Callable[[np.random.Generator, Truth, int, int], pd.DataFrame]


def one(draw: Draw, formula: str, truth: Truth, seed: int) -> tuple[bool, bool, bool]:
    """Whether the fit can be used, whether its interval covers, and whether its test rejects."""
    found = fit(draw(np.random.default_rng([20261126, seed]), truth, 60, 40), formula, LEVELS)
    weights = found.weights({"conditionxnn": 1.0})
    effect = found.contrast(weights, df=containment_df(found, weights))
    covers = effect.interval.low <= truth.effect <= effect.interval.high
    return found.status in ("ok", "singular"), covers, effect.p < 0.05


def studies(draw: Draw, formula: str, truth: Truth, n: int = N_STUDIES) -> tuple[float, float]:
    """Shares of intervals that cover and of tests that reject; a fit that cannot be used is a miss and an alarm."""
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(partial(one, draw, formula, truth), range(n), chunksize=25))
    assert sum(usable for usable, _, _ in found) >= 0.99 * n
    covered = np.mean([usable and covers for usable, covers, _ in found])
    rejected = np.mean([not usable or rejects for usable, _, rejects in found])
    return float(covered), float(rejected)


CELLS = {
    "between arms": (between, PLAIN, Truth(effect=0.5)),
    "between arms, no effect": (between, PLAIN, Truth(effect=0.0)),
    "within people who differ in the effect": (within, SLOPES, Truth(effect=0.5, slope=0.7)),
    "within people who differ in it, no effect on average": (within, SLOPES, Truth(effect=0.0, slope=0.7)),
    "within people who do not differ in it, no effect": (within, SLOPES, Truth(effect=0.0, slope=0.0)),
}


@pytest.mark.parametrize("cell", CELLS)
def test_intervals_cover_and_tests_keep_their_level(cell: str) -> None:
    draw, formula, truth = CELLS[cell]
    covered, rejected = studies(draw, formula, truth)
    print(f"{cell}: covered {covered:.3f}, rejected {rejected:.3f}")
    assert 0.93 <= covered <= 0.965
    if truth.effect == 0:
        assert 0.036 <= rejected <= 0.065


def test_without_the_slope_that_is_there_the_test_cries_wolf() -> None:
    """The canary: a wrong model must be seen to fail by this same machinery."""
    _, rejected = studies(within, PLAIN, Truth(effect=0.0, slope=0.7), n=300)
    assert rejected > 0.12
