"""A researcher's own photographs and classifier, in a folder outside the package, through the same commands."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from study_app.composition.demo import free_port, stop, wait_until_up
from tests.journeys.commands import environment, gullseye, rows
from tests.photographs import CLASSIFIER

pytestmark = [pytest.mark.slow, pytest.mark.shared_data]

SPECIES = ("Glaucous_winged_Gull", "Heermann_Gull", "Ivory_Gull")
RECIPE = """
[images]
source = "{photographs}"
labels = "labels.csv"
columns = {{ file = "file", label = "species", split = "split" }}
per_class = 14
size_px = 448

[classifier]
source = "classifier.toml"

[scores]
steps = 10

[[explanation]]
name = "heatmap"
method = "grad_cam"

[[explanation]]
name = "placebo"
method = "random_map"
parameters = {{ of = "heatmap", seed = 3 }}
"""
STUDY = """
[study]
name = "photographs"
title = "Three gulls"
summary = "Tell three kinds of gull apart."
minutes = 5
contact = "us"

[arms.none]
[arms.heatmap]
explanation = "heatmap"
[arms.placebo]
explanation = "placebo"

[allocation]
block_size = 3
seats = 12
seed = 5
after = "welcome"

[items]
classes = ["Glaucous_winged_Gull", "Heermann_Gull", "Ivory_Gull"]
pools.train = { per_class = 3, classifier_correct = true }
pools.test = { per_class = 4 }

[[block]]
name = "welcome"
task = "text"
text = "welcome.md"

[[block]]
name = "training"
task = "classify"
items = { pool = "train" }
question = "Which gull is this?"
feedback = { minimum_seconds = 2, explanation = "by-arm" }

[[block]]
name = "test"
task = "classify"
items = { pool = "test" }
question = "Which gull is this?"

[[hypothesis]]
name = "heatmap-teaches"
block = "test"
contrast = "heatmap - none"
"""


@pytest.fixture(scope="module")
def folder(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A researcher's folder in which the study was built, taken by robots and exported."""
    folder = tmp_path_factory.mktemp("own")
    study = folder / "photographs"
    study.mkdir()
    weights = shared_data / "classifiers" / "mobilenet_v2_gulls3.safetensors"
    (study / "classifier.toml").write_text(CLASSIFIER.format(weights=weights))
    (study / "stimuli.toml").write_text(RECIPE.format(photographs=shared_data / "photographs" / "gulls"))
    (study / "study.toml").write_text(STUDY)
    (study / "welcome.md").write_text("# Welcome\n\nThree kinds of gull.\n")
    gullseye("build", "photographs", folder=folder)
    gullseye("migrate", folder=folder)
    port = free_port()
    command = [sys.executable, "-m", "study_app.cli", "serve", "photographs", "--port", str(port), "--quiet"]
    server = subprocess.Popen(command, cwd=folder, env=environment())
    try:
        wait_until_up(f"http://127.0.0.1:{port}/health", server)
        gullseye("robots", "photographs", "--n", "6", "--url", f"http://127.0.0.1:{port}", folder=folder)
    finally:
        stop(server)
    gullseye("export", "photographs", "--out", "export", folder=folder)
    return folder


def test_the_classifier_knows_the_photographs(folder: Path) -> None:
    manifest = json.loads((folder / "instance" / "stimuli" / "photographs" / "manifest.json").read_text())
    right = [s["predicted"] == s["label"] for s in manifest["stimuli"]]
    assert len(right) == 3 * 14
    assert sum(right) >= 40
    assert manifest["classifier"]["architecture"] == "mobilenet_v2"


def test_every_robot_answers_every_photograph(folder: Path) -> None:
    shown = [t for t in rows(folder / "export" / "trials.csv") if t["task"] == "classify"]
    assert len(shown) == 6 * (9 + 12)
    assert all(t["answered"] == "true" and t["response"] in SPECIES for t in shown)


def test_the_report_is_made_from_the_export(folder: Path) -> None:
    gullseye("analyze", "export", "--mode", "robot", "--out", "report", folder=folder)
    assert "Three gulls" in (folder / "report" / "index.html").read_text(encoding="utf-8")
    results = json.loads((folder / "report" / "results.json").read_text(encoding="utf-8"))
    assert "heatmap" in json.dumps(results)
