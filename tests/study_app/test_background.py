"""Questions about the participant: how to decline, who is screened out, what must not be asked."""

from typing import Any

import pytest

from study_app.study.controls import AnyOf, Ask, Choice, Number, OneOf, Written
from study_app.study.identifying import identifying
from study_app.study.mind import Mind
from study_app.study.task import ANSWER
from study_app.tasks.background import TASK
from tests.study_app.alone import Alone

AGE = 'name = "age"\ntext = "Your age?"\nkind = "number"\nminimum = 1\nmaximum = 120\nunit = "years"\n'
BIRDS = 'name = "birds"\ntext = "Birds?"\noptions = ["Never", { value = "often", text = "Each week" }]\n'
TOOLS = 'name = "tools"\ntext = "Tools?"\nkind = "any-of"\noptions = ["Camera", "Book", "Scope"]\n'
HOW = 'name = "how"\ntext = "How?"\nkind = "text"\nmost = 20\n'
DECLINE = Choice("declined", "Prefer not to say")


def background(*questions: str, **options: Any) -> Alone:
    table = 'heading = "About you"\n' + "".join(f"[[question]]\n{each}\n" for each in questions)
    return Alone(TASK, {"questions_file": "b.toml", **options}, {"b.toml": table})


def test_every_question_can_be_declined() -> None:
    page = background(AGE, BIRDS, TOOLS, HOW).page()
    assert page.prompt.heading == "About you"
    assert page.control == Ask(
        (
            Number("age", "Your age?", 1, 120, "years", "Prefer not to say"),
            OneOf("birds", "Birds?", (Choice("Never", "Never"), Choice("often", "Each week"), DECLINE)),
            AnyOf("tools", "Tools?", (*(Choice(one, one) for one in ("Camera", "Book", "Scope")), DECLINE), True),
            Written("how", "How? Leave this empty if you prefer not to say.", 2, 20, required=False),
        )
    )


def test_the_words_for_declining_are_the_researcher_s() -> None:
    control = background(BIRDS, HOW, declined="Keine Angabe", empty="(freiwillig)").page().control
    assert control.questions[0].options[-1] == Choice("declined", "Keine Angabe")
    assert control.questions[1].text == "How? (freiwillig)"


def test_answers_are_stored_by_their_kind() -> None:
    block = background(AGE, BIRDS, TOOLS, HOW)
    form = {"age": "33", "birds": "often", "tools.Scope": "on", "tools.Camera": "on", "how": " By\r\nbooks \x00"}
    assert block.read(form) == {"age": 33, "birds": "often", "tools": ["Camera", "Scope"], "how": "By\nbooks"}


def test_who_declines_everything_goes_on() -> None:
    block = background(AGE, BIRDS, TOOLS, HOW)
    values = block.read({"age": "declined", "birds": "declined", "tools.declined": "on", "how": "  "})
    assert values == dict.fromkeys(("age", "birds", "tools", "how"), "declined")
    assert block.ends({ANSWER: values}) is None
    assert block.passes({ANSWER: values}) is None


@pytest.mark.parametrize(
    ("question", "form", "told"),
    [
        (AGE, {"age": "0"}, "Please answer with a whole number from 1 to 120."),
        (AGE, {"age": "thirty"}, "Please answer with a whole number from 1 to 120."),
        (AGE, {}, "Please answer every item."),
        (BIRDS, {"birds": "Each week"}, "Please choose among the answers that are offered."),
        (TOOLS, {"tools.Hammer": "on"}, "Please answer every item."),
        (TOOLS, {"tools.Book": "yes"}, "Please answer every item."),
        (
            TOOLS,
            {"tools.Book": "on", "tools.declined": "on"},
            "Please choose either answers or the box that declines, not both.",
        ),
        (HOW, {"how": "x" * 21}, "Please write at most 20 letters; there are 21 now."),
    ],
)
def test_a_form_that_is_no_answer_is_refused(question: str, form: dict[str, str], told: str) -> None:
    assert background(question).refusal(form) == told


@pytest.mark.parametrize(
    ("question", "value", "outcome"),
    [
        (BIRDS + 'screen_out = ["often"]', "often", "screened_out"),
        (BIRDS + 'screen_out = ["often"]', "Never", None),
        (TOOLS + 'screen_out = ["Book"]', ["Camera", "Book"], "screened_out"),
        (TOOLS + 'screen_out = ["Book"]', ["Camera"], None),
        (AGE + "screen_out_below = 18", 17, "screened_out"),
        (AGE + "screen_out_below = 18", 18, None),
        (AGE + "screen_out_below = 18", "declined", None),
        (AGE + 'screen_out = ["declined"]', "declined", "screened_out"),
        (AGE + "screen_out_above = 65", 66, "screened_out"),
        (AGE + "screen_out = [33]", 33, "screened_out"),
    ],
)
def test_an_answer_screens_out_where_the_table_says_so(question: str, value: Any, outcome: str | None) -> None:
    block = background(question)
    name = block.task.questions(block.trial, block.material)[0]
    assert block.faults == []
    assert block.ends({ANSWER: {name: value}}) == outcome
    assert block.ends({ANSWER: {"timed_out": True}}) is None


@pytest.mark.parametrize(
    "name",
    [
        "name",
        "first_name",
        "email",
        "e-mail",
        "e_mail",
        "birthday",
        "date_of_birth",
        "post_code",
        "address",
        "employer",
    ],
)
def test_a_question_that_asks_who_somebody_is_is_refused(name: str) -> None:
    told = background(BIRDS.replace("birds", name)).faults
    assert [line.split(" (")[0] for line in told] == [f"b.toml: question[0].name: {name!r} asks who somebody is"]
    assert told[0].endswith(", which no study may; leave the question out")


@pytest.mark.parametrize("name", ["age", "gender", "named_birds", "mailbox_gulls", "zipper", "experience"])
def test_a_question_about_something_else_is_not(name: str) -> None:
    assert identifying(name) is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ('name = "a"\ntext = "A"\noptions = ["x"]', "question[0].options: at least two"),
        ('name = "a"\ntext = "A"\noptions = ["x", "declined"]', "question[0].options: 'declined' has a meaning"),
        (BIRDS + 'screen_out = ["Often"]', "question[0].screen_out: no answer 'Often'; known: Never, declined, often"),
        (BIRDS + "minimum = 1", "question[0].minimum: goes with kind = 'number'"),
        (BIRDS + "rows = 1", "question[0].rows: goes with kind = 'text'"),
        (AGE + 'options = ["x", "y"]', "question[0].options: goes with kind = 'one-of' or 'any-of'"),
        (AGE.replace("120", "1"), "question[0].maximum: a number needs a minimum and a maximum above it"),
        (BIRDS.replace("birds", "viewport"), "question.name: 'viewport' is the name of a measurement"),
    ],
)
def test_a_fault_of_the_table_is_told(question: str, told: str) -> None:
    assert len(background(question).faults) == 1
    assert background(question).faults[0].startswith(f"b.toml: {told}")


def test_without_a_table_four_questions_are_asked() -> None:
    block = Alone(TASK, {})
    assert block.task.files(block.options) == ()
    assert block.faults == []
    asked = ("age_group", "gender", "schooling", "colour_vision")
    assert block.task.questions(block.trial, block.material) == asked
    assert [block.task.n_options(block.trial, each, block.material) for each in asked] == [7, 5, 7, 4]
    assert all(identifying(each) is None for each in asked)


def test_simulated_participants_may_take_part() -> None:
    block = background(
        AGE + 'screen_out_below = 18\nscreen_out = ["declined"]', BIRDS + 'screen_out = ["often"]', TOOLS, HOW
    )
    answers = [block.read(block.simulated(Mind(), seed)) for seed in range(50)]
    assert [block.ends({ANSWER: values}) for values in answers] == [None] * 50
    assert len({values["age"] for values in answers}) > 20
