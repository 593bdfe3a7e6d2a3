"""Chooses among sets of patches as many as possible that hardly overlap."""

from collections.abc import Sequence

from stimuli.attention_graphs.patches import Patches, shared


def diverse(sets: Sequence[Patches], scores: Sequence[float], overlap: int) -> list[Patches]:
    """The largest selection in which no two sets share more than `overlap` patches, by falling score.

    Among several of that size the one whose best score is best, then whose second best is best …; ties by the patches'
    numbers.  Exact, by branch and bound: fine for some hundred sets.  The authors take the first that they come upon.
    """
    ranked = sorted(zip(sets, scores, strict=True), key=lambda pair: (-pair[1], pair[0]))
    return first_largest([one for one, _ in ranked], overlap)


def first_largest(sets: Sequence[Patches], overlap: int) -> list[Patches]:
    """The largest selection in which no two share more than `overlap` patches; of several, the first in their order."""
    fits = [
        sum(1 << m for m in range(n + 1, len(sets)) if shared(sets[n], sets[m]) <= overlap) for n in range(len(sets))
    ]
    return [sets[n] for n in _first_clique(fits)]


def _first_clique(fits: Sequence[int]) -> list[int]:
    """The largest clique; of several the first in lexicographic order.  fits: later neighbours of each, as bits.

    Places are tried in their order, so the first clique of a size comes upon before any other of that size.
    """
    best: list[int] = []

    def grow(chosen: list[int], open_ones: int) -> None:
        nonlocal best
        if len(chosen) > len(best):
            best = list(chosen)
        while open_ones and len(chosen) + _at_most(open_ones, fits) > len(best):
            place = (open_ones & -open_ones).bit_length() - 1
            open_ones &= open_ones - 1
            grow([*chosen, place], open_ones & fits[place])

    grow([], (1 << len(fits)) - 1)
    return best


def _at_most(open_ones: int, fits: Sequence[int]) -> int:
    """How many of these can fit one another at most: as many as it takes colours where neighbours must differ."""
    colours = 0
    while open_ones:
        colours += 1
        free = open_ones
        while free:
            place = (free & -free).bit_length() - 1
            open_ones &= ~(1 << place)
            free &= ~(1 << place) & ~fits[place]
    return colours
