import re
from itertools import combinations

import pytest

from analysis.figures.rows_by_arm import SHARES, Axis, Group, Row, as_percent, rows_by_arm
from analysis.figures.sheet import Picture
from analysis.result import Interval
from tests.analysis.figures.drawings import LONG, arms
from tests.analysis.figures.drawn import sheet_size, words

AXIS = Axis("share", SHARES, as_percent)


def row(name: str, estimate: float | None = 0.5, said: str = "5 of 10 (50%)") -> Row:
    return Row(name, 0, estimate, Interval(0.2, 0.8, 0.95) if estimate is not None else None, said)


DRAWINGS = {
    "two groups": [Group("attention", (row("a"), row("b"))), Group("catch", (row("a"), row("b", None, "nobody")))],
    "no group": [],
    "without a heading": [Group("", (row("a"),))],
    "12 arms": [Group("attention", tuple(map(row, arms(12))))],
    "long names": [Group(LONG, (row(LONG, 0.5, LONG), row(LONG)))] * 2,
    "at the ends": [Group("both", (row("low", 0.0), row("high", 1.0)))],
}


def drawn(kind: str) -> Picture:
    return rows_by_arm(DRAWINGS[kind], AXIS, "x", "alt")


@pytest.mark.parametrize("kind", DRAWINGS)
def test_all_words_are_on_the_sheet_and_none_lies_on_another(kind: str) -> None:
    svg = drawn(kind)
    width, height = sheet_size(svg)
    written = words(svg)
    assert [each for each in written if each.left < 0 or each.top < 0] == []
    assert [each for each in written if each.right > width or each.bottom > height] == []
    assert [(one.text, other.text) for one, other in combinations(written, 2) if one.overlaps(other)] == []


def test_groups_and_rows_stand_in_their_order() -> None:
    told = [each.text for each in sorted(words(drawn("two groups")), key=lambda each: each.top)]
    assert [text for text in told if text in ("attention", "catch", "a", "b")] == [
        "attention",
        "a",
        "b",
        "catch",
        "a",
        "b",
    ]


def test_a_row_without_an_estimate_is_there_and_says_so() -> None:
    assert "nobody" in [each.text for each in words(drawn("two groups"))]


def test_the_axis_grows_where_an_estimate_lies_beyond_it() -> None:
    axis = Axis("standardised difference", (-0.5, 0.5), lambda x: f"{x:.1f}", True, 0.1)
    svg = rows_by_arm([Group("age", (row("a", 2.0),))], axis, "x", "alt")
    assert "2.0" in [each.text for each in words(svg)]


def test_the_same_rows_give_the_same_bytes_and_a_pdf() -> None:
    assert drawn("two groups") == drawn("two groups")
    assert drawn("two groups").pdf().startswith(b"%PDF-")
    assert "nan" not in re.sub(r"<!--.*?-->", "", drawn("two groups"))
