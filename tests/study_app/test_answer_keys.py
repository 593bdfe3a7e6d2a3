"""Answer keys that a block gives, or does without."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from study_app.definition import Block
from study_app.study.answer_keys import with_keys
from study_app.study.controls import Choice, Choose, Proceed
from study_app.study.page import Page, Prompt
from tests.study_app.test_check import built, checked, folder, spoil  # noqa: F401 - fixtures

SIDES = Page(Prompt(), Choose("Which?", (Choice("left", "Left", "1"), Choice("right", "Right", "2"))))
TEST = 'name = "test"\ntask = "classify"\n'


def keys_of(page: Page) -> list[str]:
    assert isinstance(page.control, Choose)
    return [choice.key for choice in page.control.choices]


def test_choices_get_the_keys_of_their_block_in_order() -> None:
    assert keys_of(with_keys(SIDES, ("f", "j"))) == ["f", "j"]
    assert keys_of(with_keys(SIDES, ("f", "j", "k"))) == ["f", "j"]


def test_a_block_can_do_without_keys() -> None:
    assert keys_of(with_keys(SIDES, ())) == ["", ""]


def test_a_block_that_says_nothing_keeps_numbers() -> None:
    assert with_keys(SIDES, None) is SIDES
    assert keys_of(with_keys(SIDES, ("f",))) == ["1", "2"]


def test_what_is_not_chosen_has_no_keys() -> None:
    page = Page(Prompt(), Proceed())
    assert with_keys(page, ("f", "j")) is page


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["f", "F"], "one letter from a to z"),
        (["f", "enter"], "one letter from a to z"),
        (["f", "ö"], "one letter from a to z"),
        (["f", "f"], "a key of its own"),
        ([], "keys = false"),
        (True, "keys"),
    ],
)
def test_keys_that_cannot_be_told_apart_or_found_are_refused(keys: object, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Block.model_validate({"name": "test", "task": "classify", "keys": keys})


def test_check_refuses_keys_that_are_not_as_many_as_choices(folder: Path, built: Path, tmp_path: Path) -> None:  # noqa: F811
    spoil(folder / "study.toml", TEST, TEST + 'keys = ["f", "j"]\n')
    said = checked(folder, tmp_path)
    assert said.exit_code == 1
    assert "keys: 2 for 4 choices; write one for each" in said.output


def test_check_tells_the_keys_of_a_block(folder: Path, built: Path, tmp_path: Path) -> None:  # noqa: F811
    spoil(folder / "study.toml", TEST, TEST + 'keys = ["d", "f", "j", "k"]\n')
    said = checked(folder, tmp_path)
    assert said.exit_code == 0, said.output
    assert "answer keys d f j k" in said.output
