import pytest

from analysis.figures.reliability_diagram import Bin, Reliability, reliability_diagram
from tests.analysis.figures.drawings import arms, reliability
from tests.analysis.figures.drawn import places, words


def test_every_bin_of_every_arm_is_a_point() -> None:
    svg = reliability_diagram([reliability("a", 5), reliability("b", 10)], "x", "alt")
    assert len(places(svg, "arm-0")) == 5
    assert len(places(svg, "arm-1")) == 10


def test_a_point_lies_on_the_diagonal_where_confidence_and_share_right_agree() -> None:
    bins = (Bin(0, 0.2, 9, 0.0, 0.0), Bin(0.4, 0.6, 9, 0.5, 0.5), Bin(0.8, 1, 9, 1.0, 1.0))
    (left, low), (middle, halfway), (right, high) = places(
        reliability_diagram([Reliability("a", bins)], "x", "alt"), "arm-0"
    )
    assert middle - left == pytest.approx(right - middle, abs=0.01)
    assert low - halfway == pytest.approx(halfway - high, abs=0.01)
    assert right - left == pytest.approx(low - high, abs=0.01)


def test_every_arm_has_its_row_of_bars_in_the_order_of_the_key() -> None:
    counts = [Reliability(name, (Bin(0, 1, n, 0.5, 0.5),)) for name, n in zip(arms(3), (7, 2100, 5), strict=True)]
    svg = reliability_diagram(counts, "x", "alt")
    rows = [each for each in words(svg) if each.text.startswith("up to")]
    assert [each.text for each in sorted(rows, key=lambda each: each.top)] == ["up to 7", "up to 2,100", "up to 5"]


def test_the_key_counts_answers() -> None:
    svg = reliability_diagram([reliability("a", 5), Reliability("b", ())], "x", "alt")
    assert {"5,000 answers", "no answers", "none"} <= {each.text for each in words(svg)}


def test_confidence_begins_where_it_is_told_to_and_shares_right_at_0() -> None:
    svg = reliability_diagram([reliability("a")], "x", "alt", lowest=0.5)
    told = [each.text for each in words(svg)]
    assert (told.count("25%"), told.count("60%")) == (1, 1)
