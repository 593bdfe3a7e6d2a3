"""Scales, sliders, matrices, and items by which attention shows."""

from typing import Any

import pytest

from study_app.study.controls import Ask, Scale, Slider
from study_app.study.mind import Mind
from study_app.study.task import ANSWER
from study_app.tasks.rate import TASK
from tests.study_app.alone import Alone

EASE = 'name = "ease"\ntext = "It was easy."\npoints = 7\nlow = "No"\nhigh = "Yes"\n'
MOON = 'name = "moon"\ntext = "I have walked on the moon."\npoints = 6\nlow = "No"\nhigh = "Yes"\n'
EFFORT = 'name = "effort"\ntext = "How hard?"\nkind = "slider"\nlow = "Not"\nhigh = "Very"\nminimum = -5\nmaximum = 5\n'


def rate(*items: str, heading: str = "", **options: Any) -> Alone:
    table = f'heading = "{heading}"\n' + "".join(f"[[item]]\n{item}\n" for item in items)
    return Alone(TASK, {"items_file": "r.toml", **options}, {"r.toml": table})


def test_an_item_is_a_scale_unless_it_says_slider() -> None:
    page = rate(EASE, EFFORT, heading="How was it?", button="Done", matrix=True).page()
    assert page.prompt.heading == "How was it?"
    assert page.control == Ask(
        (Scale("ease", "It was easy.", 7, "No", "Yes"), Slider("effort", "How hard?", "Not", "Very", -5, 5)),
        "Done",
        True,
    )


def test_labels_say_the_points_and_the_ends() -> None:
    block = rate('name = "like"\ntext = "I liked it."\nlabels = ["Not", "A bit", "Very"]\nrequired = false\n')
    assert block.faults == []
    scale = Scale("like", "I liked it.", 3, "Not", "Very", ("Not", "A bit", "Very"), required=False)
    assert block.page().control.questions == (scale,)


@pytest.mark.parametrize(("points", "posted"), [(7, "0"), (7, "8"), (7, "1.5"), (7, "³"), (7, "yes"), (7, "1" * 5000)])
def test_a_forged_point_is_refused(points: int, posted: str) -> None:
    assert rate(EASE).refusal({"ease": posted}) == f"Please answer with a whole number from 1 to {points}."


def test_a_slider_takes_every_whole_number_between_its_ends() -> None:
    block = rate(EFFORT)
    assert [block.read({"effort": text})["effort"] for text in ("-5", "0", "5")] == [-5, 0, 5]
    assert block.refusal({"effort": "6"}) == "Please answer with a whole number from -5 to 5."
    assert block.refusal({"effort": "--1"}) == "Please answer with a whole number from -5 to 5."


def test_an_answer_that_is_missing_is_asked_for() -> None:
    block = rate(EASE, MOON, EFFORT)
    assert block.refusal({}) == "Please answer every item."
    assert block.refusal({"ease": "1"}) == "2 items are still to answer."
    assert block.refusal({"ease": "1", "moon": "2"}) == "One item is still to answer."


def test_an_optional_item_can_be_left_out() -> None:
    block = rate(EASE, EFFORT + "required = false\n")
    assert block.read({"ease": "3"}) == {"ease": 3, "effort": None}
    assert block.passes({ANSWER: {"ease": 3, "effort": None}}) is None


def test_an_attention_item_is_right_at_any_degree_of_the_expected_side() -> None:
    block = rate(EASE, MOON + "expected = [1, 2, 3]\n")
    assert [block.passes({ANSWER: {"ease": 7, "moon": point}}) for point in range(1, 7)] == [True] * 3 + [False] * 3
    assert block.task.correct(block.trial, "ease", 7, block.material) is None


def test_the_page_is_the_same_whatever_is_expected() -> None:
    pages = [repr(rate(EASE, MOON + expected).page()) for expected in ("", "expected = [1]", "expected = [4, 5, 6]")]
    assert pages[0] == pages[1] == pages[2]


def test_a_scale_has_so_many_options_as_points_and_a_slider_as_whole_numbers() -> None:
    block = rate(EASE, EFFORT)
    assert [block.task.n_options(block.trial, name, block.material) for name in ("ease", "effort")] == [7, 11]


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ('name = "a"\ntext = "A"\nlow = "l"\nhigh = "h"', "item[0].points: missing"),
        ('name = "a"\ntext = "A"\npoints = 5\nhigh = "h"', "item[0].low: missing"),
        (EASE + "minimum = 1", "item[0].minimum: goes with kind = 'slider'"),
        (EFFORT + "points = 5", "item[0].points: goes with kind = 'scale'"),
        (EFFORT + "expected = [1]", "item[0].expected: goes with kind = 'scale'"),
        (EFFORT.replace("-5", "5"), "item[0].maximum: 5 is not above minimum 5"),
        (EASE + 'labels = ["a", "b"]', "item[0].labels: a word for every point, at least two; found 2"),
        (
            'name = "a"\ntext = "A"\nlow = "l"\nlabels = ["a", "b"]',
            "item[0].low: the labels say it; leave it out",
        ),
        (MOON + "expected = [7]", "item[0].expected: the scale has no point 7; its points are 1 to 6"),
        (
            MOON + "expected = [1]\nrequired = false",
            "item[0].required: an attention item must be answered; leave it out",
        ),
        (EASE.replace("ease", "rt_ms"), "item.name: 'rt_ms' is the name of a measurement"),
        (EASE.replace("ease", "stage"), "item.name: 'stage' has a meaning of its own; choose another name"),
        (f"{EASE}[[item]]\n{EASE}", "item.name: 'ease' is there twice"),
    ],
)
def test_a_fault_of_the_table_is_told(item: str, told: str) -> None:
    assert f"r.toml: {told}" in rate(item).faults


@pytest.mark.parametrize(
    ("item", "expected"),
    [(EASE, [4]), (EASE, [4, 5, 6, 7]), (EASE, [1, 7]), (MOON, [1, 2, 3, 4, 5, 6]), (MOON, [3, 4])],
)
def test_an_attention_item_whose_right_answers_are_not_on_one_side_is_a_fault(item: str, expected: list[int]) -> None:
    points = 7 if item is EASE else 6
    assert rate(f"{item}expected = {expected}").faults == [
        f"r.toml: item[0].expected: {expected} does not lie on one side of the middle of {points} points; "
        "an attention item accepts any degree of one side, best on a scale without a neutral point"
    ]


def test_an_instruction_to_choose_one_point_of_an_odd_scale_is_no_fault() -> None:
    assert rate(EASE + "expected = [7]").faults == []


@pytest.mark.parametrize(("attention", "right"), [(1.0, True), (0.0, False)])
def test_a_simulated_participant_passes_an_attention_item_by_its_attention(attention: float, right: bool) -> None:
    block = rate(MOON + "expected = [1, 2, 3]")
    for seed in range(30):
        values = block.read(block.simulated(Mind(attention=attention), seed))
        assert block.passes({ANSWER: values}) is right


def test_a_simulated_participant_of_higher_shift_answers_higher() -> None:
    def mean(shift: float) -> float:
        block = rate(EASE, EFFORT)
        answers = [block.read(block.simulated(Mind(shift=shift), seed)) for seed in range(300)]
        return float(sum(each["ease"] + each["effort"] for each in answers)) / 300

    assert mean(1.0) > mean(0.0) + 2 > mean(-1.0) + 4
