"""Structured attention graphs as the authors' program searches for them, with its quirks.

The beam holds one state more than it is told; sets reached in several orders are as many states; sufficient sets are
pruned row by row; more sets may be kept than asked for; of a set only the first three patches are taken away.
Where the program draws a set again under every parent, here it is one node.
"""

import math
from collections.abc import Sequence

from stimuli.attention_graphs.asking import Asking
from stimuli.attention_graphs.diverse import first_largest
from stimuli.attention_graphs.explaining import Outcome, Wish
from stimuli.attention_graphs.graph import Expansion, expanded
from stimuli.attention_graphs.patches import Patches, together, without
from stimuli.attention_graphs.search import Found, Limits, Stopped

CHILDREN = 3
PERCENT = 100


def authors_graph(wish: Wish, order: Sequence[int]) -> Asking[Outcome]:
    """The graph of one image.  order: its patches by the guide, lowest mask first.

    Of the wish: sufficient, overlap, shown, the limits of width, candidates and sets, and above what a set is expanded.
    """
    full, empty = yield [tuple(range(wish.n_patches)), ()]
    threshold = wish.sufficient * full
    if not (full > 0 and empty <= threshold):  # nor where one is not a number
        return Outcome(full, empty)
    found = yield from authors_search(order, threshold, wish.limits)
    scores = (yield list(found.sets)) if found.sets else []
    chosen = first_largest(found.sets, wish.overlap)[: wish.shown]
    graph = yield from expanded(chosen, full, _expansion(wish.expansion.above))
    return Outcome(full, empty, found, scores, graph, chosen)


def authors_search(order: Sequence[int], threshold: float, limits: Limits) -> Asking[Found]:
    """Minimal sufficient sets, in the order in which they are found."""
    beam: list[Patches] = [()]
    found: list[Patches] = []
    stopped: Stopped = "exhausted"
    for _ in order:
        grown = [together(state, [patch]) for state in beam for patch in _next(state, order, limits.candidates)]
        if not grown:
            break
        scores = yield grown
        ranked = sorted(zip(grown, scores, strict=True), key=lambda pair: -pair[1])
        beam = []
        for one, score in ranked:
            if score > threshold:
                minimal = yield from _pruned_row_by_row(one, threshold)
                found += [minimal] if minimal not in found else []
            elif len(beam) <= limits.width:
                beam.append(one)
        if len(found) > limits.sets:
            stopped = "sets"
            break
    return Found(tuple(found), stopped)


def _next(state: Patches, order: Sequence[int], candidates: int | None) -> list[int]:
    return [patch for patch in order if patch not in state][:candidates]


def _pruned_row_by_row(some: Patches, threshold: float) -> Asking[Patches]:
    dropped = True
    while dropped:
        dropped = False
        for patch in some:
            fewer = without(some, patch)
            (score,) = yield [fewer]
            if score > threshold:
                some, dropped = fewer, True
    return some


def _expansion(above: float) -> Expansion:
    """The program compares whole percents, rounded down: a set is expanded from the next whole percent on."""
    at_least = (math.floor(round(PERCENT * above, 6)) + 1) / PERCENT
    return Expansion(above=math.nextafter(at_least, 0), children=CHILDREN, by="number", levels=None)
