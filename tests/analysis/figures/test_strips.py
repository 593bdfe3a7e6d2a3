from itertools import combinations

import numpy as np
import pytest

from analysis.figures.sheet import Picture
from analysis.figures.strips import Panel, Strip, strips
from analysis.result import Interval
from tests.analysis.figures.drawings import LONG, arms
from tests.analysis.figures.drawn import sheet_size, words
from tests.analysis.svg import parsed

LABELS = ("sensitivity d′", "criterion c\nbelow 0: a leaning towards accepting")
NOBODY = Strip(np.zeros(0), None, None)


def strip(n: int, middle: float) -> Strip:
    values = middle + np.linspace(-1, 1, n)
    return Strip(values, middle, Interval(middle - 0.2, middle + 0.2, 0.95) if n > 1 else None)


def drawn(groups: list[str], n: int = 20) -> Picture:
    middles = zip(LABELS, (1.0, -0.4), strict=True)
    panels = [Panel(label, tuple(strip(n, middle) for _ in groups)) for label, middle in middles]
    return strips(groups, panels, "x", "alt")


PICTURES = {
    "three arms": lambda: drawn(arms(3)),
    "one participant": lambda: drawn(arms(1), 1),
    "12 arms": lambda: drawn(arms(12)),
    "many participants": lambda: drawn(arms(2), 400),
    "long names": lambda: drawn([LONG[:36]] * 2),
    "nobody": lambda: strips(["a"], [Panel(label, (NOBODY,)) for label in LABELS], "x", "alt"),
    "all alike": lambda: strips(["a"], [Panel("d′", (Strip(np.zeros(9), 0.0, None),))], "x", "alt"),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_all_words_are_on_the_sheet_and_none_lies_on_another(kind: str) -> None:
    svg = PICTURES[kind]()
    assert parsed(svg) is not None
    width, height = sheet_size(svg)
    written = words(svg)
    assert [each for each in written if each.left < 0 or each.top < 0] == []
    assert [each for each in written if each.right > width or each.bottom > height] == []
    assert [(one.text, other.text) for one, other in combinations(written, 2) if one.overlaps(other)] == []


def test_every_group_is_told_with_its_mean_in_every_measure() -> None:
    told = [each.text for each in words(drawn(arms(2)))]
    assert told.count("1.00 [0.80, 1.20]") == 2
    assert told.count("−0.40 [−0.60, −0.20]") == 2
    assert told.count("n = 20") == 2


def test_a_group_without_participants_says_so() -> None:
    assert [each.text for each in words(PICTURES["nobody"]())].count("nobody") == 2


def test_the_same_estimates_give_the_same_bytes() -> None:
    assert drawn(arms(3)) == drawn(arms(3))
