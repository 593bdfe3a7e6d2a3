"""An attention graph as a file for print."""

from typing import Literal

from stimuli.attention_graphs.drawing import sheet
from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.graph_style import GraphStyle
from stimuli.images import Pixels

DPI = 300  # of a PNG


def printed(graph: AttentionGraph, shown: Pixels, style: GraphStyle, kind: Literal["svg", "png", "pdf"]) -> bytes:
    """The drawing of a graph as a file; the same graph gives the same bytes.

    shown: the picture as people see it.  In svg and pdf every pixel of the pictures is there as it was.
    """
    return sheet(graph, shown, style, resampled=kind == "png").file(kind, DPI)
