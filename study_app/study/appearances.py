"""How evenly the images of a study are used: what planning attains, beside the least imbalance that is possible."""

from collections.abc import Iterator
from dataclasses import dataclass

from study_app.definition import Condition
from study_app.study.balance import Imbalance, imbalances
from study_app.study.design import CheckedBlock, Design
from study_app.study.plan import Seed, Turn, wanted_of


@dataclass(frozen=True)
class Appearances:
    """Of the images of some pools in one block, in every arm alike, once all its seats are taken."""

    block: str
    strata: tuple[str, ...]
    found: Imbalance

    def told(self) -> str:
        """A line for the plan."""
        by_image, by_position = (_range(*each) for each in (self.found.by_image, self.found.by_position))
        return f"{self.block}: {_pools(self.strata)} {by_image} times in each arm, {by_position} times at each position"

    @property
    def is_uneven(self) -> bool:
        """Whether they differ by more than they must."""
        return not self.found.is_least_possible

    def warning(self) -> str:
        """What is uneven, and by how much at least it must be."""
        least = f"{_range(*self.found.least_by_image)} and {_range(*self.found.least_by_position)}"
        return f"{self.told()}; the least imbalance possible is {least}"


def appearances(design: Design, seed: Seed) -> Iterator[Appearances]:
    """For every block with items after the seat; the first of its levels stands for all of a within-subject factor."""
    n_ranks = design.study.allocation.seats // len(design.study.arms)
    for checked in design.blocks[design.n_before :]:
        if checked.block.items is not None and n_ranks:
            for found in _of(design, checked, seed, n_ranks):
                yield Appearances(checked.block.name, found.strata, found)


def _of(design: Design, checked: CheckedBlock, seed: Seed, n_ranks: int) -> tuple[Imbalance, ...]:
    wanted, _ = wanted_of(design, Turn(checked, Condition()), 0, seed)
    return imbalances(wanted, max(1, n_ranks // design.n_levels(checked)))


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"


def _pools(strata: tuple[str, ...]) -> str:
    pools = sorted({name.split("/")[0] for name in strata})
    return f"each image of {', '.join(pools)}"
