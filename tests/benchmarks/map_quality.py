"""How good maps are on real photographs, and what they cost: ours, the authors' code, and the usual comparisons.

Declared before anything was looked at: half of the photographs is for tuning, this reports the other half; one
baseline per photograph for all methods ("auto", chosen by what the network says of the baselines alone), one resolution
(28 x 28), fifty steps, ties in a seeded random order, the class that the network names.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from stimuli import methods
from stimuli.classifier import Classifier
from stimuli.evaluations import Counted
from stimuli.explanation import Heatmap
from stimuli.method import Request
from stimuli.score_settings import ScoreSettings
from stimuli.scores import map_scores
from stimuli.target import ClassProbability, class_score
from tests.photographs import classifier as shared_classifier
from tests.photographs import half, photographs, pixels

N_PHOTOGRAPHS = int(os.environ.get("GULLSEYE_BENCH_PHOTOGRAPHS", "20"))  # of each network
N_SLOW = int(os.environ.get("GULLSEYE_BENCH_SLOW", "8"))  # photographs for the method that takes minutes
# name: method, parameters, photographs per network (the slow ones on fewer, evenly spread)
COMPARED: dict[str, tuple[str, dict[str, Any], int]] = {
    "centred Gaussian": ("centre_prior", {}, N_PHOTOGRAPHS),
    "Grad-CAM": ("grad_cam", {}, N_PHOTOGRAPHS),
    "I-GOS, authors": ("igos", {"compat": True}, N_PHOTOGRAPHS),
    "I-GOS": ("igos", {}, N_PHOTOGRAPHS),
    "iGOS+": ("igos_pp", {"single_mask": True}, N_PHOTOGRAPHS),
    "iGOS++": ("igos_pp", {}, N_PHOTOGRAPHS),
    "iGOS++, authors": ("igos_pp", {"compat": True}, N_SLOW),
}
AGAINST = {
    "I-GOS": ("I-GOS, authors", "Grad-CAM", "centred Gaussian"),
    "iGOS++": ("iGOS++, authors", "Grad-CAM", "centred Gaussian"),
}
N_BOOTSTRAP = 10_000


@dataclass
class Rows:
    """Per photograph, by its position in the half: deletion, insertion, forward + 2 x backward, seconds, explained."""

    values: dict[int, tuple[float, float, float, float, bool]]

    def column(self, n: int, which: list[int] | None = None) -> NDArray[np.float64]:
        """One of the figures, of some photographs or all."""
        return np.array([self.values[k][n] for k in (which or sorted(self.values))], dtype=float)


def measure() -> Iterator[str]:
    """A table per network, and the paired differences."""
    named = os.environ.get("GULLSEYE_SHARED_DATA")
    if not named:
        yield "left out: GULLSEYE_SHARED_DATA names no folder of photographs and weights"
        return
    for name in os.environ.get("GULLSEYE_BENCH_NETWORKS", "squeezenet mobilenet").split():
        yield from _network(name, Path(named))


def _network(name: str, shared_data: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        classifier = shared_classifier(name, shared_data, Path(folder))
    files = half(photographs(name, shared_data), "reporting", N_PHOTOGRAPHS)
    inputs = classifier.inputs(pixels(files, classifier))
    classes = torch.from_numpy(_named(classifier, inputs))
    yield f"\n{name}\n\n| method | photographs | deletion | insertion | evaluations | seconds | not explained |"
    yield "|---|---|---|---|---|---|---|"
    found = {}
    for what, (method, parameters, n) in COMPARED.items():
        found[what] = _rows(classifier, inputs, classes, method, parameters, n)
        yield _line(what, found[what])
    yield "\n| difference, 95 % interval | photographs | deletion | insertion |\n|---|---|---|---|"
    for what, others in AGAINST.items():
        for other in others:
            yield _difference(what, found[what], other, found[other])


def _named(classifier: Classifier, inputs: Tensor) -> NDArray[np.int64]:
    with torch.no_grad():
        return classifier(inputs).argmax(1).numpy()


def _rows(
    classifier: Classifier, inputs: Tensor, classes: Tensor, method: str, parameters: dict[str, Any], n: int
) -> Rows:
    chosen, rows = methods.load(method), Rows({})
    for k in range(0, len(inputs), max(1, len(inputs) // n)):
        image, label = inputs[k : k + 1], classes[k : k + 1]
        target = Counted(class_score(chosen.score, classifier, label), 1, image.device)
        began = perf_counter()
        (found,) = chosen.explain(classifier, Request(image, target), chosen.parameters(**parameters))
        (cost,) = target.costs(perf_counter() - began)
        scores = _scored(classifier, image, label, found)
        told = any("not explained" in warning for warning in found.warnings)
        rows.values[k] = (*scores, cost.images_forward + 2 * cost.images_backward, cost.seconds, told)
    return rows


def _scored(classifier: Classifier, image: Tensor, label: Tensor, found: Heatmap) -> tuple[float, float]:
    (scores,) = map_scores(classifier, ClassProbability(classifier, label), image, [found], ScoreSettings())
    return scores.values["deletion"], scores.values["insertion"]


def _line(what: str, rows: Rows) -> str:
    deletion, insertion, evaluations, seconds, told = (rows.column(n) for n in range(5))
    means = f"{deletion.mean():.4f} | {insertion.mean():.4f} | {evaluations.mean():.0f} | {seconds.mean():.1f}"
    return f"| {what} | {len(deletion)} | {means} | {told.sum():.0f} |"


def _difference(what: str, ours: Rows, other: str, theirs: Rows) -> str:
    both = sorted(ours.values.keys() & theirs.values.keys())
    cells = [_interval(ours.column(n, both) - theirs.column(n, both)) for n in (0, 1)]
    return f"| {what} - {other} | {len(both)} | {' | '.join(cells)} |"


def _interval(differences: NDArray[np.float64]) -> str:
    rng = np.random.default_rng(0)
    means = rng.choice(differences, (N_BOOTSTRAP, len(differences))).mean(1)
    low, high = np.quantile(means, (0.025, 0.975))
    return f"{differences.mean():+.4f} ({low:+.4f} to {high:+.4f})"
