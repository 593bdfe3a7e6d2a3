"""Random order with a limit: no more than so many of the same class in a row."""

from collections import Counter
from collections.abc import Sequence

from study_app.study.draw import Draw

TRIES = 200


def arranged(labelled: Sequence[tuple[str, str]], no_more_than: int, draw: Draw) -> list[tuple[str, str]]:
    """The (class, image) pairs in random order without a longer run of one class than allowed.

    Whole shuffles are drawn until one fits, so that all fitting orders are equally likely.
    Where hardly any order fits, one is built place by place: always possible if any is, but not exactly uniform.
    Raises ValueError where no order fits, which takes classes of unequal size.
    """
    for _ in range(TRIES):
        order = draw.shuffled(labelled)
        if longest_run([label for label, _ in order]) <= no_more_than:
            return order
    return _built(draw.shuffled(labelled), no_more_than, draw)


def longest_run(labels: Sequence[str]) -> int:
    """The length of the longest run of equal labels."""
    longest = run = 0
    for place, label in enumerate(labels):
        run = run + 1 if place and label == labels[place - 1] else 1
        longest = max(longest, run)
    return longest


def _built(items: list[tuple[str, str]], limit: int, draw: Draw) -> list[tuple[str, str]]:
    """One place after the other, each class with probability in proportion to what is left of it."""
    left, order, run = list(items), list[tuple[str, str]](), 0
    while left:
        last = order[-1][0] if order else ""
        fitting = [item for item in left if _leaves_a_way(item[0], left, (last, run), limit)]
        if not fitting:
            raise ValueError(f"no order has at most {limit} of the same class in a row")
        item = fitting[draw.below(len(fitting))]
        left.remove(item)
        order.append(item)
        run = run + 1 if item[0] == last else 1
    return order


def _leaves_a_way(label: str, left: list[tuple[str, str]], end: tuple[str, int], limit: int) -> bool:
    """Whether the rest can still be placed once this label follows the run that the order ends with.

    It can if every class fits into the gaps that the other classes leave.
    """
    run = end[1] + 1 if label == end[0] else 1
    counts = Counter(other for other, _ in left)
    counts[label] -= 1
    total = counts.total()
    room = {other: limit * (total - n + 1) - (run if other == label else 0) for other, n in counts.items()}
    return run <= limit and all(n <= room[other] for other, n in counts.items())
