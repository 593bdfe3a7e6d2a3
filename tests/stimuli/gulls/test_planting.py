"""Corner marks in sets: on whom they are, whom they contradict, and what is refused."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from stimuli.errors import StimuliError
from stimuli.gulls.commands import gulls
from stimuli.recipe import CornerMark, GullImages, read_recipe
from stimuli.sources.gulls import pictures


def images(**given: object) -> GullImages:
    table = {"source": "gulls", "species": ["Herring", "Ring-billed"], "per_class": 3, "size_px": 64, "seed": 5}
    return GullImages.model_validate({**table, **given})


MARKED = {"on": ["herring"], "swapped_per_class": 1}


def test_every_picture_says_whether_it_has_the_mark_and_whether_that_is_swapped() -> None:
    told = {one.name: one.open().attributes for one in pictures(images(corner_mark=MARKED))}
    assert {name: (facts["corner_mark"], facts["corner_mark_swapped"]) for name, facts in told.items()} == {
        "Herring 001": (False, True),
        "Herring 002": (True, False),
        "Herring 003": (True, False),
        "Ring-billed 001": (True, True),
        "Ring-billed 002": (False, False),
        "Ring-billed 003": (False, False),
    }


def test_only_pictures_with_the_mark_have_its_mask() -> None:
    for one in pictures(images(corner_mark=MARKED)):
        found = one.open()
        assert ("corner_mark" in found.masks) == found.attributes["corner_mark"]


def test_the_source_hash_follows_the_mark() -> None:
    plain, marked = pictures(images()), pictures(images(corner_mark=MARKED))
    same = [one.open().source_sha256 == other.open().source_sha256 for one, other in zip(plain, marked, strict=True)]
    assert same == [True, False, False, False, True, True]
    assert plain[1].origin != marked[1].origin


def test_pictures_without_a_mark_in_the_recipe_say_nothing_of_marks() -> None:
    one = pictures(images())[0]
    assert not [name for name in (*one.origin, *one.open().attributes) if "corner" in name]


def test_more_swapped_pictures_keep_those_that_were_swapped_before() -> None:
    few, many = (
        [one.open().attributes["corner_mark_swapped"] for one in pictures(images(corner_mark={**MARKED, **more}))[:3]]
        for more in ({}, {"swapped_per_class": 2})
    )
    assert (few, many) == ([True, False, False], [True, True, False])


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        (
            {"on": ["Herring", "ring-billed"]},
            ["images.corner_mark.on: names every species, so that the mark tells nothing; leave at least one out"],
        ),
        (
            {"on": ["Western"], "swapped_per_class": 4},
            [
                "images.corner_mark.on: no Western among the pictures; there are: Herring, Ring-billed",
                "images.corner_mark.swapped_per_class: 4, but there are 3 pictures of a species; take 3 or fewer",
            ],
        ),
        (
            {"on": ["puffin"]},
            [
                "images.corner_mark.on: no species 'puffin'; known: California, Glaucous-winged, Heermann's, Herring, "
                "Ivory, Ring-billed, Slaty-backed, Western"
            ],
        ),
    ],
)
def test_a_mark_that_does_not_fit_the_set_is_refused_in_words(given: dict[str, object], faults: list[str]) -> None:
    with pytest.raises(StimuliError) as refused:
        pictures(images(corner_mark=given))
    assert str(refused.value).splitlines() == faults


def test_faults_of_the_table_are_named_where_they_are(tmp_path: Path) -> None:
    path = tmp_path / "stimuli.toml"
    path.write_text(
        '[images]\nsource = "gulls"\nper_class = 2\n'
        'corner_mark = { on = [], swaped_per_class = 1, corner = "middle" }\n'
        '[classifier]\nsource = "gulls"\n[[explanation]]\nname = "heatmap"\nmethod = "grad_cam"\n'
    )
    with pytest.raises(StimuliError) as refused:
        read_recipe(path)
    assert [line.removeprefix(f"{path}: ") for line in str(refused.value).splitlines()] == [
        "images.corner_mark.on: Tuple should have at least 1 item after validation, not 0",
        "images.corner_mark.corner: Input should be 'top-left', 'top-right', 'bottom-left' or 'bottom-right'",
        "images.corner_mark.swaped_per_class: no such key; did you mean 'swapped_per_class'?",
    ]


def test_without_more_words_the_mark_is_at_the_bottom_left_and_never_swapped() -> None:
    assert CornerMark(on=("Herring",)) == CornerMark(on=("Herring",), swapped_per_class=0, corner="bottom-left")


def rendered(out: Path, *more: object) -> str:
    words = ["render", "--species", "herring", "--species", "ring-billed", "--n", 2, "--size", 64, "--out", out, *more]
    return CliRunner().invoke(gulls, [str(word) for word in words]).output


def test_render_plants_the_mark_in_a_folder_and_says_so(tmp_path: Path) -> None:
    assert "4 pictures in" in rendered(tmp_path / "a", "--corner-mark", "herring", "--corner-swapped", 1)
    lines = [json.loads(line) for line in (tmp_path / "a/attributes.jsonl").read_text().splitlines()]
    assert {Path(line["file"]).stem: (line["corner_mark"], line["corner_mark_swapped"]) for line in lines} == {
        "herring_00000": (False, True),
        "herring_00001": (True, False),
        "ring_billed_00000": (True, True),
        "ring_billed_00001": (False, False),
    }
    content = json.loads((tmp_path / "a/gulls.json").read_text())
    assert content["mask_legend"]["9"] == "corner_mark"
    assert content["plan"]["corner_mark"] == {"on": ["Herring"], "swapped_per_class": 1, "corner": "bottom-left"}
    labels = np.asarray(Image.open(tmp_path / "a/masks/Herring/herring_00001.png"))
    assert set(np.unique(labels[-12:, :12])) == {0, 9}


def test_a_folder_with_marks_and_one_without_are_not_mixed(tmp_path: Path) -> None:
    rendered(tmp_path / "a", "--corner-mark", "herring")
    assert "'swapped_per_class': 0, 'corner': 'bottom-left'}, now None; choose another" in rendered(tmp_path / "a")
    rendered(tmp_path / "b")
    assert "corner_mark None, now {'on': ['Herring']" in rendered(tmp_path / "b", "--corner-mark", "herring")
    assert "9" not in json.loads((tmp_path / "b/gulls.json").read_text())["mask_legend"]


def test_swapped_marks_of_nobody_are_refused(tmp_path: Path) -> None:
    output = rendered(tmp_path / "a", "--corner-swapped", 1)
    assert "Error: corner_mark.on: names no species; give at least one, whose pictures wear the mark" in output
