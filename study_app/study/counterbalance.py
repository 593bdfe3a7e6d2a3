"""Levels within participants in orders that change from seat to seat, and left and right exchanged for every other."""

from typing import Literal

from study_app.study.draw import Draw

Kind = Literal["latin-square", "williams", "random", "fixed"]
Key = tuple[str | int, ...]
Rows = tuple[tuple[int, ...], ...]


def latin_square(n: int, key: Key) -> Rows:
    """n orders of 0 … n - 1 with every number once at every place: a cyclic square with shuffled numbers and rows."""
    draw = Draw(*key, "latin-square")
    labels = draw.shuffled(range(n))
    return tuple(tuple(labels[(row + column) % n] for column in range(n)) for row in draw.shuffled(range(n)))


def williams_square(n: int, key: Key) -> Rows:
    """Orders of 0 … n - 1 in which every number also follows every other equally often.

    n rows where n is even, and each pair once.  2 n rows where n is odd, and each pair twice: the first n rows and the
    last n rows are Latin squares, each the other's mirror image.
    (Williams, Experimental designs balanced for the estimation of residual effects of treatments, 1949.)
    """
    draw = Draw(*key, "williams")
    labels = draw.shuffled(range(n))
    zigzag = [-(place // 2) if place % 2 == 0 else place // 2 + 1 for place in range(n)]  # 0, 1, -1, 2, -2 …
    rows = [tuple(labels[(row + step) % n] for step in zigzag) for row in range(n)]
    mirrored = [row[::-1] for row in rows] if n % 2 else []
    halves = draw.shuffled([rows, mirrored]) if mirrored else [rows]
    return tuple(row for half in halves for row in draw.shuffled(half))


def level_order(levels: tuple[str, ...], kind: Kind, rank: int, key: Key) -> tuple[str, ...]:
    """The levels in the order of the seat of that rank.

    Squares are used up row by row, then another is drawn: so each level comes at each place equally often, give or
    take one, whatever the number of seats.
    """
    if kind == "fixed":
        return levels
    if kind == "random":
        return tuple(Draw(*key, "levels", rank).shuffled(levels))
    n = len(levels)
    cycle, row = divmod(rank, 2 * n if kind == "williams" and n % 2 else n)
    square = (williams_square if kind == "williams" else latin_square)(n, (*key, cycle))
    return tuple(levels[number] for number in square[row])


def flips(n_items: int, rank: int, key: Key) -> tuple[bool, ...]:
    """For each item, whether its left and right are exchanged for the seat of that rank.

    Half of a seat's items are, give or take one half; and each item for every other seat: the seats 0 and 1, 2 and 3 …
    are each other's opposite.
    """
    draw = Draw(*key, "flips", rank // 2)
    n_first = (n_items + draw.below(2)) // 2
    drawn = draw.shuffled([place < n_first for place in range(n_items)])
    return tuple(flipped != (rank % 2 == 1) for flipped in drawn)
