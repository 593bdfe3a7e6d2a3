"""A build measures what tiles of concepts tell beside their maps, as far as the recipe's style lets it be seen."""

from pathlib import Path

import pytest

from stimuli.build.study import build
from stimuli.manifest import Leak
from stimuli.store import Store

COUNTABLE = """
import numpy as np

from stimuli.explanation import Concepts
from stimuli.method import Method, Parameters


def tiles(classifier, request, parameters):
    return [one(2 if name == "red" else 1) for name in request.classes]


def one(n):
    maps = np.zeros((n, 2, 2), dtype=np.float32)
    return Concepts(np.ones(2, dtype=np.float32), np.arange(n), maps, bias=0.0, logit=2.0)


METHOD = Method(makes=Concepts, parameters=Parameters, explain=tiles)
"""
RECIPE = """
[images]
source = "photographs"
size_px = 64

[classifier]
source = "checkpoint/classifier.toml"

[[explanation]]
name = "counted"
method = "countable:METHOD"

[[explanation]]
name = "heatmap"
method = "grad_cam"

[scores]
steps = 2
"""


def test_a_build_measures_the_leaks_of_explanations_by_concepts(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (study / "countable.py").write_text(COUNTABLE)
    (study / "stimuli.toml").write_text(RECIPE)
    monkeypatch.syspath_prepend(study)
    made = build(study / "stimuli.toml", tmp_path / "out", Store(tmp_path / "store"), "cpu", progress=False)
    leak = made.stimuli.leaks["counted"]
    assert set(made.stimuli.leaks) == {"counted"}
    # Of the 70 ways to call four of eight images red, 2 tell the two counts apart: p near 2/70 = .029.
    assert leak == Leak(accuracy=1.0, chance=0.5, p=leak.p, n=8, seen=("number",))
    assert 0.015 < leak.p < 0.045
