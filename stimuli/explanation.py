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
