"""What the door refuses of items."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from stimuli.manifest import Item, StimulusSet
from tests.builders import write_asset, write_stimulus_set


def version(folder: Path, *, keeps_class: bool) -> dict[str, Any]:
    asset = write_asset(folder, f"version {keeps_class}").model_dump(mode="json")
    p = 0.8 if keeps_class else 0.2
    return {
        "asset": asset,
        "hidden": (0, 1),
        "hidden_area": 0.04,
        "p": p,
        "share": p / 0.8,
        "keeps_class": keeps_class,
    }


@pytest.fixture
def facts(tmp_path: Path) -> dict[str, Any]:
    """What makes an item of the first image."""
    return {
        "id": "California/000#1",
        "image": "California/000",
        "target": "California",
        "cells": 7,
        "baseline": "blur",
        "p_full": 0.8,
        "left": version(tmp_path, keeps_class=True),
        "right": version(tmp_path, keeps_class=False),
        "correct": "left",
        "gap": 0.75,
        "difficulty": 0.25,
        "n_hidden": 2,
    }


def test_an_items_pictures_belong_to_the_set(tmp_path: Path, facts: dict[str, Any]) -> None:
    made = write_stimulus_set(tmp_path, per_class=1).model_dump(mode="json")
    found = StimulusSet.model_validate({**made, "items": [facts]})
    item = found.items[0]
    assert {item.left.asset, item.right.asset} <= set(found.assets())
    assert StimulusSet.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"right": "as left"}, "exactly one version keeps the class"),
        ({"correct": "right"}, "the correct version keeps the class, the right one does not"),
        ({"n_hidden": 3}, "both versions hide 3 patches"),
    ],
)
def test_an_item_without_one_right_answer_is_refused(
    facts: dict[str, Any], changes: dict[str, Any], words: str
) -> None:
    given = {**facts, **changes}
    given["right"] = facts["left"] if changes.get("right") == "as left" else given["right"]
    with pytest.raises(ValidationError, match=words):
        Item.model_validate(given)


def test_items_of_no_image_and_with_one_id_are_refused(tmp_path: Path, facts: dict[str, Any]) -> None:
    made = write_stimulus_set(tmp_path, per_class=1).model_dump(mode="json")
    with pytest.raises(ValidationError, match="no image 'Gone/000'") as fault:
        StimulusSet.model_validate({**made, "items": [{**facts, "image": "Gone/000"}, facts]})
    assert "items have ids of their own" in str(fault.value)


def test_a_set_without_items_can_be_read(tmp_path: Path) -> None:
    made = write_stimulus_set(tmp_path, per_class=1).model_dump(mode="json")
    del made["items"], made["item_misses"]
    assert StimulusSet.model_validate(made).items == ()
