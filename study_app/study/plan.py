"""What a participant will be asked, in which order: pure functions of the study, the stimuli and the seat.

Arms are yoked: the n-th seat of every arm gets the same images in the same order, and nothing but the
explanation differs.  Where a block shows fewer images than its pool holds, the choice goes round the pool from seat to
seat of an arm, so that within an arm the images of a class are shown equally often, give or take one.
Two blocks that name the same pool and show equally many of it show a participant the same images.
A block that shows pages of examples has a trial for each of its classes, in an order that differs from seat to seat.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from study_app.definition import Block, Study
from study_app.study.draw import Draw
from study_app.study.order import arranged
from study_app.study.pools import Pools
from study_app.study.trial import PlannedTrial


@dataclass(frozen=True)
class CheckedBlock:
    """A block with its options as its task kind checked them.

    shows_explanation: whether its trials show what the participant's arm explains; explains_before_answer: whether
    they do so on the page that is answered.  class_pages: the classes whose page of examples it shows, a trial each.
    """

    block: Block
    options: Mapping[str, Any] = field(default_factory=dict)
    shows_explanation: bool = False
    explains_before_answer: bool = False
    class_pages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Design:
    """All that planning needs to know."""

    study: Study
    blocks: tuple[CheckedBlock, ...]
    pools: Pools

    @property
    def n_before(self) -> int:
        """How many blocks come before the seat."""
        return len(self.study.blocks_before_seat)

    @property
    def n_trials(self) -> int:
        """How many trials a participant has who goes all the way: the same in every arm."""
        return sum(self.n_trials_of(block) for block in self.blocks)

    def n_trials_of(self, block: CheckedBlock) -> int:
        """How many trials that block has."""
        if block.class_pages:
            return len(block.class_pages)
        return 1 if block.block.items is None else len(self.study.items.classes) * self.n_shown(block)

    def n_shown(self, block: CheckedBlock) -> int:
        """How many images of each class a block with items shows."""
        items = block.block.items
        return 0 if items is None else items.per_class or self.study.items.pools[items.pool].per_class


def before_seat(design: Design) -> tuple[PlannedTrial, ...]:
    """The trials before a participant is randomised: the same for everybody."""
    return _planned(design, design.blocks[: design.n_before], None, (0, 0))


def after_seat(design: Design, arm: str, rank: int) -> tuple[PlannedTrial, ...]:
    """The rest of the trials of the seat with that rank in its arm; positions go on where `before_seat` ended."""
    done = sum(design.n_trials_of(block) for block in design.blocks[: design.n_before])
    return _planned(design, design.blocks[design.n_before :], design.study.arms[arm].explanation, (rank, done))


def _planned(
    design: Design, blocks: Sequence[CheckedBlock], explanation: str | None, rank_and_start: tuple[int, int]
) -> tuple[PlannedTrial, ...]:
    rank, position = rank_and_start
    trials: list[PlannedTrial] = []
    for checked in blocks:
        for place, (label, image) in enumerate(_shown(design, checked, rank)):
            trials.append(
                PlannedTrial(
                    block=checked.block.name,
                    task=checked.block.task,
                    position=position + len(trials),
                    position_in_block=place,
                    image=image,
                    class_page=label if checked.class_pages else None,
                    explanation=explanation if checked.shows_explanation else None,
                    options=checked.options,
                )
            )
    return tuple(trials)


def _shown(design: Design, checked: CheckedBlock, rank: int) -> Sequence[tuple[str | None, str | None]]:
    """Class and image of each trial of a block, in order; a class alone where it shows its page of examples."""
    draw = Draw(design.study.allocation.seed, "order", checked.block.name, rank)
    if checked.class_pages:
        return [(label, None) for label in draw.shuffled(checked.class_pages)]
    items = checked.block.items
    if items is None:
        return [(None, None)]
    n = design.n_shown(checked)
    chosen = [
        (label, image) for label, pool in design.pools[items.pool].items() for image in _going_round(pool, rank * n, n)
    ]
    return arranged(chosen, checked.block.order.no_more_than, draw)


def _going_round(pool: Sequence[str], start: int, n: int) -> list[str]:
    return [pool[(start + step) % len(pool)] for step in range(n)]
