"""What is said of maps without asking a network, against values worked out by hand."""

import numpy as np
import pytest

from stimuli.explanation import Heatmap
from stimuli.gulls.picture import render
from stimuli.images import Preprocessing
from stimuli.map_grid import ranked, resampled
from stimuli.map_measures import gini, places, similarities

PLAIN = Preprocessing(input_px=64, mean=(0, 0, 0), std=(1, 1, 1))


def one_cell(side: int, row: int, column: int) -> Heatmap:
    cells = np.zeros((side, side), dtype=np.float32)
    cells[row, column] = 1
    return Heatmap(cells)


def noise(seed: int, side: int = 28) -> Heatmap:
    return Heatmap(np.random.default_rng(seed).random((side, side), dtype=np.float32))


def test_a_map_shrinks_by_means_over_areas() -> None:
    np.testing.assert_allclose(resampled(np.array([[1.0, 3.0], [5.0, 7.0]]), 1, 1), [[4.0]])
    np.testing.assert_allclose(resampled(np.array([[0.0, 3.0, 6.0]]), 1, 2), [[1.0, 5.0]])


def test_a_map_grows_bilinearly_with_flat_outer_half_cells() -> None:
    np.testing.assert_allclose(resampled(np.array([[0.0, 4.0]]), 1, 4), [[0, 1, 3, 4]])


def test_a_map_of_the_wanted_resolution_stays_as_it_is() -> None:
    values = noise(0).values
    np.testing.assert_array_equal(resampled(values, 28, 28), values)


def test_the_most_salient_cell_comes_first() -> None:
    assert ranked(np.array([[0.1, 0.9], [0.5, 0.0]]), seed=0).tolist() == [1, 2, 0, 3]


def test_cells_alike_come_in_an_order_of_chance_that_the_seed_repeats() -> None:
    flat = np.zeros((8, 8))
    assert ranked(flat, 0).tolist() == ranked(flat, 0).tolist() != ranked(flat, 1).tolist()
    assert ranked(flat, 0).tolist() != list(range(64))


def test_the_gini_index_is_0_where_all_is_alike_and_near_1_where_all_is_in_one_cell() -> None:
    assert gini(np.ones(4)) == pytest.approx(0)
    assert gini(np.array([0.0, 0, 0, 1])) == pytest.approx(0.75)
    assert gini(np.array([1.0, 2, 3, 4])) == pytest.approx(0.25)
    assert gini(np.zeros(4)) is None


def test_a_map_lies_in_the_part_that_its_largest_cell_is_in() -> None:
    left = np.zeros((128, 128), dtype=bool)
    left[:, :64] = True
    found = places(one_cell(4, 1, 0), {"left": left, "right": ~left, "hidden": np.zeros_like(left)}, PLAIN, seed=0)
    assert found["pointing_game"] == found["pointing_game.left"] == 1
    assert found["pointing_game.right"] == 0
    assert found["mass.left"] == pytest.approx(1)
    assert found["area.left"] == pytest.approx(0.5)
    assert not [name for name in found if "hidden" in name]


def test_the_mass_of_parts_that_cover_the_picture_sums_to_1() -> None:
    thirds = np.arange(100) // 34
    masks = {str(n): np.broadcast_to(thirds == n, (100, 100)) for n in range(3)}
    found = places(noise(3, 9), masks, PLAIN, seed=0)
    for what in ("mass", "area"):
        assert sum(found[f"{what}.{n}"] for n in range(3)) == pytest.approx(1, abs=0.005)
        assert found[what] == pytest.approx(1)


def test_masks_are_cropped_as_the_picture_is() -> None:
    # Twice as wide as high: only the middle is seen, half of which lies left.
    left = np.zeros((64, 128), dtype=bool)
    left[:, :64] = True
    crop = Preprocessing(input_px=64, mean=(0, 0, 0), std=(1, 1, 1), resize="crop", resize_px=64)
    edge = np.zeros_like(left)
    edge[:, :20] = True
    found = places(one_cell(2, 0, 0), {"left": left, "edge": edge}, crop, seed=0)
    assert found["area.left"] == 0.5
    assert "area.edge" not in found


def test_a_rendered_gulls_part_is_hit_by_a_map_that_points_at_it() -> None:
    gull = render("Herring", 3, size_px=128)
    rows, columns = np.nonzero(gull.masks["mantle"])
    middle = np.argmin(np.hypot(rows - rows.mean(), columns - columns.mean()))
    on_it, off_it = one_cell(64, rows[middle] // 2, columns[middle] // 2), one_cell(64, 0, 0)
    hit, missed = (places(one, gull.masks, PLAIN, seed=0) for one in (on_it, off_it))
    assert (hit["pointing_game.mantle"], hit["pointing_game"], hit["pointing_game.bill"]) == (1, 1, 0)
    assert (missed["pointing_game.mantle"], missed["pointing_game"]) == (0, 0)
    assert hit["mass.mantle"] > 0.5 > missed["mass.mantle"]
    assert hit["area.mantle"] == missed["area.mantle"]


def test_an_empty_map_has_no_mass_and_no_largest_cell() -> None:
    found = places(Heatmap.flat(4, ()), {"all": np.ones((64, 64), dtype=bool)}, PLAIN, seed=0)
    assert found == {"area": 1, "area.all": 1}


def test_a_map_is_as_like_itself_as_can_be_and_its_opposite_as_unlike() -> None:
    own = noise(1)
    found = similarities({"own": own, "same": own, "inverse": Heatmap(1 - own.values)})
    assert found["own"]["same"] == pytest.approx(1)
    assert found["own"]["inverse"] == pytest.approx(-1)
    assert set(found["own"]) == {"same", "inverse"}


def test_a_growing_function_of_a_map_has_the_same_ranks() -> None:
    own = noise(2)
    found = similarities({"own": own, "cubed": Heatmap(own.values**3), "chance": noise(5)})
    assert found["own"]["cubed"] == pytest.approx(1)
    assert abs(found["own"]["chance"]) < 0.15


def test_similarity_with_ties_is_spearmans() -> None:
    # scipy.stats.spearmanr([0, 0, .5, 1], [0, 1, .5, 1]).statistic (scipy 1.17.1)
    one, other = (
        Heatmap(np.array(cells, dtype=np.float32).reshape(2, 2)) for cells in ([0, 0, 0.5, 1], [0, 1, 0.5, 1])
    )
    assert similarities({"one": one, "other": other}, side=2)["one"]["other"] == pytest.approx(0.38888888888888895)


def test_maps_of_other_resolutions_are_compared_at_a_common_one() -> None:
    coarse = noise(3, 7)
    fine = Heatmap(resampled(coarse.values, 224, 224).astype(np.float32).clip(0, 1))
    assert similarities({"coarse": coarse, "fine": fine})["coarse"]["fine"] > 0.999


def test_a_flat_map_resembles_nothing() -> None:
    assert similarities({"one": noise(1), "two": noise(2), "flat": Heatmap.flat(7, ())}).keys() == {"one", "two"}
