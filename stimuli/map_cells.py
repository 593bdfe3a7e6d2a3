"""Where an explanation says that it matters, in few cells: handed on beyond this room, to be held against marks.

Not for drawing: pictures are drawn from the explanation itself.
"""

import numpy as np
from numpy.typing import NDArray

from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.explanation import Concepts, Explanation, Heatmap
from stimuli.manifest import MAP_CELLS
from stimuli.map_grid import resampled

MOST = 255  # of a cell


def map_cells(explanation: Explanation) -> str | None:
    """Row by row two hexadecimal digits for each cell, 00 nothing to ff most; None where it tells of no places.

    Heatmap: its values.  Concepts: the maps of those shown that speak for the class, by what each contributes.
    AttentionGraph: the share of the chosen sufficient sets that hold a patch.  A flat map is 00 everywhere.
    """
    places = _places(explanation)
    if places is None:
        return None
    if places.max() == places.min():
        return bytes(MAP_CELLS**2).hex()
    cells = resampled(places, MAP_CELLS, MAP_CELLS).clip(min=0)
    content: bytes = np.round(MOST * cells / cells.max()).astype(np.uint8).tobytes()
    return content.hex()


def _places(explanation: Explanation) -> NDArray[np.floating] | None:
    """(h, w), not negative."""
    if isinstance(explanation, Heatmap):
        return explanation.values
    if isinstance(explanation, Concepts):
        return _of_concepts(explanation)
    return _of_graph(explanation) if isinstance(explanation, AttentionGraph) else None


def _of_concepts(explanation: Concepts) -> NDArray[np.floating] | None:
    if not len(explanation.shown):
        return None
    weights = explanation.contributions[explanation.shown].clip(min=0)
    summed: NDArray[np.floating] = np.tensordot(weights, explanation.maps, axes=1)
    return summed


def _of_graph(explanation: AttentionGraph) -> NDArray[np.floating] | None:
    if not explanation.n_roots:
        return None
    side = round(explanation.nodes.shape[1] ** 0.5)
    shares: NDArray[np.floating] = explanation.nodes[: explanation.n_roots].mean(axis=0).reshape(side, side)
    return shares
