"""Expected values by hand from a picture of two rows and three columns."""

import numpy as np
import pytest

from analysis.stats.estimable import NotEstimable
from analysis.stats.regions import RegionAgreement, rank_correlation, region_agreement

REGION = np.array([[1, 1, 0], [0, 1, 0]], dtype=bool)
MAP = np.array([[5.0, 1.0, 0.0], [4.0, 3.0, 2.0]])


def agreement(region: np.ndarray, importance: np.ndarray, tolerance_px: float = 0) -> RegionAgreement:
    found = region_agreement(region, importance, tolerance_px=tolerance_px)
    assert isinstance(found, RegionAgreement)
    return found


def test_energy_is_the_share_of_the_maps_sum_in_the_region() -> None:
    assert agreement(REGION, MAP).energy_inside == pytest.approx(9 / 15)


def test_the_three_most_important_pixels_overlap_the_region_in_two() -> None:
    assert agreement(REGION, MAP).iou == pytest.approx(2 / 4)


def test_the_area_under_the_curve_counts_pairs_of_pixels() -> None:
    """Inside 5, 1, 3, outside 0, 4, 2: six of nine pairs in order."""
    assert agreement(REGION, MAP).auroc == pytest.approx(6 / 9)


def test_the_rank_correlation_is_spearmans() -> None:
    """Mean ranks 4 inside, 3 outside: 4.5 / sqrt(17.5 * 13.5)."""
    assert agreement(REGION, MAP).rank_correlation == pytest.approx(0.2927700, abs=1e-6)


def test_the_area_is_the_regions_share_of_the_picture() -> None:
    assert agreement(np.array([[1, 0, 0], [0, 0, 0]], dtype=bool), MAP).area == pytest.approx(1 / 6)


def test_a_map_points_with_its_most_important_pixel() -> None:
    assert agreement(REGION, MAP).pointing == 1
    assert agreement(~REGION, MAP).pointing == 0


def test_several_most_important_pixels_point_by_their_share() -> None:
    assert agreement(REGION, np.array([[5.0, 1.0, 5.0], [5.0, 5.0, 0.0]])).pointing == pytest.approx(2 / 4)


def test_a_hit_may_lie_as_far_outside_as_is_tolerated() -> None:
    region = np.zeros((1, 9), dtype=bool)
    region[0, 0] = True
    importance = np.zeros((1, 9))
    importance[0, 3] = 1
    assert agreement(region, importance, tolerance_px=2).pointing == 0
    assert agreement(region, importance, tolerance_px=3).pointing == 1


def test_negative_importance_has_no_energy() -> None:
    assert agreement(REGION, MAP - 3).energy_inside == pytest.approx(2 / 3)


def test_a_map_without_positive_importance_has_no_energy_but_an_order() -> None:
    found = agreement(REGION, MAP - 10)
    assert isinstance(found.energy_inside, NotEstimable)
    assert found.auroc == pytest.approx(6 / 9)


def test_pixels_that_tie_for_the_last_place_share_it() -> None:
    """Two places: 9 takes one, five pixels tie for the other, one of them inside: 1 + 1/5 shared of 4."""
    region = np.array([[1, 1, 0], [0, 0, 0]], dtype=bool)
    found = agreement(region, np.array([[9.0, 1.0, 1.0], [1.0, 1.0, 1.0]]))
    assert found.iou == pytest.approx(1.2 / 2.8)


def test_ties_count_half_in_the_area_under_the_curve() -> None:
    """Inside 9, 1, outside 1 four times: 4 of 8 pairs in order, 4 tied."""
    region = np.array([[1, 1, 0], [0, 0, 0]], dtype=bool)
    assert agreement(region, np.array([[9.0, 1.0, 1.0], [1.0, 1.0, 1.0]])).auroc == pytest.approx(6 / 8)


def test_a_map_that_is_the_region_agrees_wholly() -> None:
    found = agreement(REGION, REGION.astype(float))
    measures = (found.energy_inside, found.pointing, found.iou, found.auroc, found.rank_correlation)
    assert measures == pytest.approx((1, 1, 1, 1, 1))


def test_the_maps_order_alone_counts_but_for_energy() -> None:
    one, other = agreement(REGION, MAP), agreement(REGION, np.exp(MAP))
    assert (one.pointing, one.iou, one.auroc) == (other.pointing, other.iou, other.auroc)
    assert one.energy_inside != other.energy_inside


@pytest.mark.parametrize("region", [np.zeros((2, 3), dtype=bool), np.ones((2, 3), dtype=bool)], ids=["empty", "full"])
def test_an_empty_or_full_region_has_no_agreement(region: np.ndarray) -> None:
    assert isinstance(region_agreement(region, MAP), NotEstimable)


def test_a_map_that_is_the_same_everywhere_has_no_agreement() -> None:
    assert isinstance(region_agreement(REGION, np.full((2, 3), 0.3)), NotEstimable)


def test_a_graded_region_has_a_rank_correlation() -> None:
    """Ranks 1 2 3 4 against 1 2 4 3: 1 - 6 * 2 / (4 * 15)."""
    assert rank_correlation(np.array([[0.0, 0.2], [0.5, 1.0]]), np.array([[1.0, 2.0], [9.0, 4.0]])) == pytest.approx(
        0.8
    )
    assert isinstance(rank_correlation(np.ones((2, 2)), np.array([[1.0, 2.0], [9.0, 4.0]])), NotEstimable)


def test_what_is_no_pair_of_pictures_is_refused() -> None:
    with pytest.raises(ValueError, match="one shape"):
        region_agreement(REGION, MAP.T)
    with pytest.raises(ValueError, match="finite"):
        region_agreement(REGION, np.where(MAP == 5, np.nan, MAP))
    with pytest.raises(ValueError, match="must be bool"):
        region_agreement(MAP, MAP)
