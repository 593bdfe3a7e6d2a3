"""The graph below chosen sets: what the score becomes where single patches are taken away.

Nodes are sets of patches, each once, however it is reached; an edge leads from a set to the same set without one patch.
The authors draw a set again under each of its parents, and take away only the first three patches, row by row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from stimuli.attention_graphs.asking import Asking
from stimuli.attention_graphs.patches import Patches, one_fewer


@dataclass(frozen=True)
class Expansion:
    """How far the graph is drawn.

    above: a set is taken apart where its share of the whole picture's score exceeds this.
    children: of each set, at most so many; None: all.  by: which, those that lose most or the first, row by row.
    levels: below the roots; None: as far as the rule goes.
    """

    above: float = 0.4
    children: int | None = 3
    by: Literal["loss", "number"] = "loss"
    levels: int | None = 2


@dataclass(frozen=True)
class Graph:
    """scores: of every node, the roots first, then level by level.  edges: from a set to the set without one patch."""

    scores: Mapping[Patches, float]
    edges: tuple[tuple[Patches, Patches], ...]


def expanded(roots: Sequence[Patches], full: float, expansion: Expansion) -> Asking[Graph]:
    """The graph below these sets.  full: the whole picture's score."""
    scores = dict(zip(roots, (yield list(roots)), strict=True)) if roots else {}
    edges: list[tuple[Patches, Patches]] = []
    frontier, level = list(roots), 0
    while frontier and (expansion.levels is None or level < expansion.levels):
        parents = [one for one in frontier if len(one) > 1 and scores[one] > expansion.above * full]
        asked = [child for parent in parents for child in one_fewer(parent)]
        told = dict(zip(asked, (yield asked), strict=True)) if asked else {}
        frontier = []
        for parent in parents:
            fewer = list(one_fewer(parent))
            if expansion.by == "loss":
                fewer.sort(key=lambda child: (told[child], child))
            lost = fewer[: expansion.children]
            edges += [(parent, child) for child in lost]
            frontier += [child for child in lost if child not in scores]
            scores.update({child: told[child] for child in lost})
        frontier, level = list(dict.fromkeys(frontier)), level + 1
    return Graph(scores, tuple(edges))
