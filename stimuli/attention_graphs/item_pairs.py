"""Chooses pairs of occluded versions that hide equally much, of which exactly one keeps the class."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from stimuli.attention_graphs.grid import Grid
from stimuli.attention_graphs.items import Draws
from stimuli.attention_graphs.patches import Patches

CLEAR = 1e-3  # margins nearer to a tie than this could fall on either side of it on another machine
ALMOST = 1e-9  # sums of areas are equal within this


@dataclass(frozen=True)
class Terms:
    """What a pair must keep.

    areas: per patch, the share of the picture that it hides.  least_gap: as a share of the whole picture's probability.
    area_tolerance: as a share of the larger of the two hidden areas.
    """

    areas: Sequence[float]
    least_gap: float = 0.3
    area_tolerance: float = 0.02

    def area(self, hidden: Patches) -> float:
        """The share of the picture that these patches hide together."""
        return sum(self.areas[patch] for patch in hidden)


@dataclass(frozen=True)
class Pair:
    """keeping, losing: hidden patches of the version that keeps the class, and of the one that loses it.

    gap: the first's probability less the second's, as a share of the whole picture's.
    """

    keeping: Patches
    losing: Patches
    gap: float


def patch_areas(grid: Grid) -> list[float]:
    """Per patch, the share of the picture that it hides, its feather counted; all together 1."""
    line = grid.spread().sum(0, dtype=np.float64) / grid.side_px
    areas: list[float] = np.outer(line, line).ravel().tolist()
    return areas


def pairs(draws: Draws, terms: Terms, barred: Collection[Patches] = ()) -> list[Pair]:
    """All pairs that may be asked about.  barred: hidden sets that are not to be used.

    The version that keeps the class is the more probable one, too: were it not, either answer could be called right.
    """
    clear = [one for one, said in draws.hidden.items() if abs(said.margin) >= CLEAR and one not in barred]
    keeping = [one for one in clear if draws.hidden[one].keeps_class]
    losing = [one for one in clear if not draws.hidden[one].keeps_class]
    tried = (Pair(a, b, _gap(draws, a, b)) for a in keeping for b in losing if len(a) == len(b))
    return [one for one in tried if one.gap >= terms.least_gap and _alike(terms, one)]


def _gap(draws: Draws, keeping: Patches, losing: Patches) -> float:
    return (draws.hidden[keeping].p - draws.hidden[losing].p) / draws.full.p


def _alike(terms: Terms, pair: Pair) -> bool:
    one, other = terms.area(pair.keeping), terms.area(pair.losing)
    return abs(one - other) <= terms.area_tolerance * max(one, other) + ALMOST


def chosen(found: Sequence[Pair], n: int, rng: Random) -> list[Pair]:
    """At most n pairs no two of which share a version, spread over the gaps that occur: not always the easiest.

    The gaps wanted lie evenly between the smallest and the largest, from a random one on; taken is what comes nearest.
    """
    if not found:
        return []
    smallest, largest = min(one.gap for one in found), max(one.gap for one in found)
    first, taken = rng.random(), list[Pair]()
    for place in range(n):
        wanted = smallest + (largest - smallest) * (place + first) / n
        used = {version for one in taken for version in (one.keeping, one.losing)}
        open_ones = [one for one in found if used.isdisjoint((one.keeping, one.losing))]
        if not open_ones:
            break
        taken.append(min(open_ones, key=lambda one: (abs(one.gap - wanted), one.keeping, one.losing)))
    return taken
