"""`gullseye compare`: one sheet, and what it refuses."""

from pathlib import Path

import pytest
from PIL import Image

from stimuli.images import load
from tests.stimuli.single.conftest import Call

PICTURES = ["photographs/red/1.png", "photographs/blue/2.png"]


def texts(sheet: Path) -> list[str]:
    """What is written on an SVG: matplotlib says it beside the outlines of the letters."""
    lines = [line.strip() for line in sheet.read_text().splitlines()]
    return [line.removeprefix("<!-- ").removesuffix(" -->") for line in lines if line.startswith("<!-- ")]


@pytest.mark.parametrize(("suffix", "begins"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<?xml")])
def test_the_suffix_says_what_is_written(compared: Call, suffix: str, begins: bytes) -> None:
    found = compared(*PICTURES, "--methods", "grad_cam,occlusion", "--out", f"sheet.{suffix}")
    assert found.exit_code == 0, found.output
    assert Path(f"sheet.{suffix}").read_bytes().startswith(begins)


def test_a_sheet_names_methods_classes_probabilities_and_scores(compared: Call) -> None:
    compared(*PICTURES, "--methods", "grad_cam", "--method", "occlusion:cells=4", "--out", "sheet.svg")
    said = texts(Path("sheet.svg"))
    # 4 of 64 places full of colour, 20 to a logit: sigmoid(20 * 4 / 64) = 0.777.
    assert "grad_cam" in said
    assert "of the probability, cells=4" in said
    assert [line for line in said if line.startswith(("red ", "blue "))] == ["red 0.78", "blue 0.78"]
    assert sum(line.startswith("deletion 0.") for line in said) == 4
    assert sum(line.startswith("insertion 0.") for line in said) == 4
    assert {"mattered little", "mattered much"} <= set(said)


def test_the_class_that_is_explained_is_named_where_another_is_seen(compared: Call) -> None:
    compared(PICTURES[0], "--methods", "grad_cam", "--class", "blue", "--out", "sheet.svg")
    assert "explained: blue 0.22" in texts(Path("sheet.svg"))


def test_what_is_too_long_for_a_heading_goes_on_on_the_next_line(compared: Call) -> None:
    compared(PICTURES[0], "--method", "occlusion:cells=4,baseline=grey,overlap=1", "--out", "sheet.svg")
    said = texts(Path("sheet.svg"))
    at = said.index("of the probability, cells=4,")
    assert said[at + 1] == "baseline=grey, overlap=1"


def test_each_row_says_what_its_picture_was_hidden_with(compared: Call) -> None:
    compared(*PICTURES, "--methods", "grad_cam", "--class", "blue", "--out", "sheet.svg")
    said = texts(Path("sheet.svg"))
    assert [line for line in said if "hidden with" in line.lower()] == ["hidden with: blur", "hidden with: inpaint"]


def test_warnings_can_be_seen(compared: Call) -> None:
    compared(PICTURES[0], "--methods", "grad_cam", "--class", "blue", "--out", "sheet.svg")
    assert any(line.startswith("⚠ ") for line in texts(Path("sheet.svg")))


def test_more_pictures_make_a_longer_sheet_and_more_methods_a_wider_one(compared: Call) -> None:
    compared(PICTURES[0], "--methods", "grad_cam,occlusion", "--out", "small.png")
    compared(*PICTURES, "--methods", "grad_cam,occlusion,integrated_gradients", "--out", "large.png")
    (width, height), (wider, longer) = (load(Path(name)).shape[1::-1] for name in ("small.png", "large.png"))
    assert wider > width
    assert longer > height


def test_a_long_or_strange_name_harms_no_sheet(compared: Call, own: Path) -> None:
    picture = own / f"$a_b$ {'long ' * 20}鳥.png"
    Image.open(PICTURES[0]).save(picture)
    found = compared(str(picture), "--methods", "grad_cam", "--out", "sheet.svg")
    assert found.exit_code == 0, found.output
    assert any("…" in line and line.startswith("$a_b$ long") for line in texts(Path("sheet.svg")))


def test_a_second_call_draws_the_same_sheet(compared: Call) -> None:
    for suffix in ("png", "pdf", "svg"):
        arguments = [*PICTURES, "--methods", "grad_cam", "--out", f"sheet.{suffix}"]
        compared(*arguments)
        first = Path(f"sheet.{suffix}").read_bytes()
        compared(*arguments)
        assert Path(f"sheet.{suffix}").read_bytes() == first


def test_a_sheet_of_other_methods_is_written_over_only_when_asked(compared: Call) -> None:
    compared(*PICTURES, "--methods", "grad_cam", "--out", "sheet.png")
    before = Path("sheet.png").read_bytes()
    other = [*PICTURES, "--methods", "grad_cam,occlusion", "--out", "sheet.png"]
    found = compared(*other)
    assert found.exit_code == 1
    assert "sheet.png: is there, and is of other pictures or methods; --again writes over it" in found.output
    assert Path("sheet.png").read_bytes() == before
    assert compared(*other, "--again").exit_code == 0
    assert Path("sheet.png").read_bytes() != before


def test_all_faults_are_said_at_once(compared: Call) -> None:
    found = compared("nowhere.png", "--methods", "grad_cam,grad_kam", "--out", "sheet.jpg")
    assert found.exit_code == 1
    assert "Traceback" not in found.output
    said = found.stderr.splitlines()
    assert "--out: sheet.jpg: the name's ending says what is written: .png, .pdf, .svg" in said[0]
    assert said[1].startswith("--method grad_kam: no method 'grad_kam'; did you mean 'grad_cam'?")
    assert said[2] == "nowhere.png: no such image"
    assert not Path("sheet.explanations").exists()


def test_a_sheet_written_over_shows_maps_of_what_it_names_now(compared: Call) -> None:
    compared(PICTURES[0], "--methods", "occlusion", "--out", "sheet.svg")
    compared(PICTURES[0], "--methods", "occlusion", "--class", "blue", "--out", "sheet.svg", "--again")
    said = Path("sheet.svg").read_text()
    compared(PICTURES[0], "--methods", "occlusion", "--class", "blue", "--out", "fresh.svg")
    assert said == Path("fresh.svg").read_text()
    compared(PICTURES[0], "--method", "occlusion:cells=4", "--class", "blue", "--out", "sheet.svg", "--again")
    compared(PICTURES[0], "--method", "occlusion:cells=4", "--class", "blue", "--out", "fourths.svg")
    assert Path("sheet.svg").read_text() == Path("fourths.svg").read_text() != said


def test_a_placebo_is_of_the_one_method_that_is_named_beside_it(compared: Call) -> None:
    found = compared(*PICTURES, "--methods", "random_map,shuffled_weights,grad_cam", "--out", "sheet.svg")
    assert found.exit_code == 0, found.output
    assert texts(Path("sheet.svg")).count("of the logit, of=grad_cam") == 2


def test_of_several_methods_a_placebo_must_name_one(compared: Call) -> None:
    found = compared(PICTURES[0], "--methods", "grad_cam,occlusion,random_map", "--out", "sheet.svg")
    assert found.exit_code == 1
    assert "--method random_map: stands on another explanation; say which, as random_map:of=grad_cam" in found.stderr
