"""Attention graphs whose sufficient sets are typed in."""

from collections.abc import Sequence

import numpy as np

from stimuli.attention_graphs.explanation import AttentionGraph, SearchFacts
from stimuli.attention_graphs.grid import indicators
from stimuli.attention_graphs.patches import Patches
from stimuli.attention_graphs.search import Stopped

SIDE = 40


def planted_graph(
    *sets: Patches, cells: int = 4, stopped: Stopped | None = "exhausted", warnings: Sequence[str] = ()
) -> AttentionGraph:
    """A graph of these minimal sufficient sets, the first of which is chosen; scored 57, looked at 91 times."""
    picture = np.full((SIDE, SIDE, 3), 200, dtype=np.uint8)
    facts = SearchFacts(
        full=0.8, empty=0.1, sufficient=0.9, feather_px=0.0, corners=False, distinct=57, wanted=91, baseline="blur",
        stopped=stopped,
    )  # fmt: skip
    return AttentionGraph(
        picture=picture,
        baseline=picture // 4,
        nodes=indicators(sets[:1], cells),
        scores=np.full(len(sets[:1]), 0.76),
        edges=np.zeros((0, 2), dtype=np.int64),
        n_roots=len(sets[:1]),
        found=indicators(sets, cells),
        found_scores=np.linspace(0.79, 0.73, len(sets)),
        facts=facts,
        warnings=tuple(warnings),
    )
