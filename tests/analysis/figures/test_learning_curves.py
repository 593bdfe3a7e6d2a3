from dataclasses import replace

import pytest

from analysis.figures.curve import Point
from analysis.figures.learning_curves import LearningCurve, learning_curves
from analysis.result import Interval
from tests.analysis.figures.drawings import learning_curve
from tests.analysis.figures.drawn import n_lines, named, places, words


def written(svg: str) -> list[str]:
    return [each.text for each in words(svg)]


def test_every_block_of_every_arm_is_a_point() -> None:
    svg = learning_curves([learning_curve("a", 4), learning_curve("b", 3)], None, "x", "alt")
    assert len(places(svg, "curve-0")) == 4
    assert len(places(svg, "curve-1")) == 3


def test_a_higher_share_stands_higher() -> None:
    points = (Point(1, 0.4), Point(2, 0.9), Point(3, 0.6))
    heights = [y for _, y in places(learning_curves([LearningCurve("a", 3, points)], None, "x", "alt"), "curve-0")]
    assert heights[1] < heights[2] < heights[0]


def test_every_participant_is_a_line_where_they_are_few() -> None:
    svg = learning_curves([learning_curve("a", n=20)], None, "x", "alt")
    assert n_lines(svg, "participants-0") == 20
    assert not [text for text in written(svg) if "drawn" in text]


def test_of_many_participants_some_are_drawn_and_the_key_says_how_many() -> None:
    svg = learning_curves([learning_curve("a", n=500), learning_curve("b", n=500)], None, "x", "alt")
    assert n_lines(svg, "participants-0") == 45
    assert written(svg).count("45 of them drawn") == 2


def test_those_drawn_of_many_span_from_the_poorest_to_the_best() -> None:
    poorest, best = ((1.0, 0.0), (2.0, 0.0)), ((1.0, 1.0), (2.0, 1.0))
    middling = (((1.0, 0.5), (2.0, 0.5)),) * 300
    curve = replace(learning_curve("a", 2), n=302, participants=(*middling, best, poorest))
    svg = learning_curves([curve], None, "x", "alt")
    levels = {path.get("d") for path in named(svg, "participants-0").iter() if path.get("d")}
    assert len(levels) == 3


def test_the_key_tells_the_first_and_the_last_block() -> None:
    points = (Point(1, 0.4), Point(2, 0.9))
    svg = learning_curves([LearningCurve("a", 31, points), LearningCurve("b", 0, ())], 0.25, "x", "alt")
    assert "40.0% → 90.0%, n = 31" in written(svg)
    assert "no answers, n = 0" in written(svg)
    assert "chance" in written(svg)


@pytest.mark.parametrize(("n_blocks", "told"), [(1, ["1"]), (3, ["1", "2", "3"]), (60, ["10", "20", "30"])])
def test_blocks_are_counted_in_whole_numbers_that_there_are(n_blocks: int, told: list[str]) -> None:
    assert written(learning_curves([learning_curve("a", n_blocks)], None, "x", "alt"))[: len(told)] == told


def test_a_block_without_interval_parts_the_band() -> None:
    whole = Interval(0.3, 0.7, 0.95)
    points = (Point(1, 0.5, whole), Point(2, 0.5, whole), Point(3, 0.5), Point(4, 0.5, whole), Point(5, 0.5, whole))
    svg = learning_curves([LearningCurve("a", 9, points)], None, "x", "alt")
    assert svg.count('id="FillBetweenPolyCollection') == 2
