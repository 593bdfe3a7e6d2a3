"""Orders that are as balanced as a search makes them: where no square obeys the limit on runs.

Each seat's order begins as a random one that obeys the limit, and pairs of its images change places as long as that
brings images to positions where they were less often.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from study_app.study.draw import Draw
from study_app.study.order import arranged, fits
from study_app.study.turns import InTurn
from study_app.study.wanted import Wanted

PASSES = 8
Order = tuple[str, ...]
Costs = Mapping[str, Sequence[int]]


def searched_order(wanted: Wanted, rank: int) -> Order:
    """What the seat of that rank is shown, in order; it depends on all seats before.

    Raises ValueError where no order of the seat's images obeys the limit.
    """
    order = _orders(wanted)[rank]
    if order is None:
        raise ValueError(f"no order has at most {wanted.no_more_than} of the same class in a row")
    return order


@lru_cache(maxsize=64)
def _orders(wanted: Wanted) -> InTurn[Order | None]:
    return InTurn(_searched(wanted))


def _searched(wanted: Wanted) -> Iterator[Order | None]:
    """Seat after seat its order, or None where there is none."""
    counts = {image: [0] * wanted.n_trials for _, images in wanted.pools for image in images}
    rank = 0
    while True:
        draw = Draw(*wanted.key, "searched", rank)
        labelled = [(wanted.run_value[image], image) for image in wanted.all_chosen(rank)]
        if fits([label for label, _ in labelled], wanted.no_more_than):
            order = [image for _, image in arranged(labelled, wanted.no_more_than, draw)]
            costs = {image: [4 ** (n - min(counts[image])) for n in counts[image]] for image in order}
            _improve(order, costs, wanted, draw)
            for position, image in enumerate(order):
                counts[image][position] += 1
            yield tuple(order)
        else:
            yield None
        rank += 1


def _improve(order: list[str], costs: Costs, wanted: Wanted, draw: Draw) -> None:
    """Exchanges pairs until none is worth it, or for so many passes."""
    for _ in range(PASSES):
        before = list(order)
        for one in draw.shuffled(range(len(order))):
            for other in range(len(order)):
                a, b = order[one], order[other]
                gain = costs[a][one] + costs[b][other] - costs[a][other] - costs[b][one]
                if gain > 0:
                    order[one], order[other] = b, a
                    if wanted.run_value[a] != wanted.run_value[b] and not _obeys(order, (one, other), wanted):
                        order[one], order[other] = a, b
        if order == before:
            return


def _obeys(order: Sequence[str], places: tuple[int, int], wanted: Wanted) -> bool:
    """Whether no run through these places is too long."""
    value = wanted.run_value
    for place in places:
        start = end = place
        while start and value[order[start - 1]] == value[order[place]]:
            start -= 1
        while end + 1 < len(order) and value[order[end + 1]] == value[order[place]]:
            end += 1
        if end - start >= wanted.no_more_than:
            return False
    return True
