from itertools import combinations

import pytest

from analysis.figures.flow_boxes import ASIDE, rows
from analysis.figures.flow_chart import flow_chart
from analysis.figures.sheet import letters_inches
from tests.analysis.figures.drawn import sheet_size, words
from tests.analysis.svg import parsed

LONG = "an-arm-with-quite-a-long-name-to-be-drawn"
REASONS = ("  failed checks: 1", "  withdrew: 0", "  ran out of time: 12", "  left: 3")


def boxes(name: str) -> tuple[str, ...]:
    first = f"{name}\nrandomised: 120\nreceived the arm: 119\nseat given again: 2"
    lost = "\n".join(("Lost: 16", *REASONS, "finished: 104"))
    return first, lost, "Analysed: 118\n  finished: 104\nno outcome trial: 1", "Kept by rules: 104\nleft out: 14"


def chart(names: list[str]) -> str:
    aside = ["Not randomised: 4", "  declined consent: 3", "  left before consent: 1"]
    return flow_chart(["Began: 64", "Randomised: 60"], aside, {name: boxes(name) for name in names}, ("x", "alt"))


NAMES = {
    **{f"{n} arms": [f"arm {place}" for place in range(n)] for n in (0, 1, 2, 3, 4, 5, 6, 7, 12)},
    "2 long names": [f"{LONG}-{place}" for place in range(2)],
    "6 long names": [f"{LONG}-{place}" for place in range(6)],
    "a name of wide letters": ["W" * 40, "none"],
}


@pytest.mark.parametrize("case", NAMES)
def test_all_words_are_on_the_sheet_and_none_lies_on_another(case: str) -> None:
    svg = chart(NAMES[case])
    width, height = sheet_size(svg)
    written = words(svg)
    assert parsed(svg) is not None
    assert [each for each in written if each.left < 0 or each.top < 0] == []
    assert [each for each in written if each.right > width or each.bottom > height] == []
    assert [(one.text, other.text) for one, other in combinations(written, 2) if one.overlaps(other)] == []


@pytest.mark.parametrize("case", NAMES)
def test_letters_have_at_least_eight_points_and_lines_fit_their_boxes(case: str) -> None:
    for row in rows({name: boxes(name) for name in NAMES[case]}):
        every = [each for level in row.levels for each in level.boxes if each is not None]
        assert len(every) == 4 * row.n
        assert all(each.points >= 8 for each in every)
        assert all(
            line.indent + letters_inches(line.text, each.points, bold=line.is_bold) <= each.width - ASIDE / 2 + 1e-9
            for each in every
            for line in each.lines
        )


def test_up_to_three_arms_have_all_words_in_their_boxes() -> None:
    written = [each.text for each in words(chart(NAMES["3 arms"]))]
    assert written.count("Analysed: 118") == 3
    assert written.count("finished: 104") == 6


def test_more_arms_have_numbers_in_their_boxes_and_words_once_at_the_left() -> None:
    written = [each.text for each in words(chart(NAMES["6 arms"]))]
    assert written.count("Analysed") == 1
    assert written.count("118") == 6


def test_the_numbers_of_an_arm_stand_beside_their_words() -> None:
    svg = chart(["a-name-in-three-lines-or-so", *NAMES["5 arms"][:4]])
    at = {each.text: (each.top + each.bottom) / 2 for each in words(svg)}
    assert at["119"] == pytest.approx(at["received the arm"], abs=2)
    assert at["12"] == pytest.approx(at["ran out of time"], abs=2)


def test_of_many_arms_no_more_than_six_stand_side_by_side() -> None:
    assert [row.n for row in rows({name: boxes(name) for name in NAMES["7 arms"]})] == [4, 3]
    assert [row.n for row in rows({name: boxes(name) for name in NAMES["12 arms"]})] == [6, 6]


def test_no_box_beside_the_trunk_without_somebody_in_it_and_none_in_a_trunk_of_one_box() -> None:
    arms = {"a": ("a\nin the data: 3",)}
    written = [each.text for each in words(flow_chart(["In the data: 3"], [], arms, ("x", "alt")))]
    assert written == ["In the data: 3", "a", "in the data: 3"]
