"""Blocks that cannot be planned with the images that are there: told before anybody begins."""

from collections.abc import Iterator
from itertools import islice
from math import lcm

from study_app.definition import Condition
from study_app.study.balance import balanced_order
from study_app.study.design import CheckedBlock, Design
from study_app.study.order import fits
from study_app.study.plan import Turn, wanted_of
from study_app.study.repeats import with_repeats

MOST_RANKS = 200  # so many different choices of images are looked at


def faults(design: Design) -> list[str]:
    """The blocks whose limits on the order no seat, or not every seat, can obey; each line begins with a key path.

    The pools of the design must be full.
    """
    return [
        f"block[{index}].order: {fault}"
        for index, checked in enumerate(design.blocks)
        if checked.block.items is not None
        for fault in islice(_of_block(design, checked), 1)
    ]


def _of_block(design: Design, checked: CheckedBlock) -> Iterator[str]:
    for turn in _turns(design, checked):
        for part in range(design.n_levels(checked)):
            yield from _of_turn(design, turn, part)


def _turns(design: Design, checked: CheckedBlock) -> list[Turn]:
    found = design.within(checked)
    if found is None:
        return [Turn(checked, Condition())]
    return [Turn(checked, level, name, n) for n, (name, level) in enumerate(found[1].levels.items())]


def _of_turn(design: Design, turn: Turn, part: int) -> Iterator[str]:
    """What goes wrong for the seats that see that part of the images."""
    order = turn.block.block.order
    wanted, _ = wanted_of(design, turn, part, 0)
    for rank in range(min(MOST_RANKS, lcm(*(wanted.period(stratum) for stratum in wanted.strata)))):
        values = [wanted.run_value[image] for image in wanted.all_chosen(rank)]
        if not fits(values, order.no_more_than):
            yield f"no order has at most {order.no_more_than} of the same {order.of} in a row"
            return
    try:
        with_repeats(balanced_order(wanted, 0), order.repeat, order.spacing, wanted, ("feasibility",))
    except ValueError as fault:
        yield str(fault)
