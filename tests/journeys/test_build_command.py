"""`gullseye build` on a researcher's own study, in processes of its own."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.gull_copies import change, copy_of_the_gulls, without_concepts
from tests.journeys.commands import environment, gullseye

OWN = """
from stimuli.methods.centre_prior import METHOD
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a built study `mine`, whose one map is of a method of its own."""
    folder = tmp_path_factory.mktemp("building")
    mine = without_concepts(folder / "mine")
    change(mine / "study.toml", ("per_class = [56]", "per_class = 1"))
    change(
        mine / "stimuli.toml",
        ("per_class = 14", "per_class = 3"),
        ("size_px = 448", "size_px = 96"),
        ("steps = 20", "steps = 2"),
        ('method = "grad_cam"', 'method = "buildlab.middle:METHOD"'),
    )
    (folder / "buildlab").mkdir()
    (folder / "buildlab" / "__init__.py").touch()
    (folder / "buildlab" / "middle.py").write_text(OWN)
    said = gullseye("build", "mine", folder=folder)
    assert said.endswith(f"12 images, heatmap, placebo: {folder}/instance/stimuli/mine\n")
    return folder


def test_a_set_that_is_there_is_recognised_without_torch_though_a_method_is_ones_own(folder: Path) -> None:
    (folder / "torch.py").write_text('raise RuntimeError("torch was loaded")\n')
    said = gullseye("build", "mine", folder=folder)
    (folder / "torch.py").unlink()
    there = f"{folder}/instance/stimuli/mine"
    assert said == f"Nothing to do: 12 images, heatmap, placebo are in {there} as the recipe wants them\n"


def test_check_finds_a_built_set_whole_and_as_the_recipe_wants_it_without_torch(folder: Path) -> None:
    (folder / "torch.py").write_text('raise RuntimeError("torch was loaded")\n')
    said = gullseye("check", "mine", folder=folder)
    (folder / "torch.py").unlink()
    assert said.startswith("Which gull is it? (mine)\n")
    assert said.endswith(
        f"\n\nThe stimuli are built: 12 images with heatmap, placebo, in {folder}/instance/stimuli/mine\n"
    )


def test_a_method_that_cannot_be_found_from_here_is_said_with_what_to_do(folder: Path) -> None:
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "instance").symlink_to(folder / "instance")
    said = gullseye("build", "../mine", folder=elsewhere, status=1)
    assert "explanation[0].method: buildlab.middle:METHOD: cannot import 'buildlab.middle': " in said
    assert "neither in the current folder nor on PYTHONPATH" in said
    assert "pip install" not in said


def test_what_a_study_wants_in_vain_is_said_before_anything_is_computed(tmp_path: Path) -> None:
    wishful = copy_of_the_gulls(tmp_path / "wishful")
    change(
        wishful / "study.toml",
        ('explanation = "heatmap"', 'explanation = "heatmp"'),
        ("per_class = 6", "per_class = 10"),
        ('"California", "Herring", ', ""),
    )
    said = gullseye("build", "wishful", folder=tmp_path, status=1)
    assert said.splitlines() == [
        "Error: wishful/study.toml: arms.heatmap.explanation: no explanation 'heatmp'; did you mean 'heatmap'? "
        "known: heatmap, placebo, xnn",
        "Error: wishful/study.toml: items.pools: 5 (train) + 10 (test) images of each class wanted, "
        "the recipe gives 14 of Ring-billed, 14 of Western",
    ]
    assert not list((tmp_path / "instance").rglob("*.npz"))


def test_ctrl_c_says_that_what_is_finished_is_kept(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "study_app.cli", "build", "gulls"]
    building = subprocess.Popen(command, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while not list((tmp_path / "instance").rglob("*.npz")) and time.monotonic() < deadline:
        assert building.poll() is None
        time.sleep(0.05)
    building.send_signal(signal.SIGINT)
    said = building.communicate(timeout=60)[1]
    assert building.returncode == 130
    assert said.endswith("\nstopped; what is finished is kept: the same command goes on\n")
    assert "Traceback" not in said
