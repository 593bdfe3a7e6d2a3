"""Answers to the questions of a form: what is read from them, whatever is posted."""

from random import Random

import pytest

from study_app.study.answers import cleaned, read_answer, read_answers, simulated
from study_app.study.controls import AnyOf, Choice, Number, OneOf, Question, Scale, Slider, Written
from study_app.study.mind import Mind
from study_app.study.task import Unanswerable

OPTIONS = (Choice("a", "A"), Choice("b", "B"))
QUESTIONS: tuple[Question, ...] = (
    Scale("q", "?", 5, "low", "high"),
    Slider("q", "?", "low", "high", -10, 10, 5),
    OneOf("q", "?", OPTIONS),
    AnyOf("q", "?", OPTIONS, required=True),
    Number("q", "?", 1, 99, declined="Rather not"),
    Written("q", "?", most=30),
)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kind)
@pytest.mark.parametrize(
    "posted", ["\x00", "1e3", "NaN", "0x1", "１", "-", "--5", "9" * 5000, "a" * 5000, "A", "on", "\ud800", "1 2"]
)
def test_whatever_is_posted_is_an_answer_or_is_refused_in_words(question: Question, posted: str) -> None:
    try:
        value = read_answer(question, {"q": posted, "q.a": posted, "q.": posted, "q.c": "on"})
    except Unanswerable as refused:
        assert str(refused).endswith(".")
    else:
        assert value is None or value == ["a"] or value == cleaned(posted)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kind)
def test_what_is_simulated_is_an_answer(question: Question) -> None:
    for seed in range(50):
        values = read_answers([question], simulated(question, Mind(shift=3.0), Random(seed)))
        assert values["q"] not in (None, [], "")


def test_a_slider_has_only_its_steps() -> None:
    slider = Slider("q", "?", "low", "high", -10, 10, 5)
    assert [read_answer(slider, {"q": str(each)}) for each in (-10, -5, 0, 5, 10)] == [-10, -5, 0, 5, 10]
    with pytest.raises(Unanswerable):
        read_answer(slider, {"q": "1"})


def test_to_choose_none_of_several_is_an_answer_where_one_may() -> None:
    assert read_answers([AnyOf("q", "?", OPTIONS)], {}) == {"q": []}
    assert read_answers([AnyOf("q", "?", OPTIONS)], {"q.b": "on", "q.a": "on"}) == {"q": ["a", "b"]}


def test_a_number_can_be_declined_only_where_there_is_a_box() -> None:
    assert read_answer(Number("q", "?", 1, 9, declined="No"), {"q": "declined"}) == "declined"
    with pytest.raises(Unanswerable, match="whole number from 1 to 9"):
        read_answer(Number("q", "?", 1, 9), {"q": "declined"})
