"""Intervals, probabilities and tests from a fit."""

import numpy as np
import pandas as pd
import pytest

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable
from analysis.stats.glmm import Fit, fit
from analysis.stats.mixed.containment import containment_df
from analysis.stats.mixed.laplace import Laplace
from analysis.stats.mixed.likelihood_ratio import likelihood_ratio
from analysis.stats.mixed.likelihoods import Binomial
from analysis.stats.mixed.logistic import problem_of
from analysis.stats.mixed.marginal import odds_ratio, probability, risk_difference
from analysis.stats.mixed.optimise import minimise
from analysis.stats.mixed.profile import profile_interval
from tests.analysis.stats.mixed.synthetic import Truth, between, within

FORMULA = "correct ~ condition + (1 | participant) + (1 | item)"
ARMS = ["none", "xnn"]


@pytest.fixture(scope="module")
def found() -> Fit:
    return fit(between(np.random.default_rng(1), Truth(effect=0.7), 200, 40), FORMULA, {"condition": ARMS})


def in_arm(found: Fit, arm: str) -> pd.DataFrame:
    return found.model.frame.assign(condition=pd.Categorical([arm] * found.n_obs, categories=ARMS))


def test_a_contrast_is_a_combination_of_terms(found: Fit) -> None:
    alone = found.contrast(found.weights({"conditionxnn": 1.0}))
    assert (alone.estimate, alone.std_error) == (pytest.approx(found.beta[1]), pytest.approx(found.se[1]))
    assert alone.interval.low == pytest.approx(found.beta[1] - 1.959963985 * found.se[1])
    with pytest.raises(KeyError, match="no term conditionsag"):
        found.weights({"conditionsag": 1.0})


def test_the_ends_of_a_profile_are_where_the_likelihood_ratio_test_turns(found: Fit) -> None:
    """3.841459: the chi-square quantile with one degree of freedom; the effect is held by an offset."""
    interval = profile_interval(found, np.array([0.0, 1.0]))
    assert isinstance(interval, Interval)
    model = found.model
    for end in (interval.low, interval.high):
        held = Laplace(model.x[:, :1], model.groupings, Binomial(model.y, model.trials), end * model.x[:, 1])
        best = minimise(problem_of(held, model.y.size))
        assert best.deviance + 2 * found.loglik == pytest.approx(3.841459, abs=1e-3)


def test_a_separated_model_has_no_profile() -> None:
    frame = between(np.random.default_rng(3), Truth(), 20, 10).assign(correct=1)
    assert isinstance(profile_interval(fit(frame, FORMULA), np.array([0.0, 1.0])), NotEstimable)


def test_the_marginal_probability_is_the_share_in_the_population(found: Fit) -> None:
    """The observed share of right answers; the conditional probability lies further from one half."""
    for arm in ARMS:
        rows = found.model.frame["condition"] == arm
        observed = found.model.y[rows.to_numpy()].mean()
        marginal, conditional = (probability(found, in_arm(found, arm), kind) for kind in ("marginal", "conditional"))
        assert marginal.estimate == pytest.approx(observed, abs=0.02)
        assert conditional.estimate > marginal.estimate > 0.5
        assert marginal.interval.low < observed < marginal.interval.high


def test_the_conditional_odds_ratio_is_the_coefficient(found: Fit) -> None:
    pair = (in_arm(found, "xnn"), in_arm(found, "none"))
    assert odds_ratio(found, pair, "conditional").estimate == pytest.approx(np.exp(found.beta[1]), rel=1e-6)
    assert 1 < odds_ratio(found, pair, "marginal").estimate < np.exp(found.beta[1])


def test_a_risk_difference_is_that_of_the_probabilities_and_turns_with_them(found: Fit) -> None:
    xnn, none = in_arm(found, "xnn"), in_arm(found, "none")
    forth, back = risk_difference(found, (xnn, none)), risk_difference(found, (none, xnn))
    assert forth.estimate == pytest.approx(probability(found, xnn).estimate - probability(found, none).estimate)
    assert (back.estimate, back.std_error) == (pytest.approx(-forth.estimate), pytest.approx(forth.std_error))


def test_a_variance_is_tested_at_its_boundary() -> None:
    """Half of the chi-square p: the null value of a variance is nought."""
    frame = within(np.random.default_rng(8), Truth(slope=1.2))
    smaller = fit(frame, FORMULA)
    larger = fit(frame, "correct ~ condition + (1 + condition || participant) + (1 | item)")
    found = likelihood_ratio(smaller, larger)
    assert found.df == 1
    assert found.chi_square > 10
    assert found.p < 1e-3


def test_models_of_other_rows_or_of_reml_are_not_compared() -> None:
    frame = between(np.random.default_rng(3), Truth(), 20, 10)
    one, other = fit(frame, FORMULA), fit(frame.iloc[5:], FORMULA)
    with pytest.raises(ValueError, match="same rows"):
        likelihood_ratio(other, one)
    linear = [fit(frame, f, family="gaussian") for f in (FORMULA, "correct ~ 1 + (1 | participant) + (1 | item)")]
    with pytest.raises(ValueError, match="not by REML"):
        likelihood_ratio(linear[1], linear[0])


def test_as_many_degrees_of_freedom_as_people_or_images_tell() -> None:
    """Between arms: people less arms.  A slope by people: people less one.  Both: the fewer."""
    arms = fit(between(np.random.default_rng(3), Truth(), 20, 30), FORMULA)
    assert containment_df(arms, np.array([0.0, 1.0])) == 18
    crossed = within(np.random.default_rng(3), Truth(), 20, 30)
    assert containment_df(fit(crossed, FORMULA), np.array([0.0, 1.0])) is None
    by_people = fit(crossed, "correct ~ condition + (1 + condition || participant) + (1 | item)")
    assert containment_df(by_people, np.array([0.0, 1.0])) == 19
    by_images = fit(crossed, "correct ~ condition + (1 | participant) + (1 + condition || item)")
    assert containment_df(by_images, np.array([0.0, 1.0])) == 29
