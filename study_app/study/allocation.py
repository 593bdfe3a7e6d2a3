"""Which arm each seat belongs to: permuted blocks, made in advance from a seed; one list for every stratum."""

from dataclasses import dataclass
from hashlib import sha256

from study_app.definition import Study
from study_app.study.draw import Draw
from study_app.study.plan import Seed

WHOLE = ""  # the stratum where there are no strata


@dataclass(frozen=True)
class PlannedSeat:
    """A place in the allocation list of its stratum.

    number: from 0 in its stratum.  rank: how many seats of the same arm and stratum come before it.
    arm: None where minimisation gives it only when the seat is claimed.
    """

    number: int
    block: int
    arm: str | None
    rank: int
    stratum: str = WHOLE


def seats(study: Study, mode: str, seed: Seed, blocks: range, stratum: str = WHOLE) -> list[PlannedSeat]:
    """The seats of those permuted blocks; every block holds every arm equally often, in random order.

    Each block has a stream of its own, so that the list can be continued without changing what was given out.
    The mode is part of the key: a rehearsal with robots does not show the live list.
    """
    return [seat for block in blocks for seat in _block(study, (mode, seed), block, stratum)]


def _block(study: Study, mode_and_seed: tuple[str, Seed], block: int, stratum: str) -> list[PlannedSeat]:
    (mode, seed), size, arms = mode_and_seed, study.allocation.block_size, list(study.arms)
    if study.allocation.kind == "minimisation":
        return [PlannedSeat(block * size + place, block, None, 0, stratum) for place in range(size)]
    each = size // len(arms)
    key = (seed, "seats", mode, *((stratum,) if stratum else ()), block)
    order = Draw(*key).shuffled(arms * each)
    return [
        PlannedSeat(block * size + place, block, arm, block * each + order[:place].count(arm), stratum)
        for place, arm in enumerate(order)
    ]


def strata(study: Study) -> dict[str, int]:
    """Every stratum and how many permuted blocks its seats make; one without a name where there are no strata."""
    allocation = study.allocation
    wanted = {WHOLE: allocation.seats} if allocation.strata is None else allocation.strata.seats
    return {name: n // allocation.block_size for name, n in wanted.items()}


def sealed(seed: Seed) -> str:
    """What can be shown of a seed before it is revealed: the SHA-256 of its text."""
    return sha256(str(seed).encode()).hexdigest()
