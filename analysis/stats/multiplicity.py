"""Corrections for asking more than one question of a family."""

from collections.abc import Sequence


def holm(p_values: Sequence[float], n_planned: int | None = None) -> list[float]:
    """Holm's (1979) adjusted p values, in the order given.

    n_planned: how many comparisons the family has; those without a p value count as if they had p = 1.
    """
    m = max(n_planned or 0, len(p_values))
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (m - rank) * p_values[index]))
        adjusted[index] = largest
    return adjusted


def benjamini_hochberg(p_values: Sequence[float], n_planned: int | None = None) -> list[float]:
    """Benjamini and Hochberg's (1995) adjusted p values, in the order given; n_planned as in `holm`."""
    m = max(n_planned or 0, len(p_values))
    adjusted = [0.0] * len(p_values)
    smallest = 1.0
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    for rank, index in reversed(list(enumerate(order, start=1))):
        smallest = min(smallest, p_values[index] * m / rank)
        adjusted[index] = smallest
    return adjusted
