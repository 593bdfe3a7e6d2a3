"""Plates of dots: what they tell, and to whom."""

import re

import pytest

from study_app.study.colour_plates import ONE_LONG, ONE_MIDDLE, TO_CONES, Kind, Plate, colour, plates, svg
from study_app.study.digit_shapes import STROKES, lies_in
from study_app.study.dots import DISC, dots

CIRCLE = re.compile(r'<circle cx="(.*?)" cy="(.*?)" r="(.*?)" fill="(#[0-9a-f]{6})"/>')
LONG, MIDDLE, SHORT = 0, 1, 2


def drawn(kind: Kind, digit: int) -> list[tuple[str, ...]]:
    """Every circle of a plate but the paper: x, y, radius, fill."""
    return CIRCLE.findall(svg(Plate(kind, digit, ("test", 1)), "dots"))[1:]


def cones(fill: str) -> list[float]:
    """Cone responses of a colour as it is written, rounded to 8 bits."""
    encoded = [int(fill[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in encoded]
    return [sum(a * b for a, b in zip(row, linear, strict=True)) for row in TO_CONES]


def luminance(rgb: tuple[float, float, float]) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


@pytest.mark.parametrize("kind", ["control", "deutan", "protan"])
def test_places_and_order_of_the_dots_say_nothing_of_the_digit(kind: Kind) -> None:
    plain = [[circle[:3] for circle in drawn(kind, digit)] for digit in sorted(STROKES)]
    assert all(each == plain[0] for each in plain)
    assert len({re.sub("#[0-9a-f]{6}", "", svg(Plate(kind, digit, ("test", 1)), "dots")) for digit in STROKES}) == 1


def test_nothing_but_circles_with_colours_stands_in_a_plate() -> None:
    html = svg(Plate("deutan", 5, ("test", 1)), 'a "disc"')
    frame = (
        '<svg role="img" aria-label="a &quot;disc&quot;" width="300" height="300" viewBox="-104 -104 208 208"></svg>'
    )
    assert CIRCLE.sub("", html) == frame


@pytest.mark.parametrize(("kind", "lacking"), [("deutan", MIDDLE), ("protan", LONG)])
def test_who_lacks_the_cone_sees_the_same_dot_whether_it_is_in_the_figure_or_not(kind: Kind, lacking: int) -> None:
    two, seven = drawn(kind, 2), drawn(kind, 7)
    differing = [(a[3], b[3]) for a, b in zip(two, seven, strict=True) if a[3] != b[3]]
    assert len(differing) > 40
    for a, b in differing:
        first, second = cones(a), cones(b)
        for cone in {LONG, MIDDLE, SHORT} - {lacking}:
            assert abs(first[cone] / second[cone] - 1) < 0.02, (a, b)  # 8 bits are coarse
        assert abs(first[lacking] / second[lacking] - 1) > 0.15


@pytest.mark.parametrize("kind", ["deutan", "protan"])
def test_lightness_tells_nobody_what_is_figure(kind: Kind) -> None:
    """By chance a dot is up to 3.3 times as light as another; figure and ground differ by a seventh at most."""
    ratio = luminance(colour(kind, 0.5, True)) / luminance(colour(kind, 0.5, False))
    assert 0.86 < ratio < 1.15
    assert luminance(colour(kind, 1.0, True)) / luminance(colour(kind, 0.0, True)) == pytest.approx(3.333, abs=0.001)


@pytest.mark.parametrize("kind", ["deutan", "protan"])
def test_the_figure_is_red_and_the_ground_is_green(kind: Kind) -> None:
    for lightness in (0.0, 0.5, 1.0):
        red, green, _ = colour(kind, lightness, True)
        assert red > 1.5 * green
        red, green, _ = colour(kind, lightness, False)
        assert green > 1.5 * red


def test_everybody_can_read_the_control_plate() -> None:
    """Its darkest ground is more than five times as light as its lightest figure."""
    assert luminance(colour("control", 0.0, False)) > 5 * luminance(colour("control", 1.0, True))


def test_no_colour_is_cut_off_by_the_screen() -> None:
    every = [
        colour(kind, at, side) for kind in ("control", "deutan", "protan") for at in (0, 1) for side in (True, False)
    ]
    assert all(0 < part < 1 for rgb in every for part in rgb)


def test_the_axes_are_those_that_one_kind_of_cone_alone_sees() -> None:
    for cone, axis in ((LONG, ONE_LONG), (MIDDLE, ONE_MIDDLE)):
        seen = [sum(a * b for a, b in zip(row, axis, strict=True)) for row in TO_CONES]
        assert seen == pytest.approx([float(each == cone) for each in range(3)], abs=1e-5)


@pytest.mark.parametrize(("axis", "x", "y"), [(ONE_LONG, 0.7465, 0.2535), (ONE_MIDDLE, 1.40, -0.40)])
def test_the_axes_point_to_where_the_lines_of_confusion_meet(
    axis: tuple[float, float, float], x: float, y: float
) -> None:
    """Copunctal points of Smith and Pokorny (1975), in Judd's coordinates; XYZ of linear sRGB: IEC 61966-2-1."""
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(a * b for a, b in zip(row, axis, strict=True)) for row in to_xyz]
    assert (xyz[0] / sum(xyz), xyz[1] / sum(xyz)) == pytest.approx((x, y), abs=0.06)


def test_dots_fill_the_disc_and_do_not_touch() -> None:
    found = dots("test", 2)
    assert 250 < len(found) < 500
    assert all((dot.x**2 + dot.y**2) ** 0.5 + dot.radius <= DISC for dot in found)
    pairs = ((a, b) for index, a in enumerate(found) for b in found[:index])
    assert all(((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5 > a.radius + b.radius for a, b in pairs)


def test_dots_are_the_same_for_ever() -> None:
    first = dots("test", 1)[0]
    assert dots("test", 1) == dots.__wrapped__("test", 1)
    assert (round(first.x, 3), round(first.y, 3), first.radius) == (87.899, 35.476, 2.3)


def test_a_digit_covers_its_strokes_and_not_what_is_between() -> None:
    assert lies_in(7, 0, -61) and lies_in(7, 40, -61)
    assert not lies_in(7, -30, 20)
    assert not lies_in(6, 0, 25)  # the hole


def test_a_plate_for_everybody_comes_first_and_the_kinds_take_turns() -> None:
    found = plates(2, seed=4)
    assert [plate.kind for plate in found] == ["control", "deutan", "protan", "deutan", "protan"]
    assert len({plate.digit for plate in found}) == 5
    assert len({plate.key for plate in found}) == 5
    assert found == plates(2, seed=4) != plates(2, seed=5)
    assert len(plates(6, seed=1)) == 13
