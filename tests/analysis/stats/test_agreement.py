import json
from pathlib import Path

import numpy as np
import pytest

from analysis.result import Interval
from analysis.stats.agreement import Kappa, Weights, cohen_kappa, fleiss_kappa
from analysis.stats.estimable import NotEstimable


def pairs(table: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """The ratings of two raters whose table of counts this is."""
    counts = np.array(table)
    first, second = (np.repeat(place.ravel(), counts.ravel()).astype(float) for place in np.indices(counts.shape))
    return first, second


THREE_BY_THREE = [[44, 5, 1], [7, 20, 3], [9, 5, 6]]


def test_kappa_takes_off_the_agreement_by_chance() -> None:
    found = cohen_kappa(*pairs([[20, 5], [10, 15]]), 0.95)
    assert isinstance(found, Kappa)
    assert (found.estimate, found.agreement, found.by_chance) == pytest.approx((0.4, 0.7, 0.5))
    assert found.n_items == 50


def test_kappa_is_low_where_nearly_all_is_of_one_category_though_raters_agree() -> None:
    """118 + 0 of 125 identical; by chance (123 * 120 + 2 * 5) / 125²."""
    found = cohen_kappa(*pairs([[118, 5], [2, 0]]), 0.95)
    assert isinstance(found, Kappa)
    assert found.agreement == pytest.approx(0.944)
    assert found.by_chance == pytest.approx(0.94528)
    assert found.estimate == pytest.approx(-0.0233918, abs=1e-6)


@pytest.mark.parametrize(
    ("weights", "kappa", "low", "high"),
    [
        ("none", 0.4915254237, 0.3501582, 0.6328926),
        ("linear", 0.4736842105, 0.3228083, 0.6245601),
        ("quadratic", 0.4545454545, 0.2703486, 0.6387423),
    ],
)
def test_the_interval_is_that_of_the_multinomial(weights: Weights, kappa: float, low: float, high: float) -> None:
    """numpy 2.4.6: delta method with numerical derivatives of kappa in the nine cells (no formula of ours)."""
    found = cohen_kappa(*pairs(THREE_BY_THREE), 0.95, weights=weights)
    assert isinstance(found, Kappa)
    assert isinstance(found.interval, Interval)
    assert found.estimate == pytest.approx(kappa, abs=1e-9)
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=1e-6)


def test_two_categories_know_no_near_miss() -> None:
    first, second = pairs([[20, 5], [10, 15]])
    assert cohen_kappa(first, second, 0.95, weights="quadratic") == cohen_kappa(first, second, 0.95)


def test_a_category_that_nobody_used_still_counts_in_the_distance() -> None:
    """1, 2, 5: credit of (1, 2) is 1 - 1/4.  Cells (1,1), (1,2), (5,5): agreement 2.75/3; by chance
    (2/3 * 1/3 * (1 + .75) + 1/3 * 1/3 * (0 + .25 + 1)) = 4.75/9."""
    found = cohen_kappa(np.array([1.0, 1.0, 5.0]), np.array([1.0, 2.0, 5.0]), 0.95, weights="linear")
    assert isinstance(found, Kappa)
    assert found.by_chance == pytest.approx(4.75 / 9)
    assert found.estimate == pytest.approx((8.25 - 4.75) / (9 - 4.75))


def test_items_that_one_rater_left_out_do_not_count() -> None:
    first, second = pairs([[20, 5], [10, 15]])
    more = cohen_kappa(np.append(first, [np.nan, 1]), np.append(second, [0, np.nan]), 0.95)
    assert more == cohen_kappa(first, second, 0.95)


def test_perfect_agreement_has_no_interval() -> None:
    found = cohen_kappa(np.array([0.0, 1.0]), np.array([0.0, 1.0]), 0.95)
    assert isinstance(found, Kappa)
    assert (found.estimate, found.agreement) == (1, 1)
    assert isinstance(found.interval, NotEstimable)


def test_one_category_for_all_gives_no_kappa() -> None:
    assert isinstance(cohen_kappa(np.ones(9), np.ones(9), 0.95), NotEstimable)


def test_nothing_rated_by_both_gives_no_kappa() -> None:
    assert isinstance(cohen_kappa(np.array([1.0, np.nan]), np.array([np.nan, 1.0]), 0.95), NotEstimable)
    assert isinstance(cohen_kappa(np.empty(0), np.empty(0), 0.95), NotEstimable)


@pytest.mark.shared_data
def test_kappas_are_those_of_r(shared_data: Path) -> None:
    """R: psych::cohen.kappa, irr::kappa2 of the first two raters; shared data's oracle.json."""
    ratings = np.loadtxt(shared_data / "lme4" / "ratings.csv", delimiter=",", skiprows=1)
    oracle = json.loads((shared_data / "lme4" / "oracle.json").read_text())["agreement"]
    plain = cohen_kappa(ratings[:, 0], ratings[:, 1], 0.95)
    weighted = cohen_kappa(ratings[:, 0], ratings[:, 1], 0.95, weights="quadratic")
    assert isinstance(plain, Kappa)
    assert isinstance(weighted, Kappa)
    assert plain.estimate == pytest.approx(oracle["cohen_kappa"], abs=1e-10)
    assert weighted.estimate == pytest.approx(oracle["weighted_kappa_quadratic"], abs=1e-10)


# Ten items with fourteen ratings in five categories, a common worked example of Fleiss' kappa.
COUNTS = [[0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
          [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]]  # fmt: skip
TEN = np.array([np.repeat(np.arange(5.0), row) for row in COUNTS])


def test_fleiss_kappa_of_the_worked_example() -> None:
    found = fleiss_kappa(TEN, 0.95)
    assert isinstance(found, Kappa)
    assert (found.estimate, found.agreement, found.by_chance) == pytest.approx((0.210, 0.378, 0.213), abs=5e-4)


def test_who_gave_which_rating_of_an_item_does_not_matter_to_fleiss_kappa() -> None:
    mixed = np.random.default_rng(1).permuted(TEN, axis=1)
    assert fleiss_kappa(mixed, 0.95) == fleiss_kappa(TEN, 0.95)


def test_the_interval_of_fleiss_kappa_covers_the_truth() -> None:
    """Two categories; each rating copies the item's own with probability .8, else tosses a coin: kappa = .64."""
    rng = np.random.default_rng(2)
    hits = 0
    for _ in range(400):
        own = rng.integers(0, 2, (60, 1))
        ratings = np.where(rng.random((60, 4)) < 0.8, own, rng.integers(0, 2, (60, 4))).astype(float)
        found = fleiss_kappa(ratings, 0.95)
        assert isinstance(found, Kappa)
        assert isinstance(found.interval, Interval)
        hits += found.interval.low <= 0.64 <= found.interval.high
    assert 0.91 <= hits / 400 <= 0.98


def test_fleiss_kappa_needs_two_ratings_of_every_item_and_two_categories() -> None:
    assert isinstance(fleiss_kappa(np.ones((5, 1)), 0.95), NotEstimable)
    assert isinstance(fleiss_kappa(np.ones((5, 3)), 0.95), NotEstimable)
    assert isinstance(fleiss_kappa(np.array([[0.0, 1.0], [1.0, np.nan]]), 0.95), NotEstimable)


def test_two_items_have_a_fleiss_kappa_without_interval() -> None:
    found = fleiss_kappa(np.array([[0.0, 0.0], [1.0, 1.0]]), 0.95)
    assert isinstance(found, Kappa)
    assert found.estimate == 1
    assert found.interval == NotEstimable("an interval needs three items")


def test_an_item_that_alone_holds_the_other_category_lets_no_interval_be_had() -> None:
    found = fleiss_kappa(np.array([[0.0, 0.0], [0.0, 0.0], [0.0, 1.0]]), 0.95)
    assert isinstance(found, Kappa)
    assert isinstance(found.interval, NotEstimable)
