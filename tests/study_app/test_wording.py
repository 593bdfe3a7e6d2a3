"""Texts with places in braces."""

from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from study_app.study.wording import filled, paragraph, places

CHECKED: TypeAdapter[str] = TypeAdapter(Annotated[str, places("label", "own", needs="label")])


def test_places_are_filled_in_and_what_is_filled_in_is_not_looked_at_again() -> None:
    assert filled("{own}, {label}, {own}", {"own": "{label}", "label": "Auk"}) == "{label}, Auk, {label}"


def test_a_paragraph_keeps_its_lines_and_escapes_text_and_values() -> None:
    assert paragraph("a < b\n{label}", {"label": "A & B"}) == "<p>a &lt; b<br><strong>A &amp; B</strong></p>"


def test_an_empty_text_is_no_paragraph() -> None:
    assert paragraph("", {}) == ""


@pytest.mark.parametrize("text", ["{label}", "It is {label}, you said {own}.", "{label} { x } {}"])
def test_a_text_with_its_places_is_taken(text: str) -> None:
    assert CHECKED.validate_python(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It is a bird", "'It is a bird' lacks {label}; write it where that goes"),
        ("{label}, {lable}", "'{label}, {lable}' has no use for {lable}; known: {label}, {own}"),
    ],
)
def test_a_text_that_lacks_a_place_or_has_a_strange_one_is_refused(text: str, told: str) -> None:
    with pytest.raises(ValidationError) as fault:
        CHECKED.validate_python(text)
    assert told in str(fault.value)
