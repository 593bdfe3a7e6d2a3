"""What a participant will be asked, in which order: pure functions of the study, the stimuli, the seat and the seed.

Arms are yoked: the n-th seat of every arm gets the same images in the same order, and nothing but the explanation
differs.  Within an arm the images of a class are shown equally often, at every position equally often, give or take
one (study_app.study.balance says when).  Blocks that name the same pool and show equally many of it show a participant
the same images.  The blocks of a within-subject factor come once for every level, each time with other images; which
images go with which level changes from seat to seat.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from study_app.definition import Condition
from study_app.study.balance import Wanted, balanced_order
from study_app.study.counterbalance import flips, level_order
from study_app.study.design import CheckedBlock, Design
from study_app.study.draw import Draw
from study_app.study.pauses import pause_in
from study_app.study.repeats import places_for_catches, with_repeats
from study_app.study.trial import PlannedTrial

Seed = int | str


@dataclass(frozen=True)
class Place:
    """What planning needs to know of a seat.  rank: how many seats of the same arm (and stratum) come before it."""

    arm: str
    rank: int


class Turn(NamedTuple):
    """A block's turn: once, or for one of the levels of its within-subject factor (number: in the file's order)."""

    block: CheckedBlock
    condition: Condition
    level: str | None = None
    number: int = 0


class Subject(NamedTuple):
    """What one trial is about."""

    image: str | None = None
    class_page: str | None = None
    item: str | None = None
    flipped: bool = False
    check: str | None = None


def before_seat(design: Design) -> tuple[PlannedTrial, ...]:
    """The trials before a participant is randomised: the same for everybody."""
    turns = [Turn(checked, Condition()) for checked in design.blocks[: design.n_before]]
    return tuple(_planned(design, turns, 0, (0, 0)))


def after_seat(design: Design, place: Place, seed: Seed) -> tuple[PlannedTrial, ...]:
    """The rest of that seat's trials; positions go on where `before_seat` ended.

    seed: the allocation's, from the definition or sealed at launch.
    """
    arm = design.study.arms[place.arm]
    turns = list(_turns(design, arm, place.rank, seed))
    return tuple(_planned(design, turns, seed, (place.rank, design.n_trials_before)))


def _turns(design: Design, arm: Condition, rank: int, seed: Seed) -> Iterator[Turn]:
    """The blocks after the seat in order, those of within-subject factors once for every level."""
    blocks = {checked.block.name: checked for checked in design.blocks}
    for checked in design.blocks[design.n_before :]:
        found = design.within(checked)
        if found is None:
            yield Turn(checked, arm)
            continue
        factor, within = found
        if checked.block.name != within.blocks[0]:
            continue  # came with the first of its factor's blocks
        names = tuple(within.levels)
        for level in level_order(names, within.order, rank, (seed, "levels", factor)):
            for name in within.blocks:
                yield Turn(blocks[name], within.levels[level], level, names.index(level))


def _planned(
    design: Design, turns: Sequence[Turn], seed: Seed, rank_and_start: tuple[int, int]
) -> Iterator[PlannedTrial]:
    rank, position = rank_and_start
    for turn in turns:
        checked, block = turn.block, turn.block.block
        for place, subject in enumerate(_subjects(design, turn, rank, seed)):
            if place and block.break_after and place % block.break_after == 0:
                yield pause_in(block, turn.level, position, (place, design.n_trials_of(checked)))
                position += 1
            yield PlannedTrial(
                block=block.name,
                task=block.task,
                position=position,
                position_in_block=place,
                image=subject.image,
                class_page=subject.class_page,
                item=subject.item,
                flipped=subject.flipped,
                explanation=turn.condition.explanation if checked.shows_explanation else None,
                level=turn.level,
                check=subject.check or block.check,
                limit_seconds=block.limit_seconds,
                keys=block.keys or () if block.keys is not None else None,
                options=checked.options,
            )
            position += 1


def _subjects(design: Design, turn: Turn, rank: int, seed: Seed) -> Sequence[Subject]:
    """What each trial of a block's turn is about, in order."""
    checked, block = turn.block, turn.block.block
    key = (seed, "order", block.name, *(() if turn.level is None else (turn.level,)))
    if checked.class_pages:
        return [Subject(class_page=label) for label in Draw(*key, rank).shuffled(checked.class_pages)]
    if block.comparisons is not None:
        return _comparisons(design.comparisons[block.comparisons], rank, key)
    if block.items is None:
        return [Subject()]
    wanted, own_rank = wanted_of(design, turn, rank, seed)
    order = with_repeats(
        balanced_order(wanted, own_rank), block.order.repeat, block.order.spacing, wanted, (*key, rank)
    )
    return _with_catches(design, turn, [Subject(image=image) for image in order], rank, key)


def wanted_of(design: Design, turn: Turn, rank: int, seed: Seed) -> tuple[Wanted, int]:
    """What a block's turn shows, as `balance` wants it said, and the seat's rank among those with the same images.

    In a within-subject factor every level has a part of each pool, and the parts change levels from seat to seat.
    """
    block, n_levels = turn.block.block, design.n_levels(turn.block)
    part = (turn.number + rank + rank // n_levels) % n_levels
    pools, shown = [], []
    for name, n in design.shown(turn.block).items():
        for label, images in design.pools[name].items():
            size = len(images) // n_levels
            pools.append((f"{name}/{label}", images[part * size : (part + 1) * size]))
            shown.append(n)
    values = tuple((image, design.facts[image][block.order.of]) for _, images in pools for image in images)
    key = (seed, "order", block.name) if n_levels == 1 else (seed, "order", block.name, part, turn.number)
    return Wanted(tuple(pools), tuple(shown), values, block.order.no_more_than, key), rank // n_levels


def _comparisons(ids: tuple[str, ...], rank: int, key: tuple[Seed, ...]) -> list[Subject]:
    wanted = Wanted((("all", ids),), (len(ids),), tuple((one, one) for one in ids), 1, key)
    exchanged = dict(zip(ids, flips(len(ids), rank, (*key, "flips")), strict=True))
    return [Subject(item=one, flipped=exchanged[one]) for one in balanced_order(wanted, rank)]


def _with_catches(
    design: Design, turn: Turn, subjects: list[Subject], rank: int, key: tuple[Seed, ...]
) -> list[Subject]:
    """The trials with the easy ones among them; which these are goes round their pool, others at every level."""
    catch = turn.block.block.catch
    if catch is None:
        return subjects
    pool, first = design.pools[catch.pool], rank * design.n_levels(turn.block) + turn.number
    images = [
        images[(first * catch.per_class + step) % len(images)]
        for images in pool.values()
        for step in range(catch.per_class)
    ]
    drawn = Draw(*key, rank, "catches").shuffled(images)
    places = places_for_catches(len(subjects), len(drawn), (*key, rank, "places"))
    for place, image in zip(sorted(places, reverse=True), drawn, strict=True):
        subjects.insert(place, Subject(image=image, check="catch"))
    return subjects
