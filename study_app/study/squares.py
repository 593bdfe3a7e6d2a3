"""Latin squares with a limit on runs: where the images of every seat come back after the same number of seats.

With a period of q seats, the seats 0, q, 2 q … have the same n images, the seats 1, q + 1 … have others: q lanes.
n seats of a lane make a square in which every image comes once in every row (seat) and every column (position).
So each image was at each position equally often, give or take one, whatever the number of seats.
"""

from collections.abc import Sequence
from functools import lru_cache

from study_app.study.colouring import matchings
from study_app.study.draw import Draw
from study_app.study.order import arranged_in_a_circle, fits_in_a_circle, longest_run_in_a_circle
from study_app.study.wanted import Wanted

Order = tuple[str, ...]
TRADES_A_SEAT = 2


def has_squares(wanted: Wanted) -> bool:
    """Whether all strata have the same period and come in whole parts, and every lane has an order in a circle."""
    periods = {wanted.period(stratum) for stratum in wanted.strata}
    if len(periods) != 1 or not all(wanted.is_split(stratum) for stratum in wanted.strata):
        return False
    lanes = [wanted.all_chosen(lane) for lane in range(*periods)]
    return all(fits_in_a_circle([wanted.run_value[image] for image in lane], wanted.no_more_than) for lane in lanes)


def order_in_square(wanted: Wanted, rank: int) -> Order:
    """What the seat of that rank is shown, in order."""
    period = wanted.period(wanted.strata[0])
    cycle, seat = divmod(rank, period * wanted.n_trials)
    row, lane = divmod(seat, period)
    return _square(wanted, cycle, lane)[row]


@lru_cache(maxsize=512)
def _square(wanted: Wanted, cycle: int, lane: int) -> tuple[Order, ...]:
    """The orders of n seats of a lane: first their run values, then which image of that value is in which cell."""
    draw = Draw(*wanted.key, "square", cycle, lane)
    labelled = [(wanted.run_value[image], image) for image in wanted.all_chosen(lane)]
    circle = [label for label, _ in arranged_in_a_circle(labelled, wanted.no_more_than, draw)]
    patterns = _mixed(
        [circle[at:] + circle[:at] for at in draw.shuffled(range(len(circle)))], wanted.no_more_than, draw
    )
    rows = [list(pattern) for pattern in patterns]
    for value in dict(labelled):
        images = draw.shuffled([image for label, image in labelled if label == value])
        places = [[at for at, label in enumerate(pattern) if label == value] for pattern in patterns]
        for image, positions in zip(images, matchings(places, draw), strict=True):
            for row, position in zip(rows, positions, strict=True):
                row[position] = image
    return tuple(tuple(row) for row in rows)


def _mixed(rows: list[list[str]], limit: int, draw: Draw) -> list[list[str]]:
    """The rotations made less alike: two rows exchange a stretch in which both have the same labels in another order.

    So every column keeps its labels; a trade that would make a run too long is left out.
    """
    n = len(rows)
    for _ in range(TRADES_A_SEAT * n if n > 1 else 0):
        one = draw.below(n)
        other = (one + 1 + draw.below(n - 1)) % n
        rows[one], rows[other] = _traded(rows[one], rows[other], draw.below(n), limit)
    return rows


def _traded(one: list[str], other: list[str], start: int, limit: int) -> tuple[list[str], list[str]]:
    """Both rows with the shortest such stretch from there on exchanged; as they were if that is not allowed."""
    stretch = _stretch(one, other, start)
    new_one, new_other = list(one), list(other)
    for at in stretch:
        new_one[at], new_other[at] = other[at], one[at]
    allowed = all(longest_run_in_a_circle(row) <= limit for row in (new_one, new_other))
    return (new_one, new_other) if allowed else (one, other)


def _stretch(one: Sequence[str], other: Sequence[str], start: int) -> list[int]:
    """The places from there on, in a circle, until both rows have had the same labels equally often."""
    surplus, stretch = dict[str, int](), list[int]()
    for step in range(len(one)):
        at = (start + step) % len(one)
        stretch.append(at)
        if one[at] != other[at]:
            for label, change in ((one[at], 1), (other[at], -1)):
                surplus[label] = surplus.get(label, 0) + change
                if not surplus[label]:
                    del surplus[label]
            if not surplus:
                break
    return stretch
