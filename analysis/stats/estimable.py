"""What a statistic returns where the data do not hold one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True)
class NotEstimable:
    """Why there is no number."""

    reason: str


def participants(n: int) -> str:
    """The number of participants in words: `1 participant`, `no participants`."""
    return "1 participant" if n == 1 else f"{n or 'no'} participants"
