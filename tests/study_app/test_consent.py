"""What somebody agrees to, and how it is kept."""

from typing import Any

import pytest

from study_app.study.controls import Agree, AnyOf, Ask, Choice, OneOf
from study_app.study.mind import Mind
from study_app.study.task import ANSWER
from study_app.tasks.consent import TASK
from tests.study_app.alone import Alone

SHA256 = "374f828159caa5293f34dea8154832d4204c55ac53a702b33c4f2d5123bd7646"  # printf '# Taking part' | sha256sum
STATEMENTS = ["I am at least 18.", "I have read the text."]
TICKED = {"statements.1": "on", "statements.2": "on"}


def consent(**options: Any) -> Alone:
    return Alone(TASK, {"text": "c.md", **options}, {"c.md": "# Taking part"})


def test_without_statements_there_are_two_buttons() -> None:
    page = consent(agree="Yes", decline="No").page()
    assert page.prompt.html == "<h1>Taking part</h1>\n"
    assert page.control == Agree("Yes", "No")


def test_the_answer_is_kept_with_the_hash_of_the_text_and_its_version() -> None:
    assert consent(version="v2").read({"response": "agree"}) == {
        "consent": "agree",
        "text_sha256": SHA256,
        "version": "v2",
    }
    assert consent().read({"response": "decline"}) == {"consent": "decline", "text_sha256": SHA256}


def test_statements_stand_as_boxes_above_the_answer() -> None:
    boxes = AnyOf(
        "statements",
        "To take part, all of this must be true for you.",
        (Choice("1", "I am at least 18."), Choice("2", "I have read the text.")),
    )
    answers = (Choice("agree", "I agree to take part"), Choice("decline", "I do not agree"))
    control = consent(statements=STATEMENTS).page().control
    assert control == Ask((boxes, OneOf("response", "Do you want to take part?", answers)))


@pytest.mark.parametrize("ticked", [{}, {"statements.1": "on"}, {"statements.1": "on", "statements.2": "no"}])
def test_who_agrees_ticks_every_statement(ticked: dict[str, str]) -> None:
    block = consent(statements=STATEMENTS)
    assert block.refusal({"response": "agree", **ticked}) == "To take part, please tick every statement."
    assert block.read({"response": "agree", **TICKED})["consent"] == "agree"


def test_who_declines_ticks_nothing_and_leaves() -> None:
    block = consent(statements=STATEMENTS)
    values = block.read({"response": "decline"})
    assert block.ends({ANSWER: values}) == "no_consent"
    assert block.ends({ANSWER: {"consent": "agree"}}) is None


def test_no_answer_is_no_consent() -> None:
    assert consent(statements=STATEMENTS).refusal(TICKED) == "Please choose whether you want to take part."


@pytest.mark.parametrize(("statements", "ticked"), [([], {}), (STATEMENTS, TICKED)])
def test_simulated_participants_agree_to_everything(statements: list[str], ticked: dict[str, str]) -> None:
    block = consent(statements=statements)
    assert block.simulated(Mind()) == {"response": "agree", **ticked}
