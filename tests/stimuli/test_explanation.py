import numpy as np
import pytest

from stimuli.explanation import Heatmap


@pytest.mark.parametrize(
    "values",
    [
        np.zeros(4, dtype=np.float32),
        np.zeros((2, 2)),
        np.full((2, 2), np.nan, dtype=np.float32),
        np.full((2, 2), 1.5, dtype=np.float32),
        np.full((2, 2), -0.1, dtype=np.float32),
        np.zeros((0, 2), dtype=np.float32),
    ],
)
def test_what_is_no_map_in_zero_to_one_is_refused(values: np.ndarray) -> None:
    with pytest.raises(ValueError, match="heatmap"):
        Heatmap(values)


def test_a_map_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Heatmap(np.zeros((2, 2), dtype=np.float32)).values[0, 0] = 1


def test_raw_values_are_scaled_by_their_largest() -> None:
    assert Heatmap.scaled(np.array([[0.0, 1.0], [2.0, 4.0]])).values.tolist() == [[0, 0.25], [0.5, 1]]


def test_a_flat_map_is_empty_and_carries_a_warning() -> None:
    found = Heatmap.scaled(np.full((3, 3), 5.0))
    assert found.values.max() == 0
    assert found.warnings == ("the map is flat: no place matters more than another",)


def test_values_that_are_no_numbers_carry_a_warning() -> None:
    found = Heatmap.scaled(np.array([[np.nan, 1.0], [0.0, np.inf]]))
    assert found.values.tolist() == [[0, 1], [0, 0]]
    assert found.warnings == ("the map had values that are no numbers",)


def test_a_map_comes_back_from_its_arrays() -> None:
    heatmap = Heatmap.scaled(np.array([[0.0, 1.0], [2.0, 4.0]]))
    again = Heatmap.of_arrays(heatmap.arrays(), ("w",))
    assert again.values.tolist() == heatmap.values.tolist()
    assert again.warnings == ("w",)
