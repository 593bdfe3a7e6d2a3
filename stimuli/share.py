"""A share of a number of things, with its interval.  No other module is needed for it."""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959964


@dataclass(frozen=True)
class Share:
    """n_right of n, with the 95 % interval of Wilson (1927)."""

    n_right: int
    n: int

    @property
    def value(self) -> float:
        """The share; 0 of 0 is 0."""
        return self.n_right / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The bounds of the interval."""
        if not self.n:
            return 0.0, 1.0
        spread = Z_95**2 / self.n
        middle = (self.value + spread / 2) / (1 + spread)
        half = Z_95 * sqrt(self.value * (1 - self.value) / self.n + spread / (4 * self.n)) / (1 + spread)
        return min(middle - half, self.value), max(middle + half, self.value)
