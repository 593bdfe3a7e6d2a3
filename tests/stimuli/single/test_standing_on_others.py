"""Methods that need other explanations, or run them again, in a call of `explain`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.stimuli.single.conftest import Call

RED = "photographs/red/1.png"
Faults = Callable[..., list[str]]


def values(own: Path, name: str) -> Any:
    with np.load(own / "out" / f"{name}.npz") as archive:
        return archive["saliency"].tolist()


def beneath(found: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(one["name"], one["image_sha256"] is not None) for one in found["stands_on"]]


def test_what_is_needed_and_not_named_is_computed_and_not_written(explained: Call, own: Path) -> None:
    found = explained(RED, "--method", "own_maps:COPY", "--json")
    (row,) = json.loads(found.stdout)
    assert beneath(row) == [("grad_cam", True)]
    assert sorted(path.suffix for path in (own / "out").iterdir()) == [".json", ".npz", ".png"]
    explained(RED, "--method", "grad_cam")
    assert values(own, "1.own_maps-copy") == values(own, "1.grad_cam")


def test_what_is_needed_is_taken_as_it_is_named_beside_it(explained: Call, own: Path) -> None:
    named = ["--method", "occlusion:cells=4", "--method", "own_maps:COPY:of=occlusion"]
    explained(RED, *named)
    assert values(own, "1.own_maps-copy") == values(own, "1.occlusion")
    explained(RED, "photographs/red/2.png", *named)  # now what is needed of the first is read from its file
    assert values(own, "2.own_maps-copy") == values(own, "2.occlusion")


def test_the_map_of_another_picture_can_be_given(explained: Call, own: Path) -> None:
    found = explained(RED, "photographs/red/2.png", "--method", "grad_cam", "--method", "own_maps:NEXT")
    assert found.exit_code == 0, found.output
    assert values(own, "1.own_maps-next") == values(own, "2.grad_cam")
    assert values(own, "2.own_maps-next") == values(own, "1.grad_cam")


def test_a_method_is_run_again_with_the_parameters_named_beside_it(explained: Call, own: Path) -> None:
    explained(RED, "--method", "occlusion:cells=4", "--method", "own_maps:AGAIN:of=occlusion", "--json")
    assert values(own, "1.own_maps-again") == values(own, "1.occlusion")


def test_the_map_of_another_picture_is_refused_for_a_single_one_with_all_else(faults: Faults) -> None:
    assert faults(RED, "--method", "own_maps:NEXT", "--class", "zebra") == [
        "--class: the classifier has no class 'zebra'; it knows: blue, red",
        "--method own_maps:NEXT: takes the map of another picture: give two pictures or more",
    ]


def test_the_placebos_that_ship_stand_on_the_method_that_is_named(explained: Call, own: Path) -> None:
    placebos = ["random_map:of=grad_cam", "other_image:of=grad_cam", "shuffled_weights:of=grad_cam"]
    found = explained(RED, "photographs/red/2.png", *(part for name in placebos for part in ("--method", name)))
    assert found.exit_code == 0, found.output
    explained(RED, "photographs/red/2.png", "--method", "grad_cam")
    assert values(own, "1.other_image") == values(own, "2.grad_cam")
    imitated, real = (np.sort(np.ravel(values(own, f"1.{name}"))).tolist() for name in ("random_map", "grad_cam"))
    assert imitated == real


def test_a_placebo_that_does_not_say_of_what_is_told_how_to(faults: Faults) -> None:
    assert faults(RED, "--method", "random_map") == [
        "--method random_map: stands on another explanation; say which, as random_map:of=grad_cam"
    ]


def test_a_placebo_is_told_of_one_that_is_named_beside_it(faults: Faults) -> None:
    assert faults(RED, "--methods", "random_map,occlusion,lime") == [
        "--method random_map: stands on another explanation; say which, as random_map:of=occlusion"
    ]


def test_other_image_wants_another_image(faults: Faults) -> None:
    assert faults(RED, "--method", "other_image:of=grad_cam") == [
        "--method other_image:of=grad_cam: takes the map of another picture: give two pictures or more"
    ]


def test_the_same_picture_twice_is_one_picture(faults: Faults) -> None:
    assert faults(RED, RED, "--method", "other_image:of=grad_cam", "--class", "zebra") == [
        "--class: the classifier has no class 'zebra'; it knows: blue, red",
        "--method other_image:of=grad_cam: takes the map of another picture: give two pictures or more",
    ]


def test_a_placebo_keeps_to_what_it_was_told(explained: Call, record: Callable[[str], dict[str, Any]]) -> None:
    explained(RED, "--method", "occlusion:cells=4", "--method", "random_map:of=grad_cam")
    assert record("1.random_map")["parameters"]["of"] == "grad_cam"


def test_a_placebo_of_a_placebo_records_all_that_is_beneath_it(explained: Call) -> None:
    pictures = [RED, "photographs/red/2.png"]
    found = explained(
        *pictures, "--method", "random_map:of=other_image", "--method", "other_image:of=grad_cam", "--json"
    )
    row = json.loads(found.stdout)[0]
    assert beneath(row) == [("other_image", True), ("grad_cam", True)]
    assert list(row["code_beneath"]) == ["other_image", "grad_cam"]


@pytest.mark.parametrize("field", ["code_version", "scores_code_version", "drawing_code_version", "code_beneath"])
def test_what_other_code_made_is_made_again(explained: Call, own: Path, field: str) -> None:
    explained(RED, "--method", "random_map:of=grad_cam")
    path = own / "out" / "1.random_map.json"
    written = json.loads(path.read_text())
    other = {"grad_cam": "0" * 16} if field == "code_beneath" else "0" * 16
    path.write_text(json.dumps({**written, field: other}))
    assert explained(RED, "--method", "random_map:of=grad_cam").exit_code == 0
    assert json.loads(path.read_text())[field] == written[field]


def test_what_is_needed_and_unknown_is_named(faults: Faults) -> None:
    (line,) = faults(RED, "--method", "own_maps:COPY:of=grad_kam")
    assert line.startswith("--method own_maps:COPY:of=grad_kam: of: no method 'grad_kam'; did you mean 'grad_cam'?")


def test_a_method_of_ones_own_that_is_needed_and_is_not_there_is_named(faults: Faults) -> None:
    (line,) = faults(RED, "--method", "random_map:of=no_such_maps:METHOD")
    assert line.startswith("--method random_map:of=no_such_maps:METHOD: of: no_such_maps:METHOD: cannot import")


def test_the_parameters_of_what_is_needed_are_given_beside_it(faults: Faults) -> None:
    assert faults(RED, "--method", "random_map:of=lime:seed=3") == [
        "--method random_map:of=lime:seed=3: of: takes a name alone; "
        "its parameters are given beside it, by --method lime:seed=3"
    ]


def test_a_method_of_ones_own_is_stood_on_by_the_name_that_names_it(explained: Call, own: Path) -> None:
    named = ["--method", "own_maps:LEVEL:level=0.25", "--method", "own_maps:COPY:of=own_maps:LEVEL"]
    found = explained(RED, *named, "--json")
    assert found.exit_code == 0, found.output
    assert beneath(json.loads(found.stdout)[1]) == [("own_maps-level", True)]
    assert values(own, "1.own_maps-copy") == [[0.25, 0.0]]


def test_both_names_of_a_method_of_ones_own_mean_the_same(explained: Call, own: Path) -> None:
    explained(RED, "--method", "own_maps:LEVEL", "--method", "own_maps:COPY:of=own_maps:LEVEL")
    before = (own / "out" / "1.own_maps-copy.json").read_bytes()
    explained(RED, "--method", "own_maps:LEVEL", "--method", "own_maps:COPY:of=own_maps-level")
    assert (own / "out" / "1.own_maps-copy.json").read_bytes() == before


def test_a_method_of_ones_own_beneath_need_not_be_named(explained: Call, own: Path) -> None:
    found = explained(RED, "--method", "own_maps:COPY:of=own_maps:LEVEL")
    assert found.exit_code == 0, found.output
    assert values(own, "1.own_maps-copy") == [[0.5, 0.0]]
    assert len(list((own / "out").iterdir())) == 3


def test_a_changed_explanation_beneath_is_in_the_way(explained: Call, faults: Faults) -> None:
    explained(RED, "--method", "occlusion:cells=4", "--method", "own_maps:COPY:of=occlusion")
    said = faults(RED, "--method", "occlusion:cells=5", "--method", "own_maps:COPY:of=occlusion")
    assert [line.split("; ")[0] for line in said] == [
        "out/1.occlusion.json: is there, and differs in parameters",
        "out/1.own_maps-copy.json: is there, and differs in the explanations beneath it",
    ]
