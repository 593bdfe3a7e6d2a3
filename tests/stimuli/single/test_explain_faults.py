"""`gullseye explain`: what it refuses, and in which words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.stimuli.single.conftest import Call

RED = "photographs/red/1.png"
Faults = Callable[..., list[str]]


def test_all_faults_are_said_at_once_and_nothing_is_written(faults: Faults, own: Path) -> None:
    torn = own / "photographs" / "red" / "2.png"
    torn.write_bytes(torn.read_bytes()[:60])
    said = faults(
        RED, "photographs/red/2.png", "nowhere.png", "photographs",
        "--method", "grad_kam", "--method", "lime:seeed=3", "--method", "lime:seed=x", "--class", "rad",
    )  # fmt: skip
    assert len(said) == 7
    for line, words in zip(
        said,
        (
            "--method grad_kam: no method 'grad_kam'; did you mean 'grad_cam'?",
            "--method lime:seeed=3: seeed: no such key; did you mean 'seed'?",
            "--method lime:seed=x: seed: Input should be a valid integer",
            "photographs/red/2.png: torn or unreadable image",
            "nowhere.png: no such image",
            "photographs: a folder; give the pictures in it, as photographs/*.jpg",
            "--class: the classifier has no class 'rad'; did you mean 'red'?",
        ),
        strict=True,
    ):
        assert words in line
    assert not (own / "out").exists()


def test_a_classifier_that_is_not_there_does_not_hide_the_other_faults(faults: Faults, own: Path) -> None:
    (own / "checkpoint" / "classifier.toml").unlink()
    said = faults("nowhere.png", "--method", "grad_cam")
    assert said == [
        "--classifier: checkpoint/classifier.toml: no such classifier description",
        "nowhere.png: no such image",
    ]


def test_a_class_unlike_all_others_brings_the_known_ones(faults: Faults) -> None:
    (line,) = faults(RED, "--method", "grad_cam", "--class", "zebra")
    assert line == "--class: the classifier has no class 'zebra'; it knows: blue, red"


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("grad_cam:", "'' is no key=value; parameters are given as grad_cam:key=value,key=value"),
        ("grad_cam:layer", "'layer' is no key=value; parameters are given as grad_cam:key=value,key=value"),
        ("lime:seed=1,seed=2", "seed is given twice"),
        ("igos:precision=half", "igos:precision=half: precision: Input should be 'float32' or 'bfloat16'"),
        ("igos:compat=true,momentum=0", "igos:compat=true,momentum=0: compat: the authors' code has no momentum"),
        ("no_such_maps:METHOD", "cannot import 'no_such_maps'"),
        ("own_maps:plain", "'own_maps:plain' is a function, not a stimuli.method.Method"),
    ],
)
def test_a_method_that_is_written_wrongly_is_said_in_a_line(faults: Faults, method: str, words: str) -> None:
    (line,) = faults(RED, "--method", method)
    assert words in line


def test_a_layer_that_is_not_there_is_said_with_all_else_before_anything_is_computed(faults: Faults, own: Path) -> None:
    said = faults(RED, "--method", "occlusion", "--method", "grad_cam:layer=no.such", "--class", "zebra")
    assert said == [
        "--class: the classifier has no class 'zebra'; it knows: blue, red",
        "--method grad_cam:layer=no.such: checkpoint: no layer 'no.such'; at the top are: features, fc",
    ]
    assert not (own / "out").exists()


def test_what_only_the_network_can_refuse_is_said_without_a_traceback(faults: Faults) -> None:
    assert "grad_cam: layer: 'fc' gives (1,), not a map" in faults(RED, "--method", "grad_cam:layer=fc")[-1]


def test_without_a_method_the_known_ones_are_named(faults: Faults) -> None:
    (line,) = faults(RED)
    assert line.startswith("--method: name at least one; known: ")
    assert "grad_cam" in line


def test_a_file_where_the_folder_should_be_is_said(faults: Faults, own: Path) -> None:
    (own / "out").write_text("not a folder")
    (line,) = faults(RED, "--method", "grad_cam")
    assert line.startswith("--out: ")
    assert line.endswith("out is a file, not a folder")


def test_two_pictures_of_one_folder_that_share_a_stem_are_refused(faults: Faults) -> None:
    Image.open(RED).save("photographs/red/1.bmp")
    (line,) = faults(RED, "photographs/red/1.bmp", "--method", "grad_cam")
    assert line.startswith(f"{RED}, photographs/red/1.bmp: would write the same files, red-1.…;")


def test_what_was_made_for_another_class_is_not_written_over(faults: Faults, explained: Call, own: Path) -> None:
    explained(RED, "--method", "grad_cam")
    before = (own / "out" / "1.grad_cam.json").read_bytes()
    assert faults(RED, "--method", "grad_cam", "--class", "blue") == [
        "out/1.grad_cam.json: is there, and differs in class; --again writes over it"
    ]
    assert (own / "out" / "1.grad_cam.json").read_bytes() == before


def test_another_picture_and_other_parameters_are_named(faults: Faults, explained: Call) -> None:
    explained(RED, "--method", "occlusion:cells=4")
    assert faults("photographs/blue/1.png", "--method", "occlusion:cells=5") == [
        "out/1.occlusion.json: is there, and differs in picture and parameters and class; --again writes over it"
    ]


def test_a_file_of_unknown_origin_is_not_written_over(faults: Faults, own: Path) -> None:
    (own / "out").mkdir()
    (own / "out" / "1.grad_cam.png").write_text("mine")
    assert faults(RED, "--method", "grad_cam") == [
        "out/1.grad_cam.png: is there, and no record says of what; --again writes over it"
    ]
    (own / "out" / "1.grad_cam.json").write_text("{}")
    assert faults(RED, "--method", "grad_cam") == [
        "out/1.grad_cam.json: is there, and is no record of an explanation; --again writes over it"
    ]


def test_a_method_that_learns_from_a_set_is_sent_to_a_recipe(faults: Faults, own: Path) -> None:
    (line,) = faults(RED, "--method", "xnn")
    assert line == (
        "--method xnn: makes concepts and learns from a set of pictures before it explains one: "
        "name it in a study's recipe, as docs/stimuli.md says, for gullseye build STUDY"
    )
    assert not (own / "out").exists()


def test_what_a_method_stands_on_cannot_be_one_that_learns(faults: Faults) -> None:
    (line,) = faults(RED, "--method", "shuffled_weights:of=xnn")
    assert "--method shuffled_weights:of=xnn: of: makes concepts and learns from a set of pictures" in line
