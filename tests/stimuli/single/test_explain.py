"""`gullseye explain`: what it writes and what it says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from stimuli.images import load
from tests.stimuli.single.conftest import Call

RED = "photographs/red/1.png"  # the patch: rows 8 to 23, columns 32 to 47 of 64
Read = Callable[[str], dict[str, Any]]


def saliency(own: Path, name: str) -> Any:
    with np.load(own / "out" / f"{name}.npz") as archive:
        return archive["saliency"]


def test_each_picture_and_method_gets_its_three_files(explained: Call, own: Path) -> None:
    found = explained(RED, "photographs/blue/2.png", "--method", "grad_cam", "--method", "occlusion:cells=4")
    assert found.exit_code == 0, found.output
    assert sorted(path.name for path in (own / "out").iterdir()) == [
        f"{picture}.{method}.{kind}"
        for picture in ("1", "2")
        for method in ("grad_cam", "occlusion")
        for kind in ("json", "npz", "png")
    ]


def test_the_saliency_lands_on_the_patch_that_makes_the_class(explained: Call, own: Path) -> None:
    explained(RED, "--method", "grad_cam")
    values = saliency(own, "1.grad_cam")
    assert values.dtype == np.float32
    assert values.shape == (8, 8)
    assert np.argwhere(values > 0.5).tolist() == [[1, 4], [1, 5], [2, 4], [2, 5]]
    assert (values.min(), values.max()) == (0, 1)


def test_without_a_mask_there_is_the_saliency_alone(explained: Call, own: Path) -> None:
    explained(RED, "--method", "grad_cam")
    assert np.load(own / "out" / "1.grad_cam.npz").files == ["saliency"]


def test_an_optimised_mask_is_kept_beside_the_saliency(explained: Call, own: Path) -> None:
    explained(RED, "--method", "own_maps:MASK")
    with np.load(own / "out" / "1.own_maps-mask.npz") as archive:
        assert archive["mask"].tolist() == [[0.25, 0.25], [0.25, 0.25]]
        assert archive["saliency"].tolist() == [[0.75, 0.75], [0.75, 0.75]]


def test_the_drawing_has_the_size_of_the_picture_as_shown(explained: Call, own: Path) -> None:
    Image.new("RGB", (900, 600), (200, 0, 0)).save("wide.png")
    explained("wide.png", RED, "--method", "grad_cam")
    assert load(own / "out" / "wide.grad_cam.png").shape == (299, 448, 3)
    assert load(own / "out" / "1.grad_cam.png").shape == (64, 64, 3)


def test_a_record_has_these_keys(explained: Call, record: Read) -> None:
    explained(RED, "--method", "grad_cam")
    assert list(record("1.grad_cam")) == [
        "image",
        "image_sha256",
        "classifier",
        "method",
        "parameters",
        "score",
        "explained_class",
        "stands_on",
        "predicted_class",
        "p_predicted",
        "p_explained",
        "deletion",
        "insertion",
        "scores",
        "baseline",
        "images_forward",
        "images_backward",
        "seconds",
        "warnings",
        "code_version",
        "scores_code_version",
        "drawing_code_version",
        "code_beneath",
        "files",
    ]


def test_a_record_says_what_was_explained_how_and_at_what_cost(explained: Call, record: Read) -> None:
    explained(RED, "--method", "occlusion:cells=4", "--method", "grad_cam")
    hiding, real = record("1.occlusion"), record("1.grad_cam")
    assert (hiding["image"], hiding["method"], hiding["score"]) == (RED, "occlusion", "probability")
    assert hiding["parameters"]["cells"] == 4
    assert hiding["classifier"]["name"] == "checkpoint"
    assert hiding["classifier"]["architecture"] == "stimuli.colour_seeker:ColourSeeker"
    assert hiding["images_forward"] > 40
    assert hiding["images_backward"] == 0
    assert (real["images_forward"], real["images_backward"]) == (1, 1)
    assert len(real["code_version"]) == 16


def test_the_predicted_class_is_explained_unless_another_is_named(explained: Call, record: Read) -> None:
    explained(RED, "--method", "grad_cam")
    assert (record("1.grad_cam")["predicted_class"], record("1.grad_cam")["explained_class"]) == ("red", "red")
    explained(RED, "--method", "grad_cam", "--class", "blue", "--again")
    other = record("1.grad_cam")
    assert (other["predicted_class"], other["explained_class"]) == ("red", "blue")
    assert other["p_explained"] < 0.5 < other["p_predicted"]
    assert abs(other["p_explained"] + other["p_predicted"] - 1) < 1e-6


def test_a_map_on_the_patch_scores_better_than_one_on_the_left(explained: Call, record: Read) -> None:
    explained(RED, "--method", "grad_cam", "--method", "own_maps:LEVEL")
    real, left = record("1.grad_cam"), record("1.own_maps-level")
    assert real["deletion"] < left["deletion"]
    assert real["insertion"] > left["insertion"]
    assert real["scores"]["p_clean"] == pytest.approx(real["p_explained"], abs=1e-5)
    assert {"p_baseline", "sparseness", "deletion_normalised", "insertion_normalised"} <= set(real["scores"])


def test_the_score_that_is_explained_can_be_chosen(explained: Call, record: Read) -> None:
    explained(RED, "--method", "grad_cam", "--score", "probability")
    assert record("1.grad_cam")["score"] == "probability"


def test_json_is_an_array_of_the_records_and_nothing_else(explained: Call, record: Read) -> None:
    found = explained(RED, "photographs/blue/2.png", "--method", "grad_cam", "--method", "occlusion", "--json")
    rows = json.loads(found.stdout)
    assert [(row["image"], row["method"]) for row in rows] == [
        (RED, "grad_cam"),
        (RED, "occlusion"),
        ("photographs/blue/2.png", "grad_cam"),
        ("photographs/blue/2.png", "occlusion"),
    ]
    assert rows[0] == record("1.grad_cam")
    assert "NaN" not in found.stdout
    assert "Infinity" not in found.stdout


def test_what_is_no_number_is_null(explained: Call, own: Path) -> None:
    weights = own / "checkpoint" / "model.safetensors"
    save_file({name: torch.full_like(value, torch.nan) for name, value in load_file(weights).items()}, weights)
    found = explained(RED, "--method", "own_maps:LEVEL", "--json")
    assert found.exit_code == 0, found.output
    (row,) = json.loads(found.stdout)
    assert "NaN" not in found.stdout
    assert (row["p_predicted"], row["deletion"], row["insertion"]) == (None, None, None)
    assert row["warnings"]
    assert explained(RED, "--method", "own_maps:LEVEL").exit_code == 0


def test_the_table_has_a_line_per_explanation(explained: Call) -> None:
    lines = explained(RED, "--method", "grad_cam", "--method", "occlusion").stdout.splitlines()
    assert lines[0].split() == ["picture", "method", "seen", "p", "explained", "p", "deletion", "insertion", "seconds"]
    assert [line.split()[:3] for line in lines if line.startswith("1 ")] == [
        ["1", "grad_cam", "red"],
        ["1", "occlusion", "red"],
    ]


def test_one_method_with_two_settings_gets_two_numbered_names(explained: Call, own: Path) -> None:
    explained(RED, "--method", "occlusion:cells=4", "--method", "occlusion:cells=5")
    assert (saliency(own, "1.occlusion") != saliency(own, "1.occlusion-2")).any()


def test_plain_names_stand_before_those_with_parameters(explained: Call) -> None:
    named = ["--method", "occlusion:cells=4", "--methods", "grad_cam, edges", "--json"]
    rows = json.loads(explained(RED, *named).stdout)
    assert [row["method"] for row in rows] == ["grad_cam", "edges", "occlusion"]


def test_a_placebo_is_of_the_one_method_that_is_named_beside_it(explained: Call, record: Read) -> None:
    assert explained(RED, "--methods", "grad_cam,random_map").exit_code == 0
    assert record("1.random_map")["parameters"]["of"] == "grad_cam"


def test_pictures_that_share_a_stem_are_named_after_their_folders(explained: Call, record: Read) -> None:
    explained(RED, "photographs/blue/1.png", "photographs/blue/2.png", "--method", "grad_cam")
    assert record("red-1.grad_cam")["image"] == RED
    assert record("blue-1.grad_cam")["image"] == "photographs/blue/1.png"
    assert record("2.grad_cam")["image"] == "photographs/blue/2.png"


def test_a_picture_given_twice_is_explained_once(explained: Call) -> None:
    found = explained(RED, RED, f"./{RED}", "--method", "grad_cam", "--json")
    assert len(json.loads(found.stdout)) == 1


def test_pictures_explained_together_are_explained_as_alone(explained: Call, own: Path) -> None:
    explained(*(f"photographs/red/{n}.png" for n in range(4)), "--method", "grad_cam")
    together = saliency(own, "1.grad_cam")
    explained(RED, "--method", "grad_cam", "--again")
    np.testing.assert_allclose(saliency(own, "1.grad_cam"), together, atol=1e-6)
