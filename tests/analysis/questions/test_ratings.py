from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import questions
from analysis.evidence import Evidence
from analysis.question import Account
from analysis.result import Result
from tests.analysis.cases import evidence_of
from tests.analysis.planted_checks import with_background
from tests.analysis.planted_ratings import ARMS, Opinions, holding, odds, rating, read

RATINGS = questions.load("ratings")


def results_of(found: Evidence) -> dict[str, Result]:
    return {result.name.removeprefix("ratings/ratings/"): result for result in RATINGS.results(found)}


def account_of(found: Evidence) -> Account:
    return RATINGS.account(found, RATINGS.results(found))


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Heatmap shifts ratings by 1.2 log odds, placebo by nothing; 60 people in each arm; read only."""
    return holding(tmp_path_factory.mktemp("planted"), Opinions(), 60)


@pytest.fixture(scope="module")
def found(planted: Evidence) -> dict[str, Result]:
    """What is found there."""
    return results_of(planted)


@pytest.mark.shared_data
def test_the_companion_agrees_with_wilcox_test(shared_data: Path, tmp_path: Path) -> None:
    """R 4.2: wilcox.test(x, y, exact = FALSE) of participants' means in likert.csv: W = 661.5, p-value = 0.001749.

    W is of the group with explanations; Cliff's delta is 2 W / 900 - 1.
    """
    frame = pd.read_csv(shared_data / "lme4" / "likert.csv").sort_values(["participant", "q"])
    people = {arm: [list(p["rating"]) for _, p in of.groupby("participant")] for arm, of in frame.groupby("condition")}
    found = results_of(rating(tmp_path, 5, none=people["none"], heatmap=people["xnn"]))["5-points/heatmap/delta"]
    assert found.test is not None
    assert (found.test.symbol, found.test.statistic) == ("U", 661.5)
    assert found.test.p == pytest.approx(0.001749, abs=5e-7)
    assert found.estimate == pytest.approx(2 * 661.5 / 900 - 1)


def test_planted_log_odds_lie_in_the_interval_and_none_are_found_where_none_are(found: dict[str, Result]) -> None:
    estimate, low, high = odds(found["5-points/heatmap/odds_ratio"])
    assert low < 1.2 < high
    assert estimate == pytest.approx(1.2, abs=0.5)
    _, low, high = odds(found["5-points/placebo/odds_ratio"])
    assert low < 0 < high
    shifted = found["5-points/heatmap/odds_ratio"].test
    assert shifted is not None
    assert shifted.p_adjusted is not None
    assert shifted.p_adjusted < 0.001
    assert (shifted.adjustment, shifted.n_comparisons) == ("Benjamini-Hochberg", 2)


def test_every_comparison_is_exploratory_and_against_the_first_arm(found: dict[str, Result]) -> None:
    compared = [result for result in found.values() if "first" in result.labels]
    assert {result.family for result in compared} == {"exploratory"}
    assert {result.labels["second"] for result in compared} == {"none"}
    assert {result.family for result in found.values() if "first" not in result.labels} == {"descriptive"}


def test_shares_median_and_mean_are_those_by_hand(tmp_path: Path) -> None:
    """Wilson's interval of 3 of 8 as R's prop.test(3, 8, correct = FALSE) prints it: 0.1368 to 0.6943."""
    found = results_of(rating(tmp_path, 4, none=[[1], [2], [2], [2], [3], [4], [4], [3]]))
    assert [found[f"a/none/point_{point}"].estimate for point in (1, 2, 3, 4)] == [1 / 8, 3 / 8, 2 / 8, 2 / 8]
    share = found["a/none/point_2"].interval
    assert share is not None
    assert (share.low, share.high) == pytest.approx((0.1368, 0.6943), abs=5e-5)
    assert found["a/none/mean"].estimate == 21 / 8
    assert found["a/none/median"].estimate == 2.5
    median = found["a/none/median"].interval
    assert median is not None
    assert (median.low, median.high) == (1, 4)


def test_attention_items_and_ratings_before_randomisation_are_left_out(
    found: dict[str, Result], tmp_path: Path
) -> None:
    assert "effort/none/mean" in found
    assert not any("moon" in name for name in found)
    before = read(tmp_path, {"none": 6, "heatmap": 6}, with_background)
    assert (before.trials["task"] == "rate").sum() == 12
    assert RATINGS.results(before) == []


def test_a_line_is_taken_as_a_number_and_compared_by_means(found: dict[str, Result]) -> None:
    """Effort is 50 + 10 times the log odds: 12 more in heatmap."""
    difference = found["effort/heatmap/mean_difference"]
    assert difference.interval is not None
    assert difference.interval.low < 12 < difference.interval.high
    assert difference.test is not None
    assert difference.test.symbol == "t"
    assert "effort/none/point_1" not in found
    assert "effort/heatmap/odds_ratio" not in found


@pytest.mark.parametrize(("points", "first"), [(12, 5), (11, 0)])
def test_more_than_11_points_or_a_value_that_is_no_point_make_a_line(points: int, first: int, tmp_path: Path) -> None:
    found = results_of(rating(tmp_path, points, none=[[first], [3], [8]], heatmap=[[2], [9], [11]]))
    assert "a/heatmap/mean_difference" in found
    assert not any("point_" in name for name in found)


def test_an_item_that_was_asked_with_scales_of_different_length_is_two_items(tmp_path: Path) -> None:
    found = rating(tmp_path, 5, none=[[1], [2], [5]], heatmap=[[2], [4], [5]])
    longer = (found.trials["task"] == "rate") & found.trials["participant"].isin(["p0000", "p0003"])
    results = results_of(
        replace(found, trials=found.trials.assign(n_options=found.trials["n_options"].mask(longer, 7)))
    )
    assert results["a-of-5/none/mean"].n == {"none": 2}
    assert results["a-of-7/none/mean"].n == {"none": 1}


def test_alpha_is_that_of_the_same_table_and_an_item_against_the_others_is_named(tmp_path: Path) -> None:
    """Items 1 and 2 alike, the third turned round: alpha by hand is 3/2 (1 - 3 * 5/3 / 5/3) = -3."""
    found = rating(tmp_path, 4, none=[[1, 1, 4], [2, 2, 3]], heatmap=[[3, 3, 2], [4, 4, 1]])
    results = results_of(found)
    assert results["4-points/alpha"].estimate == pytest.approx(-3.0)
    assert results["4-points/alpha"].n == {"all arms": 4}
    assert results["4-points/item_rest/c"].estimate == pytest.approx(-1.0)
    (note,) = (each for each in account_of(found).sentences if "went against the other items" in each)
    assert "c (r = −1.00) went against" in note
    assert "nothing was reversed" in note


@pytest.mark.shared_data
def test_alpha_agrees_with_another_program(shared_data: Path, tmp_path: Path) -> None:
    """Of ratings.csv it is ICC(3,k), with its interval, as the R package psych has it: oracle.json, ICC3k."""
    rows = pd.read_csv(shared_data / "lme4" / "ratings.csv").to_numpy(dtype=np.int64).tolist()
    alpha = results_of(rating(tmp_path, 5, none=rows[::2], heatmap=rows[1::2]))["5-points/alpha"]
    assert alpha.estimate == pytest.approx(0.96081204461, abs=1e-9)
    assert alpha.interval is not None
    assert (alpha.interval.low, alpha.interval.high) == pytest.approx((0.93983428978, 0.97531432752), abs=1e-9)


def test_omega_of_a_planted_factor_is_found(tmp_path: Path) -> None:
    """Six items of 7 points that share a factor of standard deviation 2 in log odds."""
    thresholds = (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0)
    items = dict.fromkeys("abcdef", 0.0)
    opinions = Opinions(dict.fromkeys(ARMS, 0.0), items, spread=2.0, thresholds=thresholds, line=False)
    found = results_of(holding(tmp_path, opinions, 30))
    omega = found["7-points/omega"]
    assert omega.estimate is not None
    assert omega.estimate == pytest.approx(0.85, abs=0.06)
    assert omega.interval is not None
    assert omega.interval.low < omega.estimate < omega.interval.high
    assert found["7-points/alpha"].estimate == pytest.approx(omega.estimate, abs=0.02)


def test_where_nobody_rated_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert RATINGS.results(evidence_of("with confidence", tmp_path)) == []


def test_the_tables_behind_the_pictures_hold_counts_and_values(tmp_path: Path) -> None:
    account = account_of(rating(tmp_path, 3, none=[[1, 2], [1, 3]], heatmap=[[3, 3], [2, 3]]))
    shares = account.data["ratings-ratings-3-points"]
    of_none = shares[(shares["item"] == "a") & (shares["arm"] == "none")]
    assert of_none["n_ratings"].tolist() == [2, 0, 0]
    assert of_none["share"].tolist() == [1.0, 0.0, 0.0]
    people = account.data["ratings-ratings-3-points-participants"]
    assert people["rating"].tolist() == [3, 3, 2, 3, 1, 2, 1, 3]


def test_the_picture_tells_every_arm_also_one_without_ratings(tmp_path: Path) -> None:
    (drawing,) = account_of(rating(tmp_path, 5, none=[[1], [2], [4]], heatmap=[[2], [4], [5]])).drawings
    assert "a: none median 2.0 (3 participants), placebo median – (0 participants), heatmap median 4.0" in drawing.alt


def test_the_sentence_for_a_paper_names_tests_and_correction(planted: Evidence, found: dict[str, Result]) -> None:
    start = "ratings, 3 items of 5 points, heatmap against none: odds of a higher rating multiplied by "
    (sentence,) = (each for each in RATINGS.account(planted, list(found.values())).sentences if each.startswith(start))
    assert "; Wald's χ²(1) = " in sentence
    assert "Benjamini-Hochberg-adjusted for 2 comparisons p < .001. Cliff's δ = " in sentence
    assert "; Mann-Whitney's U = " in sentence
