"""What the order of a block must obey: which images a seat is shown, and how many of a kind may follow each other.

A stratum is a set of images of which every seat is shown equally many: the images of a class in a pool, for instance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import gcd


@dataclass(frozen=True)
class Wanted:
    """What a block shows to the seats of an arm.

    pools: each stratum's name and all its images, in the order they are given out; no image is in two of them.
    shown: how many images of each stratum a seat is shown, in the order of `pools`.
    run_values: image and run value; an image that is not named has its stratum's name.
    no_more_than: how many trials in a row may have the same run value.
    key: what the draws are made from, such as a seed and the block's name.
    Raises ValueError where a stratum has fewer images than a seat is to be shown.
    """

    pools: tuple[tuple[str, tuple[str, ...]], ...]
    shown: tuple[int, ...]
    run_values: tuple[tuple[str, str], ...]
    no_more_than: int
    key: tuple[str | int, ...]

    def __post_init__(self) -> None:
        for (stratum, images), n in zip(self.pools, self.shown, strict=True):
            if not 0 <= n <= len(images):
                raise ValueError(f"{stratum}: {n} images a seat wanted, {len(images)} there")

    @cached_property
    def n_trials(self) -> int:
        """How many images a seat is shown."""
        return sum(self.shown)

    @cached_property
    def run_value(self) -> Mapping[str, str]:
        """Each image's run value."""
        return {image: stratum for stratum, images in self.pools for image in images} | dict(self.run_values)

    @cached_property
    def strata(self) -> tuple[int, ...]:
        """The numbers of the strata of which anything is shown."""
        return tuple(stratum for stratum, n in enumerate(self.shown) if n)

    def period(self, stratum: int) -> int:
        """After how many seats a seat is shown the same images of the stratum again."""
        size, n = len(self.pools[stratum][1]), self.shown[stratum]
        return size // gcd(size, n)

    def is_split(self, stratum: int) -> bool:
        """Whether the seats are shown whole parts of the stratum in turn, so that images of a part stay together."""
        return len(self.pools[stratum][1]) % self.shown[stratum] == 0

    def chosen(self, stratum: int, rank: int) -> tuple[str, ...]:
        """The images of the stratum that the seat of that rank is shown: they go round the pool from seat to seat.

        So, whatever the number of seats, how often the images of a stratum were shown differs by at most one.
        """
        images, n = self.pools[stratum][1], self.shown[stratum]
        return tuple(images[(rank * n + step) % len(images)] for step in range(n))

    def all_chosen(self, rank: int) -> tuple[str, ...]:
        """All the images that the seat of that rank is shown."""
        return tuple(image for stratum in self.strata for image in self.chosen(stratum, rank))
