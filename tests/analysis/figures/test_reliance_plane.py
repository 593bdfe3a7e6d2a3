from analysis.figures.reliance_plane import RELATIVE, UNDER_AND_OVER, Reliance, Share, reliance_plane
from tests.analysis.figures.drawings import reliance
from tests.analysis.figures.drawn import places, words


def test_every_arm_is_one_point_to_the_right_where_x_is_more_and_higher_where_y_is_more() -> None:
    first = Reliance("a", 9, Share(0.2), Share(0.8))
    second = Reliance("b", 9, Share(0.6), Share(0.3))
    svg = reliance_plane([first, second], RELATIVE, "x", "alt")
    [(x, y)], [(other_x, other_y)] = places(svg, "arm-0"), places(svg, "arm-1")
    assert x < other_x
    assert y < other_y


def test_participants_with_the_same_shares_are_one_point() -> None:
    assert len(places(reliance_plane([reliance("a")], RELATIVE, "x", "alt"), "participants-0")) == 3


def test_equal_participants_of_two_arms_stand_beside_each_other() -> None:
    svg = reliance_plane([reliance("a"), reliance("b")], RELATIVE, "x", "alt")
    assert not set(places(svg, "participants-0")) & set(places(svg, "participants-1"))


def test_an_arm_without_a_case_has_no_point_and_the_key_says_so() -> None:
    svg = reliance_plane([Reliance("a", 9, None, Share(0.5))], RELATIVE, "x", "alt")
    assert 'id="arm-0"' not in svg
    assert {"RAIR – no such case", "RSR 50.0%"} <= {each.text for each in words(svg)}


def test_appropriate_reliance_is_upper_right_in_one_plane_and_lower_left_in_the_other() -> None:
    corners = {}
    for plane in (RELATIVE, UNDER_AND_OVER):
        (found,) = (
            each for each in words(reliance_plane([], plane, "x", "alt")) if each.text == "appropriate reliance"
        )
        corners[plane.x_short] = (found.left > 200, found.top < 150)
    assert corners == {"RAIR": (True, True), "under": (False, False)}
