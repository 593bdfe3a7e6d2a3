"""A real classifier and real photographs, through the same files a researcher would write."""

import csv
from pathlib import Path

import pytest

from stimuli import manifest
from stimuli.build.study import build
from stimuli.images import as_input, load
from stimuli.loading import load_classifier
from stimuli.store import Store
from tests.photographs import CLASSIFIER

pytestmark = pytest.mark.shared_data

RECIPE = """
[images]
source = "$GULLSEYE_SHARED_DATA/photographs/gulls"
labels = "labels.csv"
columns = { file = "file", label = "species", split = "split" }
only_split = "test"
per_class = 2

[classifier]
source = "classifier.toml"

[[explanation]]
name = "heatmap"
method = "grad_cam"

[[explanation]]
name = "placebo"
method = "random_map"
parameters = { of = "heatmap" }
"""


@pytest.fixture
def study(tmp_path: Path, shared_data: Path) -> Path:
    weights = (shared_data / "classifiers" / "mobilenet_v2_gulls3.safetensors").resolve()
    (tmp_path / "classifier.toml").write_text(CLASSIFIER.format(weights=weights))
    (tmp_path / "stimuli.toml").write_text(RECIPE)
    return tmp_path


def test_the_classifier_names_97_of_100_test_photographs_rightly(study: Path, shared_data: Path) -> None:
    classifier = load_classifier(str(study / "classifier.toml"), device="cpu")
    folder = shared_data / "photographs" / "gulls"
    with (folder / "labels.csv").open(newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] == "test"]
    taken = [as_input(load(folder / row["file"]), classifier.preprocessing) for row in rows]
    predicted = classifier.predict(taken).argmax(axis=1)
    right = sum(classifier.classes[index] == row["species"] for index, row in zip(predicted, rows, strict=True))
    assert right / len(rows) >= 0.97


def test_its_stimuli_are_built_from_photographs(study: Path) -> None:
    made = build(study / "stimuli.toml", study / "out", Store(study / "store"), "cpu", progress=False).stimuli
    assert len(made.stimuli) == 6
    assert manifest.faults(made, study / "out") == []
    shown = made.stimuli[0].asset
    assert (shown.width_px, shown.height_px) == (227, 227)
    assert made.stimuli[0].explanation("heatmap").warnings == ()
