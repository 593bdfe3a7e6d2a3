"""Chooses among sets of patches as many as possible that hardly overlap."""

from collections.abc import Iterator, Sequence

from stimuli.attention_graphs.patches import Patches, shared


def diverse(sets: Sequence[Patches], scores: Sequence[float], overlap: int) -> list[Patches]:
    """The largest selection in which no two sets share more than `overlap` patches, by falling score.

    Among several of that size the one whose best score is best, then whose second best is best …; ties by the patches'
    numbers.  Exact, by branch and bound: fine for some hundred sets.  The authors take the first that they come upon.
    """
    ranked = sorted(zip(sets, scores, strict=True), key=lambda pair: (-pair[1], pair[0]))
    return _selection([one for one, _ in ranked], [score for _, score in ranked], overlap)


def first_largest(sets: Sequence[Patches], overlap: int) -> list[Patches]:
    """The largest selection in which no two share more than `overlap` patches; of several, the first in their order."""
    return _selection(sets, [0.0] * len(sets), overlap)


def _selection(sets: Sequence[Patches], scores: Sequence[float], overlap: int) -> list[Patches]:
    """scores: falling.  The largest clique of sets that fit; then the best scores; then the first in their order."""
    places = range(len(sets))
    fits = [sum(1 << m for m in places[n + 1 :] if shared(sets[n], sets[m]) <= overlap) for n in places]
    best: list[int] = []

    def told(chosen: Sequence[int]) -> tuple[int, list[float]]:
        return len(chosen), [scores[place] for place in chosen]

    def hoped(chosen: Sequence[int], open_ones: int) -> tuple[int, list[float]]:
        """What no selection that begins with the chosen and goes on with open ones exceeds."""
        most = len(chosen) + _at_most(open_ones, fits)
        return most, told([*chosen, *_bits(open_ones)][:most])[1]

    def grow(chosen: list[int], open_ones: int) -> None:
        nonlocal best
        if told(chosen) > told(best):
            best = list(chosen)
        while open_ones and hoped(chosen, open_ones) > told(best):
            place = next(_bits(open_ones))
            open_ones &= open_ones - 1
            grow([*chosen, place], open_ones & fits[place])

    grow([], (1 << len(sets)) - 1)
    return [sets[place] for place in best]


def _bits(some: int) -> Iterator[int]:
    while some:
        yield (some & -some).bit_length() - 1
        some &= some - 1


def _at_most(open_ones: int, fits: Sequence[int]) -> int:
    """How many of these can fit one another at most: as many as it takes colours where those that fit must differ."""
    colours = 0
    while open_ones:
        colours += 1
        free = open_ones
        while free:
            place = next(_bits(free))
            open_ones &= ~(1 << place)
            free &= ~(1 << place) & ~fits[place]
    return colours
