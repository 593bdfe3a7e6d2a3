"""What a simulated participant can post: what the page's own templates really offer, and nothing else."""

import pytest
from flask import Flask, render_template

import study_app
from study_app.robot_form import Form, Unfillable, forms_of
from study_app.study.controls import (
    MEASURED_DEVICE,
    MENU_FROM,
    AnyOf,
    Ask,
    Choice,
    Choose,
    Control,
    Mark,
    Measure,
    Number,
    OneOf,
    Question,
    Scale,
    Slider,
    Written,
)
from study_app.study.page import Page, Prompt
from study_app.study.timing import MEASUREMENTS
from study_app.study.words import english

HIDDEN = {"trial_token": "t", "stage": "answer", "page_events": "", "n_shown_ahead": ""}
MANY = tuple(Choice(f"c{n}", f"Country {n}") for n in range(MENU_FROM))
FEW = (Choice("gull", "A gull"), Choice("tern", "A tern"))


def form_of(control: Control, limit_seconds: float | None = None) -> Form:
    """The form that the page of that control has."""
    app = Flask(study_app.__name__)
    app.add_template_global(lambda _: english(), "interface_words")
    study = {"title": "Gulls", "language": "en", "contact": "A. Researcher"}
    known = {"study": study, "action": "/answer", "stage": "answer", "trial_token": "t", "progress": 0, "message": None}
    with app.test_request_context():
        page = Page(Prompt(heading="Here"), control, limit_seconds=limit_seconds)
        (form,) = forms_of(render_template("participant/page.html", **known, page=page, preload=()))
    return form


def posted(control: Control, answer: dict[str, str]) -> dict[str, str]:
    """What is posted beside hidden fields."""
    found = form_of(control).filled(answer, {})
    return {name: value for name, value in found.items() if name not in {*HIDDEN, *MEASUREMENTS}}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (Scale("ease", "Easy?", 7, "no", "yes"), {"ease": "7"}),
        (Scale("ease", "Easy?", 3, "no", "yes", ("no", "so so", "yes")), {"ease": "2"}),
        (Slider("sure", "Sure?", "no", "yes"), {"sure": "0"}),
        (Slider("sure", "Sure?", "no", "yes", -10, 10, 5), {"sure": "-5"}),
        (OneOf("bird", "Which?", FEW), {"bird": "tern"}),
        (OneOf("home", "Where?", MANY), {"home": "c3"}),
        (AnyOf("marks", "Which?", FEW), {"marks.gull": "on", "marks.tern": "on"}),
        (AnyOf("marks", "Which?", FEW, required=True), {"marks.tern": "on"}),
        (AnyOf("marks", "Which?", FEW), {}),
        (Number("age", "How old?", 18, 99), {"age": "18"}),
        (Number("age", "How old?", 18, 99, declined="I do not say"), {"age": "declined"}),
        (Written("why", "Why?", most=5), {"why": "12345"}),
    ],
)
def test_what_a_question_offers_can_be_posted(question: Question, answer: dict[str, str]) -> None:
    assert posted(Ask((question,)), answer) == answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (Scale("ease", "Easy?", 7, "no", "yes"), {"ease": "8"}),
        (Slider("sure", "Sure?", "no", "yes"), {"sure": "101"}),
        (Slider("sure", "Sure?", "no", "yes", 0, 10, 5), {"sure": "7"}),
        (OneOf("bird", "Which?", FEW), {"bird": "auk"}),
        (OneOf("home", "Where?", MANY), {"home": "c99"}),
        (AnyOf("marks", "Which?", FEW), {"marks.auk": "on"}),
        (Number("age", "How old?", 18, 99), {"age": "17"}),
        (Number("age", "How old?", 18, 99), {"age": "declined"}),
        (Number("age", "How old?", 18, 99), {"age": "20.5"}),
        (Written("why", "Why?", most=5), {"why": "123456"}),
        (Written("why", "Why?"), {"why": "x", "other": "y"}),
    ],
)
def test_what_a_question_does_not_offer_cannot_be_posted(question: Question, answer: dict[str, str]) -> None:
    with pytest.raises(Unfillable, match="the page offers no"):
        posted(Ask((question,)), answer)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        (Scale("ease", "Easy?", 7, "no", "yes"), "ease"),
        (Slider("sure", "Sure?", "no", "yes"), "sure"),
        (OneOf("home", "Where?", MANY), "home"),
        (AnyOf("marks", "Which?", FEW, required=True), r"one of marks\.gull, marks\.tern"),
        (Number("age", "How old?", 18, 99, declined="I do not say"), "age"),
        (Written("why", "Why?"), "why"),
    ],
)
def test_a_required_question_must_be_answered(question: Question, missing: str) -> None:
    with pytest.raises(Unfillable, match=f"the page asks for {missing} too"):
        posted(Ask((question,)), {})


@pytest.mark.parametrize(
    ("question", "empty"),
    [
        (Scale("ease", "Easy?", 7, "no", "yes", required=False), {}),
        (Slider("sure", "Sure?", "no", "yes", required=False), {}),
        (OneOf("bird", "Which?", FEW, required=False), {}),
        (OneOf("home", "Where?", MANY, required=False), {"home": ""}),
        (Number("age", "How old?", 18, 99, required=False), {"age": ""}),
        (Written("why", "Why?", required=False), {"why": ""}),
    ],
)
def test_what_is_optional_is_posted_as_a_browser_leaves_it(question: Question, empty: dict[str, str]) -> None:
    assert posted(Ask((question,)), {}) == empty


@pytest.mark.parametrize("tool", ["point", "brush"])
def test_a_mark_is_what_the_script_would_have_filled_in(tool: str) -> None:
    control = Mark("Where?", tool=tool)  # type: ignore[arg-type]
    assert posted(control, {"mark": '{"x":0.5,"y":0.5}'}) == {"mark": '{"x":0.5,"y":0.5}'}
    with pytest.raises(Unfillable, match="asks for mark too"):
        posted(control, {})


def test_a_browser_can_say_everything_of_itself_that_is_measured() -> None:
    answer = {**dict.fromkeys(MEASURED_DEVICE, "1"), "response": "continue"}
    assert posted(Measure(), answer) == answer


def test_events_of_the_page_can_be_told_with_any_answer() -> None:
    found = form_of(Choose("Which?", FEW)).filled({"response": "gull", "page_events": "[]"}, {"rt_ms": "900"})
    assert found == {
        **HIDDEN,
        **dict.fromkeys(MEASUREMENTS, ""),
        "rt_ms": "900",
        "response": "gull",
        "page_events": "[]",
    }


def test_a_page_with_a_limit_can_end_by_itself_without_an_answer_and_no_other_page_can() -> None:
    limited = form_of(Choose("Which?", FEW), limit_seconds=5)
    assert limited.button({"timed_out": "1"}).minimum_seconds == 0
    assert limited.filled({"timed_out": "1"}, {})["timed_out"] == "1"
    with pytest.raises(Unfillable, match="no button"):
        limited.filled({"timed_out": ""}, {})
    with pytest.raises(Unfillable, match="no button"):
        form_of(Choose("Which?", FEW)).filled({"timed_out": "1"}, {})


def test_a_form_that_is_cut_off_by_its_limit_may_be_half_filled() -> None:
    asked = Ask((Scale("ease", "Easy?", 7, "no", "yes"), Written("why", "Why?")))
    found = form_of(asked, limit_seconds=5).filled({"ease": "3", "timed_out": "1"}, {})
    assert (found["ease"], found["why"], found["timed_out"]) == ("3", "", "1")
