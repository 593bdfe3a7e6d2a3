import re
from itertools import combinations, pairwise

import pytest

from analysis.figures.likert import Bar, Rated, contrast, likert, shade
from analysis.figures.sheet import Picture
from tests.analysis.figures.drawings import LONG, arms
from tests.analysis.figures.drawn import sheet_size, words


def bar(name: str, n_points: int = 5, said: str = "Mdn 4 (n = 20)") -> Bar:
    return Bar(name, (1 / n_points,) * n_points, said)


DRAWINGS = {
    "two items": (5, [Rated("ease", (bar("a"), bar("b"))), Rated("trust", (bar("a"), Bar("b", (), "nobody")))]),
    "no item": (5, []),
    "12 arms": (7, [Rated("ease", tuple(bar(name, 7) for name in arms(12)))]),
    "11 points": (11, [Rated("ease", (bar("a", 11),))]),
    "two points": (2, [Rated("ease", (bar("a", 2),))]),
    "long names": (11, [Rated(LONG, (bar(LONG, 11, LONG), bar(LONG, 11)))] * 2),
    "everything on one point": (3, [Rated("ease", (Bar("a", (0.0, 0.0, 1.0), "n"), Bar("b", (0.01, 0.99, 0.0), "n")))]),
}


def drawn(kind: str) -> Picture:
    n_points, items = DRAWINGS[kind]
    return likert(items, n_points, "x", "alt")


@pytest.mark.parametrize("kind", DRAWINGS)
def test_all_words_are_on_the_sheet_and_none_lies_on_another(kind: str) -> None:
    svg = drawn(kind)
    width, height = sheet_size(svg)
    written = words(svg)
    assert [each for each in written if each.left < 0 or each.top < 0] == []
    assert [each for each in written if each.right > width or each.bottom > height] == []
    assert [(one.text, other.text) for one, other in combinations(written, 2) if one.overlaps(other)] == []


@pytest.mark.parametrize("n_points", [2, 5, 7, 11])
def test_higher_points_are_darker_also_in_grey_and_letters_stand_out(n_points: int) -> None:
    shades = [shade(place, n_points) for place in range(n_points)]
    from_white = [contrast(colour, "#ffffff") for colour, _ in shades]
    assert all(lighter < darker for lighter, darker in pairwise(from_white))
    assert all(contrast(letters, colour) > 4.5 for colour, letters in shades)


def test_the_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # as the guidelines' checkers print it


def test_shares_are_written_in_their_order_where_there_is_room() -> None:
    items = [Rated("ease", (Bar("a", (0.01, 0.24, 0.75), "n = 100"),))]
    told = sorted(words(likert(items, 3, "x", "alt")), key=lambda each: each.left)
    assert [each.text for each in told if each.text in ("24", "75")] == ["24", "75"]
    assert [each.text for each in told].count("1") == 1  # in the key alone


def test_an_arm_without_ratings_is_there_and_says_so() -> None:
    assert "nobody" in [each.text for each in words(drawn("two items"))]


def test_the_same_ratings_give_the_same_bytes_and_a_pdf() -> None:
    assert drawn("two items") == drawn("two items")
    assert drawn("two items").pdf().startswith(b"%PDF-")
    assert "nan" not in re.sub(r"<!--.*?-->", "", drawn("two items"))
