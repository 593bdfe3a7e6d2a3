"""What the page needs to let people walk through an attention graph: its nodes' pictures, places and shares."""

from math import ceil, sqrt

import numpy as np

from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.layout import layered
from stimuli.graph_style import GraphStyle
from stimuli.images import Pixels
from stimuli.manifest import Asset, GraphEdge, GraphNode
from stimuli.manifest import AttentionGraph as WalkedGraph
from stimuli.percents import written_share

PAPER = 255  # where the last row of tiles is not full


def columns_of(graph: AttentionGraph) -> int:
    """How many tiles stand side by side: about as many as one below the other."""
    return max(1, ceil(sqrt(len(graph.nodes))))


def tiles(graph: AttentionGraph, columns: int) -> Pixels:
    """All nodes' pictures, pixel by pixel as the network saw them, row by row: (rows * s, columns * s, 3).

    ValueError where there are no nodes.
    """
    n, side = len(graph.nodes), graph.grid.side_px
    if not n:
        raise ValueError("there is no node, and so no tile")
    whole = np.full((ceil(n / columns) * side, columns * side, 3), PAPER, dtype=np.uint8)
    for node in range(n):
        row, column = divmod(node, columns)
        whole[row * side : (row + 1) * side, column * side : (column + 1) * side] = graph.composed(node)
    return whole


def walked(graph: AttentionGraph, style: GraphStyle, written: Asset | None) -> WalkedGraph:
    """What the manifest says of a graph.  written: its tiles, in `columns_of` columns; None where there is no node."""
    ends = [(int(parent), int(child)) for parent, child in graph.edges]
    layout = layered(graph.sets, ends)
    shares = map(written_share, graph.shares.tolist())
    told = zip(graph.sets, layout.rows, layout.centres, shares, strict=True)
    return WalkedGraph(
        cells=graph.grid.cells,
        n_roots=graph.n_roots,
        nodes=tuple(GraphNode(patches=some, row=row, centre=centre, share=share) for some, row, centre, share in told),
        edges=tuple(
            GraphEdge(parent=parent, child=child, removed=graph.removed(n)) for n, (parent, child) in enumerate(ends)
        ),
        width=layout.width,
        tiles=written,
        columns=columns_of(graph),
        tile_px=graph.grid.side_px,
        numbers=style.numbers,
        links=style.edges,
        alt=style.alt,
    )
