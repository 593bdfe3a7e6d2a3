"""What is kept of one class's explanation network: its weights, and all that is known of how far to trust it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from stimuli.explanation import Arrays

Floats = NDArray[np.float32]
_ARRAYS = ("head", "correlation", "curve", "contributions", "logits", "held_out", "dead")


@dataclass(frozen=True)
class Faithfulness:
    """How well a module says the classifier's score of its class on images that it did not learn from.

    n: held-out images, of all classes.  rmse, mean_error: of the score over them, in logits.
    correlation: over them; nearly free, because classes differ.  n_within: those of the module's own class.
    r2_within: the share of the score's variance within the class that the module says, with a 95 % bootstrap interval;
    may be negative.  rmse_per_sd: within the class, in standard deviations of the score there.
    agreement: the share of held-out images for which the classifier's first choice stays where this class's score is
    replaced by the module's.
    """

    n: int
    rmse: float
    mean_error: float
    correlation: float
    n_within: int
    r2_within: float
    r2_low: float
    r2_high: float
    rmse_per_sd: float
    agreement: float


@dataclass(frozen=True, eq=False)
class ConceptModule:
    """One class's explanation network, in the units of the classifier: it takes features, it gives logits.

    layer: what it reads, in words.  encoder: weight (a, b) and bias (b,) of each layer, ReLU after each.
    head: (n,), what a concept of 1 adds to the logit; bias: what is there without any.
    Concepts stand in the order of their mean contribution over the class's learning images, largest first.
    images: names of the class's images, learning and held out; contributions: (N, n) to their logits, as the module
    says; logits: (N,), the classifier's; held_out: (N,) bool.
    correlation: (n, n), Pearson, of contributions over the class's images; 0 beside a concept that does not vary.
    dead: (n,) bool, concepts that are 0 in every learning row.  curve: (epochs, 4), means of faithfulness,
    reconstruction, pull-away and their weighted sum.  rounds: how often training was begun; balance: second largest
    mean contribution divided by the largest; accepted: whether that is enough.  n_rows: learning rows, views included.
    """

    class_name: str
    layer: str
    encoder: tuple[tuple[Floats, Floats], ...]
    head: Floats
    bias: float
    images: tuple[str, ...]
    contributions: Floats
    logits: Floats
    held_out: NDArray[np.bool_]
    correlation: Floats
    dead: NDArray[np.bool_]
    curve: Floats
    faithfulness: Faithfulness
    rounds: int
    balance: float
    accepted: bool
    n_rows: int

    @property
    def n_concepts(self) -> int:
        """How many concepts it has."""
        return len(self.head)

    @property
    def mean_contributions(self) -> Floats:
        """(n,): over the class's learning images."""
        return np.asarray(self.contributions[~self.held_out].mean(0), dtype=np.float32)

    @property
    def mean_correlation(self) -> float:
        """The mean |r| between the contributions of two concepts that vary; no number with fewer than two."""
        off = ~np.eye(self.n_concepts, dtype=bool) & self._pairs
        return float(np.abs(self.correlation[off]).mean()) if off.any() else float("nan")

    @property
    def log_determinant(self) -> float:
        """Of the correlations of concepts that vary: 0 where there are none, more negative the more alike."""
        vary = self._pairs.diagonal()
        if not vary.any():
            return float("nan")
        sign, value = np.linalg.slogdet(self.correlation[np.ix_(vary, vary)].astype(np.float64))
        return float(value) if sign > 0 else float("-inf")

    @property
    def _pairs(self) -> NDArray[np.bool_]:
        vary = self.contributions.std(0) > 1e-6
        return np.outer(vary, vary)

    def refusal(self, least_r2: float) -> str | None:
        """Why it should not be shown to people; None where it may."""
        found = self.faithfulness
        if found.r2_within >= least_r2:
            return None
        return (
            f"{self.class_name}: the module says {found.r2_within:.2f} of the score's variance within the class "
            f"(R², {found.n_within} held-out images), less than least_r2 = {least_r2:g}"
        )


def packed(modules: Sequence[ConceptModule]) -> tuple[dict[str, NDArray[np.generic]], dict[str, object]]:
    """Arrays and plain facts from which `unpacked` makes the modules again."""
    arrays, facts = dict[str, NDArray[np.generic]](), list[dict[str, object]]()
    for n, one in enumerate(modules):
        arrays |= {f"{n}.{name}": getattr(one, name) for name in _ARRAYS}
        for k, (weight, bias) in enumerate(one.encoder):
            arrays |= {f"{n}.encoder{k}.weight": weight, f"{n}.encoder{k}.bias": bias}
        facts.append(
            {
                "class_name": one.class_name,
                "layer": one.layer,
                "bias": one.bias,
                "images": list(one.images),
                "faithfulness": asdict(one.faithfulness),
                "rounds": one.rounds,
                "balance": one.balance,
                "accepted": one.accepted,
                "n_rows": one.n_rows,
            }
        )
    return arrays, {"modules": facts}


def unpacked(arrays: Arrays, facts: Mapping[str, object]) -> dict[str, ConceptModule]:
    """The modules by their class's name, in the order in which they were packed."""
    found = {}
    for n, told in enumerate(cast(list[dict[str, Any]], facts["modules"])):
        depth = sum(name.startswith(f"{n}.encoder") for name in arrays) // 2
        encoder = tuple(
            (_floats(arrays[f"{n}.encoder{k}.weight"]), _floats(arrays[f"{n}.encoder{k}.bias"])) for k in range(depth)
        )
        kept: dict[str, Any] = {name: arrays[f"{n}.{name}"] for name in _ARRAYS}
        rest: dict[str, Any] = told | {
            "images": tuple(told["images"]),
            "faithfulness": Faithfulness(**told["faithfulness"]),
        }
        found[str(told["class_name"])] = ConceptModule(encoder=encoder, **kept, **rest)
    return found


def _floats(values: NDArray[np.generic]) -> Floats:
    return np.asarray(values, dtype=np.float32)
