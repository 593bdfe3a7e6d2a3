"""What is said under an attention graph: how many sufficient sets are shown, and how little the smallest needs."""

from stimuli.manifest import AttentionGraph


def sets_shown(graph: AttentionGraph) -> str:
    """A line under the graph."""
    sizes = [len(root.patches) for root in graph.nodes[: graph.n_roots]]
    if not sizes:
        return "no sufficient set"
    n, whole, least = len(sizes), graph.cells**2, min(sizes)
    of = f"{least} of {whole} patches ({100 * least / whole:.0f} %)"
    return f"1 sufficient set: {of}" if n == 1 else f"{n} sufficient sets shown; the smallest: {of}"
