"""How far an explanation network says what the classifier says, on images that it did not learn from.  numpy alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stimuli.concepts.module import Faithfulness

RESAMPLED = 2000
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Judged:
    """Held-out images.  said: (N,), the module's score of its class.  logits: (N, n_classes), the classifier's.

    own: (N,) bool, images of the module's class.  index: the class's output.
    """

    said: Floats
    logits: Floats
    own: NDArray[np.bool_]
    index: int


def faithfulness(judged: Judged, seed: int) -> Faithfulness:
    """Every measure of `module.Faithfulness`.  seed: of the bootstrap over images of the class."""
    wanted, said, own = judged.logits[:, judged.index], judged.said, judged.own
    error = said - wanted
    r2 = explained_variance(said[own], wanted[own])
    low, high = _interval(said[own], wanted[own], seed)
    replaced = judged.logits.copy()
    replaced[:, judged.index] = said
    return Faithfulness(
        n=len(said),
        rmse=float(np.sqrt(np.square(error).mean())),
        mean_error=float(np.abs(error).mean()),
        correlation=correlation(said, wanted),
        n_within=int(own.sum()),
        r2_within=r2,
        r2_low=low,
        r2_high=high,
        rmse_per_sd=float(np.sqrt(max(0.0, 1 - r2))),
        agreement=float((replaced.argmax(1) == judged.logits.argmax(1)).mean()),
    )


def explained_variance(said: Floats, wanted: Floats) -> float:
    """R²: 1 - squared error / squared deviation from the mean; 0 where nothing varies, unless it is said exactly."""
    error, spread = np.square(said - wanted).sum(), np.square(wanted - wanted.mean()).sum()
    if spread > 0:
        return float(1 - error / spread)
    return float(error == 0)


def correlation(one: Floats, other: Floats) -> float:
    """Pearson's r; 0 where one of them does not vary."""
    a, b = one - one.mean(), other - other.mean()
    size = float(np.sqrt(np.square(a).sum() * np.square(b).sum()))
    return float((a * b).sum() / size) if size > 0 else 0.0


def correlations(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """Pearson's r between columns: (N, n) → (n, n); 0 beside a column that does not vary, 1 on the diagonal."""
    centred = values - values.mean(0)
    size = np.sqrt(np.square(centred).sum(0))
    scaled = np.divide(centred, size, out=np.zeros_like(centred), where=size > 1e-6)
    found = scaled.T @ scaled
    np.fill_diagonal(found, 1.0)
    return np.asarray(found.clip(-1, 1), dtype=np.float32)


def _interval(said: Floats, wanted: Floats, seed: int) -> tuple[float, float]:
    """95 %, percentile bootstrap over images."""
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, len(said), (RESAMPLED, len(said)))
    r2 = [explained_variance(said[rows], wanted[rows]) for rows in drawn]
    low, high = np.quantile(r2, [0.025, 0.975])
    return float(low), float(high)
