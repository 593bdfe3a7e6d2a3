"""The truth after the study, and what becomes of the answers."""

from typing import Any

import pytest

from study_app.study.controls import Agree, Proceed
from study_app.study.mind import Mind
from study_app.study.task import ANSWER
from study_app.tasks.debrief import TASK
from tests.study_app.alone import Alone

SHA256 = "82b39fd68eaf28cfb9f83a2f0b82fad541a2f7795feee9e9ee40bff24b077275"  # printf '# The truth' | sha256sum


def debrief(**options: Any) -> Alone:
    return Alone(TASK, {"text": "d.md", **options}, {"d.md": "# The truth"})


def test_the_text_comes_with_the_question_what_may_be_done_with_the_answers() -> None:
    page = debrief().page()
    assert page.prompt.html == "<h1>The truth</h1>\n"
    assert page.control == Agree("You may use my answers", "Please delete my answers")
    assert debrief(agree="Use", decline="Delete").page().control == Agree("Use", "Delete")


@pytest.mark.parametrize(("response", "stored", "withheld"), [("agree", "keep", False), ("decline", "delete", True)])
def test_who_asks_for_it_has_the_answers_deleted(response: str, stored: str, withheld: bool) -> None:
    block = debrief()
    values = block.read({"response": response})
    assert values == {"data_use": stored, "text_sha256": SHA256}
    assert block.task.withholds(block.trial, {ANSWER: values}) is withheld
    assert block.ends({ANSWER: values}) is None


def test_silence_withholds_nothing() -> None:
    block = debrief()
    assert block.task.withholds(block.trial, {}) is False
    assert block.task.withholds(block.trial, {ANSWER: {"timed_out": True}}) is False


@pytest.mark.parametrize("response", ["", "keep", "delete", "continue"])
def test_anything_but_an_answer_is_refused(response: str) -> None:
    assert debrief().refusal({"response": response}) == "Please choose what we may do with your answers."


def test_where_nothing_is_asked_there_is_one_button() -> None:
    block = debrief(ask=False, button="Done")
    assert block.page().control == Proceed("Done")
    assert block.task.questions(block.trial, block.material) == ("read",)
    values = block.read({"response": "continue"})
    assert values == {"read": "continue", "text_sha256": SHA256}
    assert block.task.withholds(block.trial, {ANSWER: values}) is False
    assert block.refusal({"response": "decline"}) == "Please press the button to go on."


@pytest.mark.parametrize(("ask", "posted"), [(True, "agree"), (False, "continue")])
def test_simulated_participants_let_their_answers_be_used(ask: bool, posted: str) -> None:
    assert debrief(ask=ask).simulated(Mind()) == {"response": posted}
