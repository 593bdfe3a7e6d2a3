"""How small the place of a concept is: the entropy of its map, over cells and over known parts.  numpy alone.

The authors promise a measure of locality; its formula could not be had, so these are ours.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from stimuli.explanation import Concepts

ELSEWHERE = "elsewhere"


def locality(values: NDArray[np.floating]) -> float | None:
    """The entropy of a map's values as shares, divided by the logarithm of their number: 0 one cell, 1 all alike.

    None for a map that says nothing.
    """
    return entropy(values.ravel()) if values.max() > values.min() else None


def part_locality(masses: Mapping[str, float]) -> float | None:
    """The same over parts: masses, the share of the map on each; what is left over lies elsewhere."""
    shares = np.array([*masses.values(), max(0.0, 1 - sum(masses.values()))])
    return entropy(shares) if masses and shares.sum() > 0 else None


def entropy(amounts: NDArray[np.floating]) -> float:
    """Of non-negative amounts, normalised: in [0, 1]; 0 where there is one alone."""
    shares = amounts.astype(np.float64) / amounts.sum()
    some = shares[shares > 0]
    return float(-(some * np.log(some)).sum() / np.log(max(2, amounts.size)))


def measures(found: Concepts) -> dict[str, float]:
    """What the manifest says of one picture's concepts: docs/scores.md."""
    places = [one for values in found.maps if (one := locality(values)) is not None]
    told = {"n_concepts": float(found.shown.size), "imitation_error": found.imitated - found.logit}
    return told | ({"locality": float(np.mean(places))} if places else {})
