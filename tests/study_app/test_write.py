"""Answers in one's own words."""

from typing import Any

import pytest
from pydantic import ValidationError

from study_app.study.controls import Ask, Written
from study_app.study.mind import Mind
from study_app.tasks.write import TASK
from tests.study_app.alone import Alone


def write(**options: Any) -> Alone:
    return Alone(TASK, {"question": "Why?", **options})


def test_the_page_has_a_field_of_the_wanted_size() -> None:
    page = write(heading="In short", rows=2, most=80, button="Send").page()
    assert page.prompt.heading == "In short"
    assert page.control == Ask((Written("text", "Why?", 2, 80, True),), "Send")


@pytest.mark.parametrize(
    ("posted", "kept"),
    [
        ("  The beak. \r\n", "The beak."),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\x00b\x1bc\td", "abc\td"),
        ("Möwe 🐦\u200d⬛", "Möwe 🐦\u200d⬛"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_the_text_is_kept_without_space_around_it_and_without_control_characters(posted: str, kept: str) -> None:
    assert write().read({"text": posted}) == {"text": kept}


@pytest.mark.parametrize(
    ("options", "posted", "told"),
    [
        ({}, "", "Please write a few words."),
        ({}, " \n ", "Please write a few words."),
        ({"minimum_letters": 10}, "   too few   ", "Please write at least 10 letters; there are 7 now."),
        ({"minimum_letters": 10, "optional": True}, "few", "Please write at least 10 letters; there are 3 now."),
        ({"most": 5}, "sixsix", "Please write at most 5 letters; there are 6 now."),
    ],
)
def test_a_text_that_is_missing_too_short_or_too_long_is_refused(
    options: dict[str, Any], posted: str, told: str
) -> None:
    assert write(**options).refusal({"text": posted}) == told


def test_an_optional_text_may_be_left_empty() -> None:
    block = write(optional=True, minimum_letters=10)
    assert block.read({"text": " "}) == block.read({}) == {"text": None}


def test_more_letters_than_there_is_room_for_cannot_be_wanted() -> None:
    with pytest.raises(ValidationError, match="minimum_letters: 10, but there may be 5 at most"):
        write(minimum_letters=10, most=5)


@pytest.mark.parametrize("options", [{}, {"minimum_letters": 200}, {"most": 3}, {"minimum_letters": 39, "most": 39}])
def test_a_simulated_participant_writes_enough_and_not_too_much(options: dict[str, int]) -> None:
    block = write(**options)
    written = block.read(block.simulated(Mind()))["text"]
    assert options.get("minimum_letters", 1) <= len(written) <= options.get("most", 2000)
