import re

import pytest

from study_app.definition import Cell, parse_contrast


def test_one_arm_minus_another() -> None:
    assert parse_contrast("xnn - none") == (Cell("xnn", None, 1.0), Cell("none", None, -1.0))


def test_a_difference_of_differences() -> None:
    found = parse_contrast("(sag.part2 - sag.part1) - (grad_cam.part2 - grad_cam.part1)")
    assert found == (
        Cell("sag", "part2", 1.0),
        Cell("sag", "part1", -1.0),
        Cell("grad_cam", "part2", -1.0),
        Cell("grad_cam", "part1", 1.0),
    )


def test_averages_of_arms() -> None:
    halves = (Cell("a", None, 0.5), Cell("b", None, 0.5), Cell("c", None, -1.0))
    assert parse_contrast("0.5 * (a + b) - c") == halves
    assert parse_contrast("(a + b) / 2 - c") == halves
    assert parse_contrast("-c + 0.5*a + 0.5*b") == (halves[2], *halves[:2])


def test_names_may_hold_a_minus_without_spaces() -> None:
    assert [cell.arm for cell in parse_contrast("grad-cam - none")] == ["grad-cam", "none"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("heatmap-none", "compares nothing"),
        ("xnn", "compares nothing"),
        ("xnn - xnn", "compares nothing"),
        ("xnn + none", "sum to 0, these to 2"),
        ("2 * xnn - none", "sum to 0, these to 1"),
        ("xnn - ", "an arm is missing"),
        ("(xnn - none", "not closed"),
        ("xnn - none)", "')' is not expected there"),
        ("2 xnn - 2 * none", "followed by *"),
        ("xnn / 0 - none", "followed by a number"),
        ("xnn - none!", "'!' is not expected there"),
        ("Xnn - none", "'X' is not expected there"),
        ("", "an arm is missing"),
    ],
)
def test_what_is_no_contrast_is_said(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_contrast(text)
