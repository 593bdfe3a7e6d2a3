"""How far an attention graph that is shown answers an item: by a printed percent, by a rule, or not at all."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from stimuli.attention_graphs.item_pairs import Pair
from stimuli.attention_graphs.items import visible
from stimuli.attention_graphs.patches import Patches, shared
from stimuli.manifest import Stratum


@dataclass(frozen=True)
class ShownGraph:
    """The sets of patches that a graph shows, in its order; the first n_roots are its chosen sufficient ones.

    is_true: False of a placebo, whose numbers say nothing of its sets: it answers no item, and decides no stratum.
    """

    nodes: tuple[Patches, ...]
    n_roots: int
    is_true: bool = True

    @property
    def roots(self) -> tuple[Patches, ...]:
        """The chosen sufficient sets."""
        return self.nodes[: self.n_roots]


def look_ups(graphs: Iterable[ShownGraph], n_patches: int) -> set[Patches]:
    """The hidden sets whose versions are nodes: their percent is printed."""
    return {visible(node, n_patches) for graph in graphs if graph.is_true for node in graph.nodes}


def stratum(pair: Pair, graphs: Collection[ShownGraph], n_patches: int) -> Stratum:
    """node: a version is a node of a graph.  root: of one graph, one version alone leaves a root wholly visible.

    Root says that the rule "what holds a sufficient set suffices" has an answer, not that the network keeps the rule:
    a network may lose the class by patches that are shown beside a sufficient set.
    """
    if not look_ups(graphs, n_patches).isdisjoint((pair.keeping, pair.losing)):
        return "node"
    true = [graph for graph in graphs if graph.is_true]
    told = any(_leaves_a_root(pair.keeping, graph) != _leaves_a_root(pair.losing, graph) for graph in true)
    return "root" if told else "open"


def _leaves_a_root(hidden: Patches, graph: ShownGraph) -> bool:
    return any(not shared(hidden, root) for root in graph.roots)


def overlap(hidden: Patches, node: Patches) -> float:
    """|hidden ∩ node| / |node|; 0 for the empty node, of which nothing can be hidden."""
    return shared(hidden, node) / len(node) if node else 0.0
