"""The real classifiers and photographs of the shared data, as classifier.toml files describe them."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from stimuli.classifier import Classifier
from stimuli.images import Pixels, as_input, load
from stimuli.loading import load_classifier

CLASSIFIER = """
architecture = "mobilenet_v2"
weights = "{weights}"
classes = ["Glaucous_winged_Gull", "Heermann_Gull", "Ivory_Gull"]
input_px = 224
mean = [0.5, 0.5, 0.5]
std = [0.5, 0.5, 0.5]
"""
SQUEEZENET = """
architecture = "squeezenet1_1"
weights = "{weights}"
classes = {classes}
input_px = 224
mean = [0.485, 0.456, 0.406]
std = [0.229, 0.224, 0.225]
"""
WEIGHTS = {"squeezenet": "squeezenet1_1_imagenet", "mobilenet": "mobilenet_v2_gulls3"}


def classifier(name: str, shared_data: Path, folder: Path, device: str = "cpu") -> Classifier:
    """squeezenet (1,000 ImageNet classes, named by number) or mobilenet (3 gulls), described in a folder."""
    weights = (shared_data / "classifiers" / f"{WEIGHTS[name]}.safetensors").resolve()
    text = SQUEEZENET if name == "squeezenet" else CLASSIFIER
    path = folder / f"{name}.toml"
    path.write_text(text.format(weights=weights, classes=json.dumps([str(n) for n in range(1000)])))
    return load_classifier(str(path), device=device)


def photographs(name: str, shared_data: Path) -> list[Path]:
    """The photographs for one of the classifiers: ImageNet samples, or gulls that its training has not seen."""
    if name == "squeezenet":
        return sorted((shared_data / "photographs" / "imagenet_samples").glob("*.jpg"))
    folder = shared_data / "photographs" / "gulls"
    with (folder / "labels.csv").open(newline="") as stream:
        return [folder / row["file"] for row in csv.DictReader(stream) if row["split"] == "test"]


def half(files: Sequence[Path], which: str, n: int) -> list[Path]:
    """n files, evenly spread, of the half for tuning (every second from the first) or for reporting (the others)."""
    chosen = files[0 if which == "tuning" else 1 :: 2]
    return [chosen[round(k * (len(chosen) - 1) / max(1, n - 1))] for k in range(min(n, len(chosen)))]


def pixels(files: Sequence[Path], of: Classifier) -> list[Pixels]:
    """The files as the classifier takes them."""
    return [as_input(load(file), of.preprocessing) for file in files]
