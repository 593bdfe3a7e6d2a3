"""Which images a seat is shown in a block, and in which order: every image equally often, everywhere equally often.

Arms are yoked: the seats of the same rank have the same order in every arm.  Over the seats 0, 1, … R of an arm, for
every R: how often the images of a stratum were shown differs by at most one; no run is longer than wanted; and how
often an image was shown at a position differs by at most one over all images and positions of a stratum, where

- all strata have the same share of their images shown, a whole part of them (all, half, a third …), or
- every stratum has one run value and is shown a whole part of its images, with at most two different shares.

Otherwise, and where an order that obeys the limit cannot be rotated (such as ababa, with no letter twice in a row),
positions are as balanced as a search makes them: `imbalance` tells.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from study_app.study.rotations import has_rotations, order_by_rotation
from study_app.study.searched import searched_order
from study_app.study.squares import has_squares, order_in_square
from study_app.study.wanted import Wanted

__all__ = ["Imbalance", "Wanted", "balanced_order", "imbalance", "imbalances"]
Range = tuple[int, int]


def balanced_order(wanted: Wanted, rank: int) -> tuple[str, ...]:
    """The images that the seat of that rank is shown, in order.

    Raises ValueError where no order obeys the limit on runs.
    """
    return _way(wanted)(wanted, rank) if wanted.strata else ()


@lru_cache(maxsize=64)
def _way(wanted: Wanted) -> Callable[[Wanted, int], tuple[str, ...]]:
    if has_squares(wanted):
        return order_in_square
    return order_by_rotation if has_rotations(wanted) else searched_order


@dataclass(frozen=True)
class Imbalance:
    """How often images were shown to the first seats of an arm: the least and the most over the images of some strata.

    strata: their names; a seat is shown the same share of each.  by_image: how often an image was shown.
    by_position: how often an image was shown at a position, over all positions of the block.
    least_by_image, least_by_position: what they would be with the least possible difference, the limit left aside.
    """

    strata: tuple[str, ...]
    by_image: Range
    by_position: Range
    least_by_image: Range
    least_by_position: Range

    @property
    def is_least_possible(self) -> bool:
        """Whether nothing could be more balanced."""
        return (self.by_image, self.by_position) == (self.least_by_image, self.least_by_position)

    @property
    def excess(self) -> int:
        """By how much the differences are greater than they need be."""
        found, least = (self.by_image, self.by_position), (self.least_by_image, self.least_by_position)
        return sum(most - few for few, most in found) - sum(most - few for few, most in least)


def imbalance(wanted: Wanted, n_ranks: int) -> Imbalance:
    """The worst of `imbalances`; the first of them if there is no difference.  Something must be shown."""
    return max(imbalances(wanted, n_ranks), key=lambda found: found.excess)


def imbalances(wanted: Wanted, n_ranks: int) -> tuple[Imbalance, ...]:
    """What the first seats were shown, counted: one for all strata of which the same share is shown."""
    counts = Counter(cell for rank in range(n_ranks) for cell in enumerate(balanced_order(wanted, rank)))
    alike = defaultdict[Fraction, list[int]](list)
    for stratum in wanted.strata:
        alike[Fraction(wanted.shown[stratum], len(wanted.pools[stratum][1]))].append(stratum)
    return tuple(_of(wanted, strata, share * n_ranks, counts) for share, strata in alike.items())


def _of(wanted: Wanted, strata: list[int], each: Fraction, counts: Mapping[tuple[int, str], int]) -> Imbalance:
    table = [
        [counts[position, image] for position in range(wanted.n_trials)]
        for stratum in strata
        for image in wanted.pools[stratum][1]
    ]
    shown, cells = [sum(row) for row in table], [count for row in table for count in row]
    at_each = each / wanted.n_trials
    return Imbalance(
        strata=tuple(wanted.pools[stratum][0] for stratum in strata),
        by_image=(min(shown), max(shown)),
        by_position=(min(cells), max(cells)),
        least_by_image=(floor(each), ceil(each)),
        least_by_position=(floor(at_each), ceil(at_each)),
    )
