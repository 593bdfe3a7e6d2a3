"""Attention graphs that no search has found: of given sets, with given shares."""

from collections.abc import Mapping

import numpy as np

from stimuli.attention_graphs.explanation import AttentionGraph, SearchFacts
from stimuli.attention_graphs.grid import indicators
from stimuli.attention_graphs.patches import Patches, without

CELLS, SIDE_PX = 3, 48
PICTURE = np.random.default_rng(2).integers(0, 256, (SIDE_PX, SIDE_PX, 3), dtype=np.uint8)
BASELINE = np.full_like(PICTURE, 90)


def invented(shares: Mapping[Patches, float], n_roots: int, full: float = 0.8) -> AttentionGraph:
    """The graph of these sets with their shares, roots first: each joined with all that lack one of its patches."""
    sets = list(shares)
    edges = [(n, sets.index(less)) for n, one in enumerate(sets) for p in one if (less := without(one, p)) in shares]
    return AttentionGraph(
        picture=PICTURE,
        baseline=BASELINE,
        nodes=indicators(sets, CELLS),
        scores=full * np.array(list(shares.values()), dtype=np.float64),
        edges=np.array(edges, dtype=np.int64).reshape(-1, 2),
        n_roots=n_roots,
        found=indicators(sets[:n_roots], CELLS),
        found_scores=full * np.array(list(shares.values())[:n_roots], dtype=np.float64),
        facts=SearchFacts(full, 0.01, 0.9, 0.0, False, 20, 30, "grey", "exhausted"),
    )


TWO_ROOTS = invented({(0, 1): 1.043, (1, 4): 0.95, (1,): 0.35, (0,): 0.29, (4,): 0.75}, 2)  # both lead to (1,)
EMPTY = invented({}, 0)
