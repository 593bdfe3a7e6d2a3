"""Labels beside what they name, moved apart where they would lie on each other."""

from collections.abc import Sequence


def spread(places: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Rising places, moved as little as it takes to stand that far apart and within low and high."""
    found = list[float]()
    for place in places:
        found.append(max(place, low, found[-1] + apart if found else low))
    limit = high
    for n in reversed(range(len(found))):
        found[n] = min(found[n], limit)
        limit = found[n] - apart
    return found
