"""Which arm each seat belongs to: permuted blocks, made in advance from a seed."""

from dataclasses import dataclass

from study_app.definition import Study
from study_app.study.draw import Draw


@dataclass(frozen=True)
class PlannedSeat:
    """A place in the allocation list.  rank: how many seats of the same arm come before it."""

    number: int
    block: int
    arm: str
    rank: int


def seats(study: Study, mode: str, blocks: range) -> list[PlannedSeat]:
    """The seats of those permuted blocks; every block holds every arm equally often, in random order.

    Each block has a stream of its own, so that the list can be continued without changing what was given out.
    The mode is part of the key: a rehearsal with robots does not show the live list.
    """
    return [seat for block in blocks for seat in _block(study, mode, block)]


def _block(study: Study, mode: str, block: int) -> list[PlannedSeat]:
    size, arms = study.allocation.block_size, list(study.arms)
    each = size // len(arms)
    order = Draw(study.allocation.seed, "seats", mode, block).shuffled(arms * each)
    return [
        PlannedSeat(block * size + place, block, arm, block * each + order[:place].count(arm))
        for place, arm in enumerate(order)
    ]


def seat(study: Study, mode: str, number: int) -> PlannedSeat:
    """The seat of that number, as in the list."""
    block, place = divmod(number, study.allocation.block_size)
    return _block(study, mode, block)[place]


def n_blocks(study: Study) -> int:
    """How many permuted blocks the wanted seats make."""
    return study.allocation.seats // study.allocation.block_size
