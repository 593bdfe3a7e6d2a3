"""The kind of explanation that attention graphs are: frozen arrays with checked shapes.  numpy only."""

from dataclasses import astuple, dataclass
from functools import cached_property
from typing import ClassVar, Self, get_args

import numpy as np
from numpy.typing import NDArray

from stimuli.attention_graphs.grid import Grid, members
from stimuli.attention_graphs.patches import Patches
from stimuli.attention_graphs.search import Stopped
from stimuli.baseline_names import BaselineName
from stimuli.explanation import Arrays
from stimuli.images import Pixels

STOPPED: tuple[Stopped, ...] = get_args(Stopped)
BASELINES: tuple[str, ...] = get_args(BaselineName)


@dataclass(frozen=True)
class SearchFacts:
    """What was asked and what it took.

    full, empty: the score of the whole picture, and of its baseline.  sufficient: share of `full` that a sufficient set
    exceeds.  feather_px, corners: of the grid.  distinct: sets scored.  wanted: scores that the search looked at; the
    difference is what its memory saved.  baseline: what is seen where no patch is.  stopped: why the search ended; None
    where there was nothing to search.
    """

    full: float
    empty: float
    sufficient: float
    feather_px: float
    corners: bool
    distinct: int
    wanted: int
    baseline: str
    stopped: Stopped | None

    def array(self) -> NDArray[np.float64]:
        """As numbers alone."""
        *numbers, baseline, stopped = astuple(self)
        codes = (BASELINES.index(baseline), STOPPED.index(stopped) if stopped else -1)
        return np.array([*numbers, *codes], dtype=np.float64)

    @classmethod
    def of_array(cls, values: NDArray[np.float64]) -> Self:
        """What gave these numbers."""
        full, empty, sufficient, feather, corners, distinct, wanted, baseline, stopped = values.tolist()
        why = STOPPED[int(stopped)] if stopped >= 0 else None
        name, counts = BASELINES[int(baseline)], (int(distinct), int(wanted))
        return cls(full, empty, sufficient, feather, bool(corners), *counts, name, why)


@dataclass(frozen=True, eq=False)
class AttentionGraph:
    """Minimal sufficient sets of patches of a picture, and what is left of the score without each of their patches.

    picture, baseline: (s, s, 3) uint8, as the network took them.
    nodes: (n, r * r) bool, the sets that are shown, each once; the first `n_roots` are the chosen sufficient ones.
    scores: (n,) float64.  edges: (m, 2) int64, from a node to the same without one patch.
    found: (k, r * r) bool, all minimal sufficient sets that the search found; found_scores: (k,).
    """

    kind: ClassVar[str] = "attention_graph"
    picture: Pixels
    baseline: Pixels
    nodes: NDArray[np.bool_]
    scores: NDArray[np.float64]
    edges: NDArray[np.int64]
    n_roots: int
    found: NDArray[np.bool_]
    found_scores: NDArray[np.float64]
    facts: SearchFacts
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        side, n, patches = self.picture.shape[0], len(self.nodes), self.nodes.shape[-1]
        if self.picture.shape != (side, side, 3) or self.baseline.shape != self.picture.shape:
            raise ValueError(f"picture and baseline are (s, s, 3), not {self.picture.shape} and {self.baseline.shape}")
        if round(patches**0.5) ** 2 != patches or self.nodes.dtype != np.bool_ or self.found.shape[1:] != (patches,):
            raise ValueError(f"sets are (n, r * r) bool, not {self.nodes.shape} {self.nodes.dtype}, {self.found.shape}")
        if self.scores.shape != (n,) or self.found_scores.shape != self.found.shape[:1] or not 0 <= self.n_roots <= n:
            raise ValueError(f"one score per set, and at most {n} roots")
        if self.edges.shape != (len(self.edges), 2) or not set(self.edges.ravel().tolist()) <= set(range(n)):
            raise ValueError(f"edges lead between {n} nodes")
        lost = self.nodes[self.edges[:, 0]].sum(1) - self.nodes[self.edges[:, 1]].sum(1)
        if (lost != 1).any() or (self.nodes[self.edges[:, 1]] & ~self.nodes[self.edges[:, 0]]).any():
            raise ValueError("an edge leads from a set to the same without one patch")

    @property
    def grid(self) -> Grid:
        """Which pixels the patches are."""
        return Grid(
            round(self.nodes.shape[-1] ** 0.5), self.picture.shape[0], self.facts.feather_px, self.facts.corners
        )

    @cached_property
    def sets(self) -> tuple[Patches, ...]:
        """The nodes as sets."""
        return tuple(members(node) for node in self.nodes)

    @cached_property
    def found_sets(self) -> tuple[Patches, ...]:
        """All minimal sufficient sets that were found."""
        return tuple(members(one) for one in self.found)

    @property
    def shares(self) -> NDArray[np.float64]:
        """(n,): each node's score as a share of the whole picture's; may exceed 1."""
        shares: NDArray[np.float64] = self.scores / (self.facts.full or 1.0)
        return shares

    def removed(self, edge: int) -> int:
        """The patch that an edge takes away."""
        parent, child = self.edges[edge]
        return int(np.flatnonzero(self.nodes[parent] & ~self.nodes[child])[0])

    def composed(self, node: int) -> Pixels:
        """What the network saw of a node."""
        return self.grid.composed(self.picture, self.baseline, self.sets[node])

    def arrays(self) -> Arrays:
        """All its numbers."""
        return {
            "picture": self.picture,
            "baseline": self.baseline,
            "nodes": self.nodes,
            "scores": self.scores,
            "edges": self.edges,
            "found": self.found,
            "found_scores": self.found_scores,
            "search": np.append(self.facts.array(), self.n_roots),
        }

    @classmethod
    def of_arrays(cls, arrays: Arrays, warnings: tuple[str, ...]) -> Self:
        """The graph that gave these arrays."""
        facts = np.asarray(arrays["search"], dtype=np.float64)
        return cls(
            np.asarray(arrays["picture"], dtype=np.uint8),
            np.asarray(arrays["baseline"], dtype=np.uint8),
            np.asarray(arrays["nodes"], dtype=np.bool_),
            np.asarray(arrays["scores"], dtype=np.float64),
            np.asarray(arrays["edges"], dtype=np.int64),
            int(facts[-1]),
            np.asarray(arrays["found"], dtype=np.bool_),
            np.asarray(arrays["found_scores"], dtype=np.float64),
            SearchFacts.of_array(facts[:-1]),
            warnings,
        )
