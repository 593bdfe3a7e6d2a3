"""A build names every torn picture once, of both sets."""

from pathlib import Path

import pytest

from stimuli.build.preflight import prepare
from stimuli.errors import StimuliError

BOTH = '\n[fit]\nsource = "photographs"\nsize_px = 64\n'
OTHERS = '\n[fit]\nsource = "others"\nsize_px = 64\n'


def faults_of(study: Path) -> list[str]:
    with pytest.raises(StimuliError) as fault:
        prepare(study / "stimuli.toml", "cpu", progress=False)
    return str(fault.value).splitlines()


def tear(picture: Path) -> None:
    picture.write_bytes(picture.read_bytes()[:60])


def with_more(study: Path, text: str) -> Path:
    recipe = study / "stimuli.toml"
    recipe.write_text(recipe.read_text() + text)
    return study


def test_a_torn_picture_of_both_sets_is_named_once(study: Path) -> None:
    tear(study / "photographs" / "red" / "2.png")
    (fault,) = faults_of(with_more(study, BOTH))
    assert "red/2.png: torn or unreadable image" in fault


def test_torn_pictures_to_learn_from_are_named_where_there_are_no_pictures_to_explain(study: Path) -> None:
    (study / "photographs").rename(study / "others")
    tear(study / "others" / "blue" / "1.png")
    first, second = faults_of(with_more(study, OTHERS))
    assert "photographs" in first
    assert "blue/1.png: torn or unreadable image" in second
