"""Maps in few cells: what is handed on of an explanation, to be held against what people mark."""

import numpy as np
import pytest
from numpy.typing import NDArray

from stimuli.explanation import Concepts, Heatmap
from stimuli.manifest import MAP_CELLS
from stimuli.map_cells import map_cells
from tests.stimuli.attention_graphs.planted_graphs import planted_graph


def grid(text: str | None) -> NDArray[np.uint8]:
    assert text is not None
    return np.frombuffer(bytes.fromhex(text), dtype=np.uint8).reshape(MAP_CELLS, MAP_CELLS)


def peak(values: NDArray[np.uint8]) -> tuple[float, float]:
    """The middle of the most important cells, down and across, in parts of the picture."""
    down, across = np.argwhere(values == values.max()).mean(axis=0) + 0.5
    return float(down) / MAP_CELLS, float(across) / MAP_CELLS


def test_a_map_of_just_that_size_is_itself_in_steps_of_one_in_255() -> None:
    values = np.random.default_rng(1).random((MAP_CELLS, MAP_CELLS)).astype(np.float32)
    values /= values.max()
    assert grid(map_cells(Heatmap(values))) == pytest.approx(255 * values, abs=0.51)


@pytest.mark.parametrize(("rows", "columns"), [(7, 7), (56, 56), (224, 112)])
def test_what_matters_stays_where_it_is(rows: int, columns: int) -> None:
    """The upper left quarter's middle, at any resolution."""
    values = np.zeros((rows, columns), dtype=np.float32)
    down, across = rows // 4, columns // 4
    values[down : down + max(1, rows // 28), across : across + max(1, columns // 28)] = 1
    middle = ((down + max(1, rows // 28) / 2) / rows, (across + max(1, columns // 28) / 2) / columns)
    made = grid(map_cells(Heatmap(values)))
    assert made.max() == 255
    assert peak(made) == pytest.approx(middle, abs=1 / MAP_CELLS)


def test_a_fine_map_is_averaged_over_the_area_of_a_cell() -> None:
    values = np.zeros((2 * MAP_CELLS, 2 * MAP_CELLS), dtype=np.float32)
    values[:2, :2] = 1
    values[2, 2] = 1  # a quarter of its cell
    made = grid(map_cells(Heatmap(values)))
    assert (made[0, 0], made[1, 1], made[0, 1]) == (255, 64, 0)


@pytest.mark.parametrize("value", [0.0, 0.3, 1.0])
def test_a_flat_map_says_nothing_anywhere(value: float) -> None:
    assert map_cells(Heatmap(np.full((5, 5), value, dtype=np.float32))) == "00" * MAP_CELLS**2


def test_concepts_are_added_up_by_what_they_contribute_and_those_against_the_class_are_not() -> None:
    maps = np.zeros((3, MAP_CELLS, MAP_CELLS), dtype=np.float32)
    for place in range(3):
        maps[place, 5 * place, 0] = 1
    contributions = np.array([2.0, -1.0, 9.0, 1.0], dtype=np.float32)
    made = grid(map_cells(Concepts(contributions, np.array([0, 3, 1]), maps, 0.0, 1.0)))
    assert (made[0, 0], made[5, 0], made[10, 0]) == (255, 128, 0)


def test_without_concepts_that_are_shown_there_is_no_map() -> None:
    none = np.zeros((0, 3, 3), dtype=np.float32)
    assert map_cells(Concepts(np.ones(2, np.float32), np.zeros(0, np.int64), none, 0.0, 1.0)) is None


def test_a_graph_tells_how_many_of_its_chosen_sets_hold_a_place() -> None:
    """Patches 0 and 5 of four by four; the second set was found but not chosen."""
    made = grid(map_cells(planted_graph((0, 5), (15,))))
    cell = MAP_CELLS // 4
    assert (made[1, 1], made[cell + 3, cell + 3]) == (255, 255)
    assert made[-cell:, -cell:].max() == 0


def test_a_graph_without_a_sufficient_set_has_no_map() -> None:
    assert map_cells(planted_graph()) is None
