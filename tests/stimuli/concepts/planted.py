"""Feature vectors whose factors are known, and networks that learn their scores."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from stimuli.concepts.course import Trained
from stimuli.concepts.encoding import encoded, layers_of
from stimuli.concepts.networks import Widths
from stimuli.concepts.options import Training
from stimuli.concepts.rows import Rows

Floats = NDArray[np.float32]
N_FEATURES, N_PER_CLASS = 40, 300
CLASSES = ("gull", "tern")
WEIGHTS = {"gull": (3.0, 2.5), "tern": (2.0, 3.0)}  # of the two factors, in the score of a class
SHOWING = {"gull": 1.0, "tern": 0.3}  # how many of a class's rows show a factor at all


@dataclass(frozen=True, eq=False)
class Planted:
    """factors: (N, 2), never negative, one of them at most in a row.  features: (N, d).  scores: (C, N).  labels: N."""

    factors: Floats
    features: Floats
    scores: Floats
    labels: tuple[str, ...]

    def own(self, name: str) -> NDArray[np.bool_]:
        """Which rows are of a class."""
        return np.array([label == name for label in self.labels])


def planted(seed: int) -> Planted:
    """Rows that show the one factor or the other, more or less of it; a factor makes every second feature."""
    rng = np.random.default_rng(seed)
    labels = np.repeat(CLASSES, N_PER_CLASS)
    n = len(labels)
    amounts = rng.uniform(0.2, 2.0, n) * (rng.random(n) < [SHOWING[label] for label in labels])
    factors = np.eye(2)[rng.integers(0, 2, n)] * amounts[:, None]
    traces = np.tile(np.eye(2), N_FEATURES // 2) * np.random.default_rng(0).uniform(0.5, 1.5, N_FEATURES)
    scores = np.stack([factors @ WEIGHTS[name] for name in CLASSES])
    features = (factors @ traces).astype(np.float32)
    return Planted(factors.astype(np.float32), features, scores.astype(np.float32), tuple(labels.tolist()))


def rows_of(truth: Planted, names: tuple[str, ...] = CLASSES) -> Rows:
    """What networks of these classes learn from."""
    scores = torch.from_numpy(truth.scores[[CLASSES.index(name) for name in names]])
    return Rows.of(names, torch.from_numpy(truth.features), scores, truth.labels)


def short(**changes: object) -> Training:
    """A training of moments."""
    usual: dict[str, object] = {"widths": Widths.of(N_FEATURES, 2), "rows": 200, "batch": 50, "pretraining": 2}
    return Training(**{**usual, "epochs": 5, "rounds": 0, **changes})  # type: ignore[arg-type]


def read(one: Trained, rows: Rows, c: int, features: Floats) -> tuple[Floats, Floats]:
    """A network's concepts (N, n) and scores (N,) of features that it may not know."""
    concepts = encoded(layers_of(one), features / np.float32(rows.scale))
    said = concepts @ one.state["head.weight"][:, 0] + one.state["head.bias"][0, 0]
    return concepts, said * float(rows.unit[c]) + float(rows.centre[c])
