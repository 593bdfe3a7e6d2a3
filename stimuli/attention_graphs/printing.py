"""An attention graph as a file for print: what people see in the page beside or under the drawing is in it."""

from typing import Literal

from stimuli.attention_graphs.drawing import DOTS, MARGIN, alone, dots_for, sheet
from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.key import KEY
from stimuli.graph_style import GraphStyle
from stimuli.images import Pixels
from stimuli.legend_lines import LINE
from stimuli.legend_lines import MARGIN as KEY_MARGIN
from stimuli.paper import Paper

DPI = 2 * DOTS  # of a PNG, at least


def printed(graph: AttentionGraph, shown: Pixels, style: GraphStyle, kind: Literal["svg", "png", "pdf"]) -> bytes:
    """The drawing of a graph and its key as a file; without nodes the picture, and why; always the same bytes.

    shown: the picture as people see it.  In svg and pdf every pixel of the pictures is there as it was.
    """
    resampled = kind == "png"
    if len(graph.nodes):
        paper = _with_key(graph, shown, style, resampled=resampled)
    else:
        paper = alone(shown, style.nothing, resampled=resampled)
    return paper.file(kind, dots_for(paper, shown, DPI))


def _with_key(graph: AttentionGraph, shown: Pixels, style: GraphStyle, *, resampled: bool) -> Paper:
    lines = style.lines()
    high = LINE * len(lines)
    paper = sheet(graph, shown, style, resampled=resampled, foot=high + MARGIN)
    left, top = MARGIN - KEY_MARGIN, paper.height - MARGIN - high
    KEY.draw(paper.from_point(left, top), lines, style, paper.width - 2 * left)
    return paper
