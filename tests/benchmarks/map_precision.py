"""What fewer digits and a compiled network bring, and what they change in the maps: on the photographs for tuning."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import torch

from stimuli import methods
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.method import Request
from stimuli.score_settings import ScoreSettings
from stimuli.scores import map_scores
from stimuli.target import ClassProbability
from tests.photographs import classifier as shared_classifier
from tests.photographs import half, photographs, pixels

N_PHOTOGRAPHS, N_RUNS = 12, 3
WAYS = {"float32": "float32", "bfloat16": "bfloat16", "float32, torch.compile": "float32"}


def measure() -> Iterator[str]:
    """A line per network and way, each compared with float32."""
    named = os.environ.get("GULLSEYE_SHARED_DATA")
    if not named:
        yield "left out: GULLSEYE_SHARED_DATA names no folder of photographs and weights"
        return
    yield "| network | igos in | first run | a later run | deletion | insertion | r with float32: mean | least |"
    yield "|---|---|---|---|---|---|---|---|"
    for name in ("squeezenet", "mobilenet"):
        yield from _network(name, Path(named))


def _network(name: str, shared_data: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        classifier = shared_classifier(name, shared_data, Path(folder))
    inputs = classifier.inputs(pixels(half(photographs(name, shared_data), "tuning", N_PHOTOGRAPHS), classifier))
    with torch.no_grad():
        asked = Request(inputs, ClassProbability(classifier, classifier(inputs).argmax(1)))
    exact = None
    for way, precision in WAYS.items():
        runs = [_run(classifier, asked, precision, compiled="compile" in way) for _ in range(1 + N_RUNS)]
        maps = runs[-1][1]
        exact = exact or maps
        seconds = f"{runs[0][0]:.1f} s | {median(run[0] for run in runs[1:]):.1f} s"
        yield f"| {name} | {way} | {seconds} | {_scored(classifier, asked, maps)} | {_likeness(exact, maps)} |"


def _run(classifier: Classifier, asked: Request, precision: str, *, compiled: bool) -> tuple[float, list[Heatmap]]:
    if compiled:  # the second call finds what the first has compiled
        classifier = replace(classifier, network=torch.compile(classifier.network))  # type: ignore[arg-type]
    method = methods.load("igos")
    again = Request(asked.inputs, asked.target.on(classifier))
    began = perf_counter()
    maps = method.explain(classifier, again, method.parameters(precision=precision))
    return perf_counter() - began, list(maps)


def _scored(classifier: Classifier, asked: Request, maps: list[Heatmap]) -> str:
    scores = map_scores(classifier, asked.target, asked.inputs, maps, ScoreSettings())
    means = (np.mean([one.values[key] for one in scores]) for key in ("deletion", "insertion"))
    return " | ".join(f"{mean:.4f}" for mean in means)


def _likeness(exact: list[Heatmap], maps: list[Heatmap]) -> str:
    pairs = zip(exact, maps, strict=True)
    found = [np.corrcoef(one.values.ravel(), other.values.ravel())[0, 1] for one, other in pairs]
    return f"{np.mean(found):.3f} | {min(found):.3f}"
