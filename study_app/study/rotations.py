"""Balanced orders where strata have different periods, or cannot be split into whole parts.

All images of a stratum must have one run value.  A random circle of strata is rotated from seat to seat, so that in n
seats every stratum comes at every position as often as it comes in a seat.  For strata with up to two different
periods the rotations are dealt out so that each part of their images meets every rotation once in n of its seats:
each part then has a Latin square of its own, as in `squares`.  The images of the other strata are loose: they take the
places of their stratum so that they come where they were least often.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from math import lcm

from study_app.study.colouring import cheapest, matchings
from study_app.study.draw import Draw
from study_app.study.order import arranged_in_a_circle, fits_in_a_circle
from study_app.study.turns import InTurn
from study_app.study.wanted import Wanted

Cells = tuple[tuple[int, str], ...]  # position and image


def has_rotations(wanted: Wanted) -> bool:
    """Whether every stratum has one run value, and there is an order of them in a circle."""
    values = [{wanted.run_value[image] for image in wanted.pools[stratum][1]} for stratum in wanted.strata]
    labels = [wanted.run_value[image] for image in wanted.all_chosen(0)]
    return all(len(found) == 1 for found in values) and fits_in_a_circle(labels, wanted.no_more_than)


def order_by_rotation(wanted: Wanted, rank: int) -> tuple[str, ...]:
    """What the seat of that rank is shown, in order."""
    order = [""] * wanted.n_trials
    for stratum in wanted.strata:
        period = wanted.period(stratum)
        if wanted.is_split(stratum) and period in _periods(wanted):
            window, seat = divmod(rank, period * wanted.n_trials)
            row, lane = divmod(seat, period)
            cells = _square(wanted, stratum, window * period * wanted.n_trials + lane)[row]
        else:
            cells = _loose(wanted, stratum)[rank]
        for position, image in cells:
            order[position] = image
    return tuple(order)


@lru_cache(maxsize=64)
def _periods(wanted: Wanted) -> tuple[int, ...]:
    """The one or two periods whose strata get squares: those of the most images in a seat."""
    n_images = Counter[int]()
    for stratum in wanted.strata:
        if wanted.is_split(stratum):
            n_images[wanted.period(stratum)] += wanted.shown[stratum]
    return tuple(sorted(period for period, _ in n_images.most_common(2))) or (1,)


def _places(wanted: Wanted, stratum: int, rank: int) -> list[int]:
    """The positions of the stratum in the order of the seat of that rank."""
    seats = wanted.n_trials * lcm(*_periods(wanted))
    circle, rotations = _cycle(wanted, rank // seats)
    n, start = len(circle), rotations[rank % seats]
    return [at for at in range(n) if circle[(at + start) % n] == stratum]


@lru_cache(maxsize=64)
def _cycle(wanted: Wanted, cycle: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The circle of strata, and the rotation of each seat of that cycle.

    A graph's vertices are, on the left and on the right, the sets of n seats that a part's square is made of, for the
    one period and for the other; its edges are the seats.  Each perfect matching gets another rotation.
    """
    draw = Draw(*wanted.key, "rotations", cycle)
    labelled = [
        (wanted.run_value[wanted.pools[of][1][0]], str(of)) for of in wanted.strata for _ in range(wanted.shown[of])
    ]
    circle = tuple(int(of) for _, of in arranged_in_a_circle(labelled, wanted.no_more_than, draw))
    n, periods = len(circle), _periods(wanted)
    edges, seats = defaultdict[int, list[int]](list), defaultdict[tuple[int, int], list[int]](list)
    for seat in draw.shuffled(range(n * lcm(*periods))):
        left, right = (seat // (n * period) * period + seat % period for period in (periods[0], periods[-1]))
        edges[left].append(right)
        seats[left, right].append(seat)
    rotations = [0] * (n * lcm(*periods))
    for rotation, partners in enumerate(matchings([edges[left] for left in range(len(edges))], draw)):
        for left, right in enumerate(partners):
            rotations[seats[left, right].pop()] = rotation
    return circle, tuple(rotations)


@lru_cache(maxsize=2048)
def _square(wanted: Wanted, stratum: int, first_rank: int) -> tuple[Cells, ...]:
    """Where n seats with the same part of the stratum, the first of which has that rank, are shown its images."""
    draw = Draw(*wanted.key, "part", stratum, first_rank)
    ranks = [first_rank + row * wanted.period(stratum) for row in range(wanted.n_trials)]
    images = draw.shuffled(wanted.chosen(stratum, first_rank))
    columns = matchings([_places(wanted, stratum, rank) for rank in ranks], draw)
    cells = [[(position, image) for position in positions] for image, positions in zip(images, columns, strict=True)]
    return tuple(zip(*cells, strict=True))


@lru_cache(maxsize=64)
def _loose(wanted: Wanted, stratum: int) -> InTurn[Cells]:
    return InTurn(_loose_cells(wanted, stratum))


def _loose_cells(wanted: Wanted, stratum: int) -> Iterator[Cells]:
    """Where seat after seat is shown its images of the stratum: at the places where each was least often."""
    counts = {image: [0] * wanted.n_trials for image in wanted.pools[stratum][1]}
    rank = 0
    while True:
        draw = Draw(*wanted.key, "loose", stratum, rank)
        images, places = draw.shuffled(wanted.chosen(stratum, rank)), draw.shuffled(_places(wanted, stratum, rank))
        costs = [[4 ** (counts[image][place] - min(counts[image])) for place in places] for image in images]
        cells = tuple((places[column], image) for image, column in zip(images, cheapest(costs), strict=True))
        for place, image in cells:
            counts[image][place] += 1
        yield cells
        rank += 1
