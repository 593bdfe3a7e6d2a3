import numpy as np
import pytest

from analysis.stats.cluster_robust import Combination, LogisticFit, clustered, combination, two_way_clustered
from analysis.stats.estimable import NotEstimable
from tests.analysis.stats.known import NONE, XNN

# Three participants and three items; the mean is 2/3, so a right answer scores 1/3 and a wrong one -2/3.
ANSWERS = np.array([1, 1, 1, 1, 0, 1, 0, 0, 1.0])
PARTICIPANTS = np.repeat(np.arange(3), 3)
ITEMS = np.tile(np.arange(3), 3)
ONES = np.ones((9, 1))


def trials(n_right: np.ndarray) -> np.ndarray:
    """Forty answers of each participant, of which so many are right."""
    return (np.arange(40)[None, :] < np.round(40 * n_right)[:, None]).astype(float).ravel()


def two_arms() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Design, answers and participants of the two known groups."""
    design = np.column_stack([np.ones(2400), np.arange(2400) < 1200]).astype(float)
    return design, np.concatenate([trials(XNN), trials(NONE)]), np.repeat(np.arange(60), 40)


def variances(fit: LogisticFit | NotEstimable) -> list[float]:
    assert isinstance(fit, LogisticFit)
    return [float(each) for each in np.diag(fit.covariance)]


def test_scores_are_summed_within_participants() -> None:
    """Sums 1, 0, -1; information 9 * 2/9 = 2; CR1 factor 3/2 * 8/8: variance 1.5 * 2 / 2**2; log(2) = .693147."""
    found = clustered(ONES, ANSWERS, PARTICIPANTS)
    assert isinstance(found, LogisticFit)
    assert found.coefficients == pytest.approx([0.693147], abs=1e-6)
    assert variances(found) == pytest.approx([0.75])
    assert found.df == 2.0


def test_two_ways_add_up_less_what_is_counted_twice() -> None:
    """Sums of items 0, -1, 1, of single answers squared 2: (1.5 * 2 + 1.5 * 2 - 9/8 * 2) / 2**2 = .9375."""
    found = two_way_clustered(ONES, ANSWERS, PARTICIPANTS, ITEMS)
    assert isinstance(found, LogisticFit)
    assert variances(found) == pytest.approx([0.9375])
    assert (found.df, found.truncated) == (2.0, False)


def test_two_arms_have_the_delta_method_of_participant_means() -> None:
    """p = .6875 and .62833333, SDs .167094 and .130769 of 30 means each, by logit'(p) = 1 / (p (1 - p)):

    SE = sqrt(60/59 * 2399/2398 * 29/30 * (sd1**2 / 30 / .21484375**2 + sd2**2 / 30 / .23353056**2)) = .173518
    """
    found = clustered(*two_arms())
    assert isinstance(found, LogisticFit)
    difference = combination(found, np.array([0.0, 1.0]), 0.95)
    assert isinstance(difference, Combination)
    assert difference.estimate == pytest.approx(0.263384, abs=1e-6)
    assert difference.std_error == pytest.approx(0.173518, abs=1e-5)
    assert difference.df == 59.0


def test_a_combination_is_judged_by_t_with_one_less_than_the_clusters() -> None:
    """SE sqrt(.75), t = .800377, df 2; scipy 1.17.1: 2 * t.sf(.800377, 2) = .507458, t.ppf(.975, 2) = 4.302653"""
    fit = clustered(ONES, ANSWERS, PARTICIPANTS)
    assert isinstance(fit, LogisticFit)
    found = combination(fit, np.array([1.0]), 0.95)
    assert isinstance(found, Combination)
    assert (found.t, found.p) == pytest.approx((0.800377, 0.507458), abs=1e-6)
    assert (found.interval.low, found.interval.high) == pytest.approx((-3.033060, 4.419354), abs=1e-5)


def test_items_that_nobody_shares_add_nothing() -> None:
    design, answers, participants = two_arms()
    one_way = variances(clustered(design, answers, participants))
    assert variances(two_way_clustered(design, answers, participants, np.arange(2400))) == pytest.approx(one_way)


def test_the_order_of_rows_and_the_names_of_participants_do_not_matter() -> None:
    design, answers, participants = two_arms()
    order = np.random.default_rng(3).permutation(2400)
    found = clustered(design[order], answers[order], 1000 - 7 * participants[order])
    assert variances(found) == pytest.approx(variances(clustered(design, answers, participants)))


def test_a_difference_of_two_ways_that_is_no_variance_is_cut_at_nought_and_judges_nothing() -> None:
    """Of (1, 1), (1, 0), (0, 1): 1.5 * 2/3 + 0 - 1.2 * 4/3 is below 0."""
    fit = two_way_clustered(
        np.ones((6, 1)), np.array([1, 1, 1, 0, 0, 1.0]), np.repeat([0, 1, 2], 2), np.tile([0, 1], 3)
    )
    assert isinstance(fit, LogisticFit)
    assert fit.truncated
    assert isinstance(combination(fit, np.array([1.0]), 0.95), NotEstimable)


def test_participants_who_all_do_the_same_judge_nothing() -> None:
    fit = clustered(np.ones((4, 1)), np.array([1, 0, 1, 0.0]), np.array([0, 0, 1, 1]))
    assert isinstance(fit, LogisticFit)
    assert isinstance(combination(fit, np.array([1.0]), 0.95), NotEstimable)


def test_an_arm_without_an_error_is_separated() -> None:
    design, answers, participants = two_arms()
    answers[design[:, 1] == 1] = 1
    reason = NotEstimable("a combination of conditions tells right from wrong without a single error")
    assert clustered(design, answers, participants) == reason
    assert two_way_clustered(design, answers, participants, np.tile(np.arange(40), 60)) == reason


def test_only_right_answers_are_separated() -> None:
    assert isinstance(clustered(ONES, np.ones(9), PARTICIPANTS), NotEstimable)


def test_a_rare_error_is_still_estimated() -> None:
    """log(1199)"""
    answers = np.ones(1200)
    answers[7] = 0
    found = clustered(np.ones((1200, 1)), answers, np.repeat(np.arange(30), 40))
    assert isinstance(found, LogisticFit)
    assert found.coefficients == pytest.approx([7.0892432], abs=1e-6)


def test_what_the_design_does_not_tell_apart_gives_a_reason_instead_of_a_number() -> None:
    assert isinstance(clustered(np.ones((9, 2)), ANSWERS, PARTICIPANTS), NotEstimable)
    assert isinstance(clustered(ONES[:0], ANSWERS[:0], PARTICIPANTS[:0]), NotEstimable)


def test_one_participant_or_one_item_give_a_reason_instead_of_a_number() -> None:
    one = np.zeros(9, dtype=np.intp)
    assert clustered(ONES, ANSWERS, one) == NotEstimable("clustering needs two participants, here: 1")
    assert two_way_clustered(ONES, ANSWERS, PARTICIPANTS, one) == NotEstimable("clustering needs two items, here: 1")


def test_arms_that_do_not_differ_are_called_different_as_rarely_as_the_level_says() -> None:
    """Plain logistic regression of these trials, on which people differ much, would err in a third of the studies."""
    rng = np.random.default_rng(20261123)
    participants = np.repeat(np.arange(40), 20)
    design = np.column_stack([np.ones(800), participants < 20]).astype(float)
    n_studies = 500
    rejections = 0
    for _ in range(n_studies):
        logit = 0.4 + np.repeat(rng.normal(0, 1.0, 40), 20)
        fit = clustered(design, (rng.random(800) < 1 / (1 + np.exp(-logit))).astype(float), participants)
        assert isinstance(fit, LogisticFit)
        found = combination(fit, np.array([0.0, 1.0]), 0.95)
        assert isinstance(found, Combination)
        rejections += found.p < 0.05
    # Monte-Carlo standard error .010; three of them
    assert 0.02 <= rejections / n_studies <= 0.08
