"""Marks in pictures, as the cells that they cover."""

import json

import numpy as np
import pytest

from analysis.agreement.marks import CELLS, read_mark, region
from tests.analysis.planted_marks import mark


def covered(text: str) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    read_in = read_mark(text)
    assert read_in is not None
    return region(read_in)


def test_a_point_is_a_disc_and_a_brush_is_as_wide_as_it_was() -> None:
    disc = covered(mark(0.5, 0.5, "point"))
    assert disc.mean() == pytest.approx(np.pi / 15**2, abs=0.004)
    stroke = json.dumps(
        {"tool": "brush", "radius": 0.1, "strokes": [[[0.2, 0.5], [0.8, 0.5]]], "width_px": 300, "height_px": 300}
    )
    assert covered(stroke).mean() == pytest.approx(0.6 * 0.2 + np.pi * 0.1**2, abs=0.02)


def test_a_radius_is_in_parts_of_the_width_also_where_the_picture_is_wide() -> None:
    """In a picture twice as wide as high the disc is twice as high in parts of its height."""
    wide = covered(mark(0.5, 0.5, "point", (600, 300)))
    rows, columns = wide.any(axis=1).sum(), wide.any(axis=0).sum()
    assert rows == pytest.approx(2 * columns, abs=1)


def test_the_mark_is_where_it_was_made() -> None:
    there = np.argwhere(covered(mark(0.9, 0.1, "point"))).mean(axis=0)
    assert (there + 0.5) / CELLS == pytest.approx([0.1, 0.9], abs=0.02)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"tool": "point"}', mark(0.1, 0.2, "point", (0, 10)), '{"tool": "brush", "strokes": []}']
)
def test_what_is_no_mark_is_not_read(text: str) -> None:
    assert read_mark(text) is None
