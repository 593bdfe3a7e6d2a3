"""How numbers of a scale are written: times what, with how many decimals, and of what."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.result import Interval, Scale

POINTS = "percentage points"


@dataclass(frozen=True)
class Unit:
    """words: behind the number; empty where it is a pure number."""

    factor: float = 1.0
    digits: int = 2
    words: str = ""

    def value(self, value: float) -> float:
        """The number as it is written, not rounded."""
        return self.factor * value

    def cut(self, interval: Interval) -> Interval:
        """The interval in this unit."""
        return Interval(self.factor * interval.low, self.factor * interval.high, interval.level)


UNITS: Mapping[Scale, Unit] = {
    "difference of proportions": Unit(100.0, 1, POINTS),
    "difference of confidence": Unit(100.0, 1, "points of 100"),
    "proportion": Unit(100.0, 1, "%"),
    "milliseconds": Unit(1.0, 0, "ms"),
    "score": Unit(1.0, 2, "points"),
}


def unit_of(scale: Scale) -> Unit:
    """The unit of that scale; a pure number where it has none."""
    return UNITS.get(scale, Unit())
