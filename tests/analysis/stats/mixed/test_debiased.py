"""Variances that maximum likelihood and Laplace's approximation take for too small are enlarged, and only those."""

from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest
from scipy import stats

from analysis.stats.glmm import fit
from analysis.stats.mixed.containment import containment_df
from analysis.stats.mixed.debiased import debiased
from tests.analysis.stats.mixed.synthetic import Truth, between, within

LEVELS = {"condition": ["none", "xnn"]}
BETWEEN = "correct ~ condition + (1 | participant) + (1 | item) + (1 | item:condition)"


def variances(seed: int) -> tuple[float, float]:
    """Of few people, as they are estimated and then corrected; .64 is planted."""
    found = fit(between(np.random.default_rng([1, seed]), Truth(), 16, 16), BETWEEN, LEVELS)
    return float(found.sd["participant"][0] ** 2), float(debiased(found).fit.sd["participant"][0] ** 2)


def test_on_average_the_planted_variance_comes_out() -> None:
    found = np.array([variances(seed) for seed in range(24)])
    estimated, corrected = found.mean(axis=0)
    error = found[:, 1].std(ddof=1) / 24**0.5
    assert abs(corrected - 0.64) < 2.5 * error
    assert corrected > estimated + 0.05
    assert (found[:, 1] >= found[:, 0]).all()


def test_standard_errors_grow_with_the_variances_and_estimates_hardly_move() -> None:
    found = fit(between(np.random.default_rng(2), Truth(), 20, 20), BETWEEN, LEVELS)
    better = debiased(found).fit
    assert better.se[1] > found.se[1]
    assert better.beta[1] == pytest.approx(found.beta[1], rel=0.05)
    assert better.status == found.status


def test_the_same_answers_give_the_same_correction() -> None:
    found = fit(between(np.random.default_rng(3), Truth(), 20, 20), BETWEEN, LEVELS)
    assert np.array_equal(debiased(found).fit.theta, debiased(found).fit.theta)


def test_a_variance_of_nought_stays_nought() -> None:
    frame = between(np.random.default_rng(4), Truth(participant=0.0, item=0.0, effect=0.0), 20, 20)
    found = fit(frame, "correct ~ condition + (1 | participant) + (1 | item)", LEVELS)
    better = debiased(found).fit
    for group, sizes in found.sd.items():
        if sizes[0] < 1e-4:
            assert better.sd[group][0] == 0.0


def test_only_independent_effects_of_a_logistic_model_are_corrected() -> None:
    frame = within(np.random.default_rng(5), Truth(), 20, 20)
    correlated = fit(frame, "correct ~ condition + (1 + condition | participant) + (1 | item)", LEVELS)
    with pytest.raises(ValueError, match="independent random effects"):
        debiased(correlated)


def test_images_within_arms_have_the_degrees_of_freedom_of_an_interaction() -> None:
    found = fit(between(np.random.default_rng(6), Truth(), 60, 20), BETWEEN, LEVELS)
    assert containment_df(found, found.weights({"conditionxnn": 1.0})) == (20 - 1) * (2 - 1)


def one(seed: int) -> tuple[bool, bool]:
    """Whether the corrected interval covers no effect, and the uncorrected one: images differ between arms."""
    rng = np.random.default_rng([7, seed])
    frame = between(rng, Truth(effect=0.0), 40, 24)
    moved = rng.normal(0, 0.5, (24, 2))[frame["item"], (frame["condition"] == "xnn").astype(int)]
    p = 1 / (
        1
        + np.exp(-(0.4 + moved + rng.normal(0, 0.8, 40)[frame["participant"]] + rng.normal(0, 0.8, 24)[frame["item"]]))
    )
    found = fit(frame.assign(correct=(rng.random(len(frame)) < p).astype(int)), BETWEEN, LEVELS)
    covers = []
    for each in (debiased(found).fit, found):
        weights = each.weights({"conditionxnn": 1.0})
        effect = each.contrast(weights, df=containment_df(each, weights))
        covers.append(effect.interval.low <= 0 <= effect.interval.high)
    return covers[0], covers[1]


@pytest.mark.slow
def test_the_corrected_test_keeps_its_level_with_few_people_and_images() -> None:
    n = 300
    with ProcessPoolExecutor(2) as pool:
        corrected, uncorrected = np.mean(list(pool.map(one, range(n), chunksize=10)), axis=0)
    print(f"corrected: covered {corrected:.3f}; uncorrected: {uncorrected:.3f}")
    low, high = stats.binom.ppf([0.001, 0.999], n, 0.95) / n
    assert low <= corrected <= high
    assert corrected >= uncorrected
