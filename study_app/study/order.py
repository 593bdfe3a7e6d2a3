"""Random order with a limit: no more than so many of the same class in a row."""

from collections import Counter
from collections.abc import Sequence

from study_app.study.draw import Draw

TRIES = 200
TRIES_IN_A_CIRCLE = 20


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


def arranged_in_a_circle(labelled: Sequence[tuple[str, str]], no_more_than: int, draw: Draw) -> list[tuple[str, str]]:
    """Such an order that may be begun anywhere: runs that go on from its end to its beginning are no longer either.

    Raises ValueError where there is none; `fits_in_a_circle` tells before.
    """
    for _ in range(TRIES_IN_A_CIRCLE):
        order = draw.shuffled(labelled)
        if longest_run_in_a_circle([label for label, _ in order]) <= no_more_than:
            return order
    return _built(draw.shuffled(labelled), no_more_than, draw, is_circle=True)


def longest_run_in_a_circle(labels: Sequence[str]) -> int:
    """The length of the longest run of equal labels where the last is followed by the first."""
    return min(len(labels), longest_run([*labels, *labels]))


def fits(labels: Sequence[str], no_more_than: int) -> bool:
    """Whether any order of the labels has no longer run than allowed: the others leave gaps enough for each."""
    total = len(labels)
    return all(n <= no_more_than * (total - n + 1) for n in Counter(labels).values())


def fits_in_a_circle(labels: Sequence[str], no_more_than: int) -> bool:
    """Whether any order in a circle has no longer run than allowed: there is one gap less than in a row."""
    total = len(labels)
    return total <= no_more_than or all(n <= no_more_than * (total - n) for n in Counter(labels).values())


def _built(items: list[tuple[str, str]], limit: int, draw: Draw, *, is_circle: bool = False) -> list[tuple[str, str]]:
    """One place after the other, each class with probability in proportion to what is left of it.

    A circle begins after a change of class, so that it must not end with the class it begins with.
    """
    left, order, run = list(items), list[tuple[str, str]](), 0
    while left:
        last = order[-1][0] if order else ""
        counts = Counter(label for label, _ in left)
        ways = set[str]()
        for label in counts:
            not_last = (order[0][0] if order else label) if is_circle else None
            if _leaves_a_way(label, counts, (last, run, not_last), limit):
                ways.add(label)
        fitting = [item for item in left if item[0] in ways]
        if not fitting:
            raise ValueError(f"no order has at most {limit} of the same class in a row")
        item = fitting[draw.below(len(fitting))]
        left.remove(item)
        order.append(item)
        run = run + 1 if item[0] == last else 1
    return order


def _leaves_a_way(label: str, left: Counter[str], end: tuple[str, int, str | None], limit: int) -> bool:
    """Whether the rest can still be placed once this label follows the run that the order ends with.

    It can if every class fits into the gaps that the other classes leave; after the last of them there is no gap for
    a class that the order must not end with.  end: the last class, its run, and the class that must not be last.
    """
    last, run_so_far, not_last = end
    run = run_so_far + 1 if label == last else 1
    counts = left - Counter([label])
    total = counts.total()
    gaps = {other: total - counts[other] + (other != not_last) for other in {*counts, label}}
    return run <= limit and all(counts[o] <= limit * n - (run if o == label else 0) for o, n in gaps.items())
