"""How evenly the images of a study are used: what planning attains, beside the least imbalance that is possible."""

from collections.abc import Iterator
from dataclasses import dataclass

from study_app.definition import Condition
from study_app.study.balance import Imbalance, imbalances
from study_app.study.design import CheckedBlock, Design
from study_app.study.plan import Seed, Turn, wanted_of


@dataclass(frozen=True)
class Appearances:
    """Of the images of some pools in one block, alike in every arm, once all seats (of a stratum) are taken."""

    block: str
    where: str
    found: Imbalance

    def told(self) -> str:
        """A line for the plan."""
        by_image, by_position = (_range(*each) for each in (self.found.by_image, self.found.by_position))
        pools = _pools(self.found.strata)
        return f"{self.block}: {pools} {by_image} times in each arm{self.where}, {by_position} times at each position"

    @property
    def is_uneven(self) -> bool:
        """Whether they differ by more than they must."""
        return not self.found.is_least_possible

    def warning(self) -> str:
        """What is uneven, and by how much at least it must be."""
        least = f"{_range(*self.found.least_by_image)} and {_range(*self.found.least_by_position)}"
        return f"{self.told()}; the least imbalance possible is {least}"


def appearances(design: Design, seed: Seed) -> Iterator[Appearances]:
    """For every block with items after the seat, and every stratum, as each has ranks of its own.

    The first level and part of the images stand for all of a within-subject factor.
    """
    allocation = design.study.allocation
    seats = {"": allocation.seats} if allocation.strata is None else allocation.strata.seats
    for checked in design.blocks[design.n_before :]:
        if checked.block.items is None:
            continue
        level = ", at each level," if design.n_levels(checked) > 1 else ""
        for stratum, n in seats.items():
            where = (f" of stratum {stratum}" if stratum else "") + level
            for found in _of(design, checked, seed, n // len(design.study.arms)):
                yield Appearances(checked.block.name, where, found)


def _of(design: Design, checked: CheckedBlock, seed: Seed, n_ranks: int) -> tuple[Imbalance, ...]:
    wanted, _ = wanted_of(design, Turn(checked, Condition()), 0, seed)
    return imbalances(wanted, max(1, n_ranks // design.n_levels(checked)))


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"


def _pools(strata: tuple[str, ...]) -> str:
    pools = sorted({name.split("/")[0] for name in strata})
    return f"each image of {', '.join(pools)}"
