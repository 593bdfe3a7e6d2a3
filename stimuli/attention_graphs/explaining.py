"""The whole attention graph of one image, as a search that asks for scores: found, chosen, taken apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from stimuli.attention_graphs.asking import Asking, Memo
from stimuli.attention_graphs.diverse import diverse
from stimuli.attention_graphs.graph import Expansion, Graph, expanded
from stimuli.attention_graphs.guide import exhaustive_order
from stimuli.attention_graphs.pairwise import pairwise_search
from stimuli.attention_graphs.patches import Patches
from stimuli.attention_graphs.search import BeamSearch, Found, Limits


@dataclass(frozen=True)
class Wish:
    """What is wanted of a graph.

    sufficient: share of the whole picture's score that a set must exceed.  overlap: patches that two chosen sets may
    share.  shown: how many are chosen at most.
    """

    n_patches: int
    sufficient: float = 0.9
    search: Literal["beam", "pairwise"] = "beam"
    limits: Limits = Limits()
    overlap: int = 1
    shown: int = 3
    expansion: Expansion = Expansion()


@dataclass(frozen=True)
class Outcome:
    """What was found in one image.  full, empty: scores of the whole picture and of its baseline.

    found: None where the question has no answer, since the baseline suffices by itself.
    """

    full: float
    empty: float
    found: Found | None = None
    found_scores: Sequence[float] = ()
    graph: Graph = field(default_factory=lambda: Graph({}, ()))
    chosen: Sequence[Patches] = ()


def attention_graph(wish: Wish, order: Sequence[int] | None, memo: Memo) -> Asking[Outcome]:
    """The graph of one image.  order: its patches, the most promising first; None: by the exhaustive guide.

    memo: of the image; the search is to be `remembered`.
    """
    everything = tuple(range(wish.n_patches))
    full, empty = yield [everything, ()]
    threshold = wish.sufficient * full
    if not (full > 0 and empty <= threshold):  # nor where one is not a number
        return Outcome(full, empty)
    if wish.search == "pairwise":
        found = yield from pairwise_search(wish.n_patches, threshold, wish.limits, memo)
    else:
        if order is None:
            order = yield from exhaustive_order(wish.n_patches)
        found = yield from BeamSearch(order, threshold, wish.limits, wish.overlap, memo).run()
    scores = (yield list(found.sets)) if found.sets else []
    chosen = diverse(found.sets, scores, wish.overlap)[: wish.shown]
    graph = yield from expanded(chosen, full, wish.expansion)
    return Outcome(full, empty, found, scores, graph, chosen)
