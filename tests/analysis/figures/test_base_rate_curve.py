import pytest

from analysis.figures.base_rate_curve import Crossing, TeamCurve, base_rate_curve
from analysis.figures.curve import Point
from tests.analysis.figures.drawings import team
from tests.analysis.figures.drawn import places, words

FLAT = (Point(0.5, 0.75), Point(0.75, 0.75), Point(1.0, 0.75))


def test_the_crossing_lies_where_the_curve_meets_the_ai() -> None:
    svg = base_rate_curve([TeamCurve("a", FLAT, Crossing(0.75))], None, "x", "alt")
    [crossing] = places(svg, "crossing-0")
    assert crossing == pytest.approx(places(svg, "curve-0")[1], abs=0.01)


def test_an_arm_that_does_not_meet_the_ai_has_no_crossing_and_the_key_says_so() -> None:
    svg = base_rate_curve([TeamCurve("a", FLAT)], None, "x", "alt")
    assert "crossing-0" not in svg
    assert "does not meet the classifier" in [each.text for each in words(svg)]


def test_the_key_tells_the_crossing_with_its_interval() -> None:
    told = [each.text for each in words(base_rate_curve([team("a")], 0.75, "x", "alt"))]
    assert {"meets the classifier at 80.0%", "95% CI [74.0, 86.0]", "in the study 75%"} <= set(told)


def test_without_an_ai_in_the_study_there_is_no_line_of_it() -> None:
    told = [each.text for each in words(base_rate_curve([team("a")], None, "x", "alt"))]
    assert not [text for text in told if text.startswith("in the study")]


def test_a_team_that_is_worse_than_the_lowest_ai_is_still_on_the_sheet() -> None:
    svg = base_rate_curve([TeamCurve("a", (Point(0.5, 0.12), Point(1.0, 0.3)))], None, "x", "alt")
    assert "25%" in [each.text for each in words(svg)]
    assert len(places(svg, "curve-0")) == 2
