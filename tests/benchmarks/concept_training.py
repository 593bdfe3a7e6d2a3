"""How long explanation networks take to learn: rows of random features, default options, several classes at once."""

import time
from collections.abc import Iterator

import torch

from stimuli.concepts.networks import Widths
from stimuli.concepts.options import Training
from stimuli.concepts.rows import Rows
from stimuli.concepts.training import trained

ROWS = 3000
CASES = ((1280, 1), (1280, 4), (1280, 8), (4096, 1), (4096, 2))  # features, classes


def measure() -> Iterator[str]:
    """A line per number of features and of classes: one round, without beginning anew."""
    yield "| features | classes | seconds, in all | seconds, per class |"
    yield "|---|---|---|---|"
    for n_features, n_classes in CASES:
        rows = _rows(n_features, n_classes)
        training = Training(widths=Widths.of(n_features, 5), rounds=0)
        began = time.perf_counter()
        trained(rows, [5] * n_classes, training)
        took = time.perf_counter() - began
        yield f"| {n_features} | {n_classes} | {took:.1f} | {took / n_classes:.1f} |"


def _rows(n_features: int, n_classes: int) -> Rows:
    """Features as a ReLU leaves them; every class has a third of the rows, or half of them where it is alone."""
    generator = torch.Generator().manual_seed(0)
    features = torch.randn(ROWS, n_features, generator=generator).relu()
    scores = (features @ torch.randn(n_features, n_classes, generator=generator)).T.contiguous()
    names = [f"class {n}" for n in range(n_classes)]
    labels = [f"class {n % (n_classes + 1)}" for n in range(ROWS)]
    return Rows.of(names, features, scores, labels)
