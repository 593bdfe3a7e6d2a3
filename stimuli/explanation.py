"""Explanations as frozen arrays with checked shapes.  numpy only.

A kind of explanation is one class here: its `kind` names the renderer that draws it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol, Self

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[np.generic]]
FLAT = "the map is flat: no place matters more than another"


class Explanation(Protocol):
    """What every kind can do: say its kind, its warnings and its arrays, and come back from them."""

    kind: ClassVar[str]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What its reader should know of it."""
        ...

    def arrays(self) -> Arrays:
        """All its numbers, by name."""
        ...

    @classmethod
    def of_arrays(cls, arrays: Arrays, warnings: tuple[str, ...]) -> Self:
        """The explanation that gave these arrays."""
        ...


@dataclass(frozen=True, eq=False)
class Heatmap:
    """How much each place of the picture matters.

    values: (h, w) float32 in [0, 1], 1 = most important; any resolution, always of the whole input.
    mask: (h, w) float32 in [0, 1], what an optimiser of masks found, 0 = most important; None for other methods.
    """

    kind: ClassVar[str] = "heatmap"
    values: NDArray[np.float32]
    warnings: tuple[str, ...] = ()
    mask: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        _check(self.values, "a heatmap's values")
        if self.mask is not None:
            _check(self.mask, "a heatmap's mask")

    @classmethod
    def scaled(cls, raw: NDArray[np.floating], warnings: tuple[str, ...] = ()) -> Self:
        """A map of any non-negative values, brought to [0, 1] by its largest; a flat map carries a warning."""
        values = np.nan_to_num(np.asarray(raw, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
        if not np.isfinite(raw).all():
            warnings = (*warnings, "the map had values that are no numbers")
        values = np.clip(values, 0, None)
        if values.max() == values.min():
            return cls(np.zeros_like(values), (*warnings, FLAT))
        return cls(values / values.max(), warnings)

    @classmethod
    def flat(cls, side: int, warnings: tuple[str, ...], mask: NDArray[np.float32] | None = None) -> Self:
        """A map that says nothing, and why."""
        return cls(np.zeros((side, side), dtype=np.float32), (*warnings, FLAT), mask)

    @property
    def is_flat(self) -> bool:
        """Whether no place matters more than another."""
        return bool(self.values.max() == self.values.min())

    def arrays(self) -> Arrays:
        """`values`, and `mask` where there is one."""
        return {"values": self.values} | ({} if self.mask is None else {"mask": self.mask})

    @classmethod
    def of_arrays(cls, arrays: Arrays, warnings: tuple[str, ...]) -> Self:
        """The heatmap that gave these arrays."""
        mask = arrays.get("mask")
        found = None if mask is None else np.asarray(mask, dtype=np.float32)
        return cls(np.asarray(arrays["values"], dtype=np.float32), warnings, found)


def _check(values: NDArray[np.float32], what: str) -> None:
    if values.ndim != 2 or values.size == 0 or values.dtype != np.float32:
        raise ValueError(f"{what} are (h, w) float32, not {values.shape} {values.dtype}")
    if not np.isfinite(values).all() or values.min() < 0 or values.max() > 1:
        raise ValueError(f"{what} are finite and in [0, 1]")
    values.setflags(write=False)


@dataclass(frozen=True, eq=False)
class Concepts:
    """What each concept of a class's explanation network adds to the score of that class in one picture, and where.

    contributions: (n,) float32, in logits, of all concepts, in the class's own order: 0 adds most on average.
    shown: (k,) int64, the concepts that are worth showing, by falling contribution.  maps: (k, h, w) float32 in [0, 1],
    one heat map each, flat where none was found.
    bias: what the network says where no concept speaks; bias and all contributions together are `imitated`.
    logit: the classifier's own.
    """

    kind: ClassVar[str] = "concepts"
    contributions: NDArray[np.float32]
    shown: NDArray[np.int64]
    maps: NDArray[np.float32]
    bias: float
    logit: float
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        n, k = self.contributions.size, self.shown.size
        if self.contributions.shape != (n,) or not np.isfinite(self.contributions).all():
            raise ValueError(f"contributions are n finite numbers, not {self.contributions.shape}")
        if self.shown.shape != (k,) or len(set(self.shown.tolist()) & set(range(n))) != k:
            raise ValueError(f"the concepts shown are {n} at most, each once, not {self.shown.tolist()}")
        if self.maps.shape[:1] != (k,) or self.maps.ndim != 3 or self.maps.dtype != np.float32:
            raise ValueError(f"maps are ({k}, h, w) float32, not {self.maps.shape} {self.maps.dtype}")
        for values in self.maps:
            _check(values, "a concept's map")

    @property
    def imitated(self) -> float:
        """The score as the explanation network gives it."""
        return self.bias + float(self.contributions.sum())

    @property
    def shares(self) -> NDArray[np.float32]:
        """(n,): each contribution divided by the largest in size, in [-1, 1]; 0 where all are 0."""
        largest = float(np.abs(self.contributions).max(initial=0))
        return self.contributions / largest if largest else np.zeros_like(self.contributions)

    def heatmap(self, place: int) -> Heatmap:
        """The map of the concept shown at a place, 0 the first."""
        return Heatmap(self.maps[place])

    def arrays(self) -> Arrays:
        """All its numbers."""
        sums = np.array([self.bias, self.logit], dtype=np.float64)
        return {"contributions": self.contributions, "shown": self.shown, "maps": self.maps, "sums": sums}

    @classmethod
    def of_arrays(cls, arrays: Arrays, warnings: tuple[str, ...]) -> Self:
        """The explanation that gave these arrays."""
        bias, logit = (float(value) for value in np.asarray(arrays["sums"], dtype=np.float64))
        return cls(
            np.asarray(arrays["contributions"], dtype=np.float32),
            np.asarray(arrays["shown"], dtype=np.int64),
            np.asarray(arrays["maps"], dtype=np.float32),
            bias,
            logit,
            warnings,
        )
