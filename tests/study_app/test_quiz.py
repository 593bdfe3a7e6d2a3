"""A quiz on the instructions: tries, hints, and what follows."""

from typing import Any

import pytest
from pydantic import ValidationError

from study_app.study.controls import Ask, Choice, OneOf
from study_app.study.mind import Mind
from study_app.study.task import ANSWER
from study_app.tasks.quiz import TASK
from tests.study_app.alone import Alone

TABLE = """
heading = "Before you begin"

[[question]]
name = "task"
text = "What will you do with <birds>?"
options = ["Name them", "Draw them", "Feed them"]
right = "Name them"
hint = "See the 1st & 2nd line."

[[question]]
name = "help"
text = "Can the computer be wrong?"
options = [{ value = "yes", text = "Yes, sometimes" }, { value = "no", text = "No, never" }]
right = "yes"
"""
RIGHT = {"task": "Name them", "help": "yes"}
WRONG = {"task": "Draw them", "help": "yes"}


def quiz(table: str = TABLE, **options: Any) -> Alone:
    files = {"q.toml": table, "how.md": "# What you will do\n\nLook at birds."}
    return Alone(TASK, {"questions_file": "q.toml", **options}, files)


def tried(block: Alone, *forms: dict[str, str]) -> dict[str, Any]:
    """What is given after those tries."""
    stages = block.task.stages(block.trial)
    return {stage: block.read(form, stage) for stage, form in zip(stages, forms, strict=False)}


def test_all_questions_are_asked_at_once() -> None:
    page = quiz().page()
    words = ("Name them", "Draw them", "Feed them")
    assert page.prompt.heading == "Before you begin"
    assert page.prompt.html == ""
    assert page.control == Ask(
        (
            OneOf("task", "What will you do with <birds>?", tuple(Choice(word, word) for word in words)),
            OneOf("help", "Can the computer be wrong?", (Choice("yes", "Yes, sometimes"), Choice("no", "No, never"))),
        ),
        "Continue",
    )


def test_the_first_page_is_the_same_whatever_is_right() -> None:
    other = TABLE.replace('right = "Name them"', 'right = "Feed them"').replace('right = "yes"', 'right = "no"')
    assert repr(quiz().page()) == repr(quiz(other).page())


def test_one_try_is_too_few() -> None:
    with pytest.raises(ValidationError, match="greater than or equal to 2"):
        quiz(tries=1)


def test_a_try_that_is_all_right_is_the_last() -> None:
    block = quiz(tries=3)
    assert block.task.stages(block.trial) == ("answer", "try_2", "try_3")
    assert block.next(tried(block, RIGHT)) is None
    assert block.next(tried(block, WRONG)) == "try_2"
    assert block.next(tried(block, WRONG, RIGHT)) is None
    assert block.next(tried(block, WRONG, WRONG)) == "try_3"
    assert block.next(tried(block, WRONG, WRONG, WRONG)) is None


def test_whether_it_is_passed_is_told_by_the_last_try() -> None:
    block = quiz(tries=3)
    tries = [(), (RIGHT,), (WRONG,), (WRONG, RIGHT), (WRONG, WRONG)]
    assert [block.passes(tried(block, *each)) for each in tries] == [None, True, False, True, False]


@pytest.mark.parametrize(("otherwise", "outcome"), [("screened_out", "screened_out"), ("go_on", None)])
def test_who_never_gets_it_right_is_screened_out_where_the_block_says_so(otherwise: str, outcome: str | None) -> None:
    block = quiz(otherwise=otherwise)
    assert block.ends(tried(block, WRONG)) is None
    assert block.ends(tried(block, WRONG, RIGHT)) is None
    assert block.ends(tried(block, WRONG, WRONG)) == outcome


def test_a_try_without_an_answer_in_time_is_a_wrong_one() -> None:
    block = quiz()
    given = {ANSWER: {"timed_out": True}}
    assert block.next(given) == "try_2"
    assert "Can the computer be wrong?" in block.page("try_2", given).prompt.html
    assert block.ends({**given, "try_2": {"timed_out": True}}) == "screened_out"


def test_after_a_wrong_try_the_page_says_which_are_wrong_with_their_hints_and_not_what_is_right() -> None:
    block = quiz(again="Nearly", look="Look again:")
    prompt = block.page("try_2", tried(block, WRONG)).prompt
    assert prompt.heading == "Nearly"
    assert prompt.html == (
        "<p>Look again:</p>\n<ul>\n"
        "<li>What will you do with &lt;birds&gt;?<br>See the 1st &amp; 2nd line.</li>"
        "\n</ul>\n"
    )
    assert block.page("try_2", tried(block, WRONG)).control == block.page().control


def test_the_third_try_speaks_of_the_second() -> None:
    block = quiz(tries=3)
    given = tried(block, WRONG, {"task": "Name them", "help": "no"})
    html = block.page("try_3", given).prompt.html
    assert "Can the computer be wrong?" in html
    assert "What will you do" not in html


def test_the_instructions_come_again_from_the_second_try_on_below_the_heading() -> None:
    block = quiz(text="how.md")
    assert block.task.files(block.options) == ("q.toml", "how.md")
    assert block.page().prompt.html == ""
    html = block.page("try_2", tried(block, WRONG)).prompt.html
    assert html.endswith("<h2>What you will do</h2>\n<p>Look at birds.</p>\n")


def test_rows_are_the_first_answers_and_how_many_were_right_in_later_tries() -> None:
    block = quiz(tries=3)
    questions = block.task.questions(block.trial, block.material)
    assert questions == ("task", "help", "try_2", "try_3")
    assert [block.task.stage_of(block.trial, each) for each in questions] == ["answer", "answer", "try_2", "try_3"]
    assert [block.task.n_options(block.trial, each, block.material) for each in questions] == [3, 2, None, None]
    assert tried(block, WRONG, RIGHT) == {
        "answer": {"task": "Draw them", "help": "yes", "n_right": 1},
        "try_2": {"task": "Name them", "help": "yes", "try_2": 2},
    }
    told = [("task", "Draw them"), ("help", "yes"), ("try_2", 1), ("try_2", 2)]
    assert [block.task.correct(block.trial, *each, block.material) for each in told] == [False, True, False, True]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({}, "Please answer every item."),
        ({"task": "Draw them"}, "One item is still to answer."),
        ({"task": "Eat them", "help": "yes"}, "Please choose among the answers that are offered."),
    ],
)
def test_a_form_that_is_no_answer_is_refused(form: dict[str, str], told: str) -> None:
    assert quiz().refusal(form) == quiz().refusal(form, "try_2") == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('right = "yes"', 'right = "Yes"', "question[1].right: no option 'Yes'; known: yes, no"),
        ('"Draw them"', '"Name them"', "question[0].options: 'Name them' is there twice"),
        ('name = "help"', 'name = "task"', "question.name: 'task' is there twice"),
        ('name = "help"', 'name = "try_2"', "question.name: 'try_2' has a meaning of its own; choose another name"),
        ('right = "yes"', "", "question[1].right: missing"),
    ],
)
def test_a_fault_of_the_table_is_told(old: str, new: str, told: str) -> None:
    assert quiz(TABLE.replace(old, new)).faults == [f"q.toml: {told}"]


@pytest.mark.parametrize(("understanding", "n_right"), [(1.0, 2), (0.0, 0)])
def test_a_simulated_participant_answers_by_its_understanding(understanding: float, n_right: int) -> None:
    block = quiz()
    for seed in range(20):
        assert block.read(block.simulated(Mind(understanding=understanding), seed))["n_right"] == n_right


def test_a_question_may_be_called_as_the_first_page_is() -> None:
    block = quiz(TABLE.replace('name = "task"', 'name = "answer"'))
    given = {ANSWER: block.read({"answer": "Name them", "help": "yes"}, ANSWER)}
    assert block.task.correct(block.trial, "answer", given[ANSWER]["answer"], block.material) is True
