"""A whole attention graph on a sheet: the picture at the left, beside it the layers of what the network was shown.

Unlike the authors' figures, in which the squares shown are brightened and the rest is almost black, every node is just
what was scored.  A node's place depends neither on numbers nor on edges being drawn.  Pictures and frames begin and end
on whole dots, so that frames are equally thick on every side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.layout import Layout, layered
from stimuli.graph_style import GraphStyle
from stimuli.images import Pixels
from stimuli.lettering import wrapped
from stimuli.paper import Paper
from stimuli.percents import percent

DOTS = 150  # an inch, on screens; files for print have a multiple of it
# In inches; a page of 1,024 pixels shows 100 of them an inch.
WIDTH, MARGIN, BETWEEN = 10.24, 0.14, 0.42
ORIGINAL_LEAST, ORIGINAL_MOST = 2.2, 3.1
NODE_MOST, NODE_LEAST = 1.35, 0.3
LABEL, ARROW, CLEAR = 0.25, 0.62, 0.05  # under a node; between rows; between an arrow and what it joins
LETTER_PT, LETTER_LEAST_PT, LETTERS = 13.0, 7.5, 0.26  # letters: height in widths of a node, at most
WORDS_PT, WORDS_LINE, WORDS_LEAST = 11.0, 0.22, 2.2  # words under a picture alone: size, line, width at least
FRAME_PT, RIM_PT = 2.6, 1.0  # rim: white, round the outline of a square
THICKEST, THICKEST_RIM = 0.15, 0.06  # of these, in sides of a square, so that it is not filled
THICKEST_FRAME = 0.05  # in sides of a node
SOME, MUCH = 20, 60  # points of per cent: less is a thin arrow, more a thick one
THIN, MEDIUM, THICK = 1.0, 2.2, 4.2  # of arrows, in points
OUTLINES = {THIN: 1.0, MEDIUM: 1.8, THICK: 3.0}  # of squares
PORTS = 0.56  # of a node's width, over which arrows begin or end
INK, ARROW_INK = "#20262b", "#6b757d"
POINTS = 72
HAIR = 1e-9  # an inch


@dataclass(frozen=True)
class _Places:
    """Where things are, in inches.  left, top: of the layers.  node: side of a node.  pitch: from row to row."""

    layout: Layout
    left: float
    top: float
    node: float

    @property
    def pitch(self) -> float:
        return self.node + LABEL + ARROW

    def corner(self, node: int) -> tuple[float, float]:
        """left, top of a node's picture."""
        centre, row = self.layout.centres[node], self.layout.rows[node]
        return on_dots(self.left + (centre - 0.5) * self.node), on_dots(self.top + row * self.pitch)


def on_dots(inches: float) -> float:
    """The nearest length of whole dots."""
    return round(inches * DOTS) / DOTS


def dots_for(paper: Paper, shown: Pixels, least: int) -> int:
    """Dots an inch at which a drawing is no smaller than the picture in it.  least: a multiple of DOTS, as they are."""
    height, width = shown.shape[:2]
    larger: float = 1 + max(height / paper.height, width / paper.width)
    return max(least, DOTS * ceil(larger / DOTS))


def sheet(
    graph: AttentionGraph, shown: Pixels, style: GraphStyle, *, resampled: bool = True, foot: float = 0.0
) -> Paper:
    """The drawing.  shown: the picture as people see it, of any shape.  Without nodes: that picture alone.

    resampled: False where a vector file is to keep each pixel of the pictures.  foot: inches left free at the bottom.
    """
    layout = layered(graph.sets, [(int(parent), int(child)) for parent, child in graph.edges])
    if not layout.n_rows:
        return alone(shown, resampled=resampled)
    room = WIDTH - 2 * MARGIN - BETWEEN
    original = min(ORIGINAL_MOST, max(ORIGINAL_LEAST, room - NODE_MOST * layout.width))
    node = floor(DOTS * max(NODE_LEAST, min(NODE_MOST, (room - original) / layout.width))) / DOTS
    spare = max(0.0, room - original - node * layout.width)
    places = _Places(layout, MARGIN + original + BETWEEN + spare / 2, MARGIN, node)
    across, down = _sides(shown, original)
    width = max(WIDTH, places.left + node * layout.width + MARGIN)
    height = 2 * MARGIN + max(down + LABEL, layout.n_rows * places.pitch - ARROW) + foot
    paper = _paper(width, height)
    paper.show(shown, on_dots(MARGIN + (original - across) / 2), MARGIN, across, down, resampled=resampled)
    if style.numbers:
        _percent(paper, 1.0, MARGIN + original / 2, MARGIN + down, LETTER_PT)
    for n in range(len(graph.nodes)):
        _node(paper, graph, n, places, style, resampled=resampled)
    if style.edges:
        _edges(paper, graph, places, style)
        for n in range(len(graph.nodes)):
            _removed(paper, graph, n, places, style)
    return paper


def _paper(width: float, height: float) -> Paper:
    """A sheet of whole dots; its size in dots is cut to a whole number later, so it is a hair larger."""
    return Paper(on_dots(width) + HAIR, on_dots(height) + HAIR)


def alone(shown: Pixels, words: str = "", *, resampled: bool) -> Paper:
    """The picture of which there is no graph.  words: under it, broken into lines where it is narrow."""
    across, down = _sides(shown, ORIGINAL_MOST)
    width = max(across, WORDS_LEAST) if words else across
    lines = wrapped(words, width, WORDS_PT) if words else []
    foot = MARGIN / 2 + WORDS_LINE * len(lines) if lines else 0.0
    paper = _paper(width + 2 * MARGIN, down + 2 * MARGIN + foot)
    paper.show(shown, on_dots(MARGIN + (width - across) / 2), MARGIN, across, down, resampled=resampled)
    for n, line in enumerate(lines):
        paper.write(line, paper.width / 2, MARGIN * 1.5 + down + n * WORDS_LINE, WORDS_PT, ha="center", color=INK)
    return paper


def _sides(shown: Pixels, longer: float) -> tuple[float, float]:
    """Width and height of a picture whose longer side is given."""
    height, width = shown.shape[:2]
    return on_dots(longer * width / max(height, width)), on_dots(longer * height / max(height, width))


def _node(paper: Paper, graph: AttentionGraph, n: int, places: _Places, style: GraphStyle, *, resampled: bool) -> None:
    left, top = places.corner(n)
    side, share = places.node, float(graph.shares[n])
    frame = max(1 / DOTS, on_dots(min(FRAME_PT / POINTS, THICKEST_FRAME * side)))
    paper.show(graph.composed(n), left, top, side, side, resampled=resampled)
    around = (left - frame, top - frame, side + 2 * frame, side + 2 * frame)
    paper.fill(style.colour(share), *around, behind=True)  # not a line round it: no gap is left at any size
    if style.numbers:
        size = max(LETTER_LEAST_PT, min(LETTER_PT, LETTERS * side * POINTS))
        _percent(paper, share, left + side / 2, top + side, size)


def _percent(paper: Paper, share: float, centre: float, bottom: float, size: float) -> None:
    where = (centre, bottom + FRAME_PT / POINTS + 0.035)
    paper.write(f"{percent(share)} %", *where, size, ha="center", color=INK)


def lost_weight(graph: AttentionGraph, edge: int, style: GraphStyle) -> float:
    """The weight of an edge's line, in points, by the points of per cent that are lost along it.

    All alike where numbers are not seen.
    """
    if not style.numbers:
        return MEDIUM
    before, after = (percent(float(graph.shares[end])) for end in graph.edges[edge])
    lost = before - after
    return THIN if lost < SOME else MEDIUM if lost <= MUCH else THICK


def _edges(paper: Paper, graph: AttentionGraph, places: _Places, style: GraphStyle) -> None:
    edges = [(int(parent), int(child)) for parent, child in graph.edges]
    centres = places.layout.centres
    for n, (parent, child) in enumerate(edges):
        below = sorted((c for p, c in edges if p == parent), key=centres.__getitem__)
        above = sorted((p for p, c in edges if c == child), key=centres.__getitem__)
        start, end = _port(below, child, places.node), _port(above, parent, places.node)
        (left, top), (to_left, to_top) = places.corner(parent), places.corner(child)
        tail = (left + start, top + places.node + LABEL + CLEAR)
        tip = (to_left + end, to_top - FRAME_PT / POINTS - CLEAR)
        paper.arrow(ARROW_INK, tail, tip, lost_weight(graph, n, style))


def _port(ends: Sequence[int], end: int, node: float) -> float:
    """Where along a node's side the arrow to one of its neighbours is, so that arrows do not meet in one point."""
    return node * (0.5 + PORTS * ((ends.index(end) + 0.5) / len(ends) - 0.5))


def _removed(paper: Paper, graph: AttentionGraph, child: int, places: _Places, style: GraphStyle) -> None:
    """The squares that the edges to a node took away, within their bounds."""
    (left, top), scale = places.corner(child), places.node / graph.grid.side_px
    for n in (n for n, edge in enumerate(graph.edges) if edge[1] == child):
        first, upper, last, lower = (scale * edge for edge in graph.grid.square(graph.removed(n)))
        side = POINTS * (last - first)
        weight, rim = min(OUTLINES[lost_weight(graph, n, style)], THICKEST * side), min(RIM_PT, THICKEST_RIM * side)
        inset = (weight + rim) / 2 / POINTS
        square = (left + first + inset, top + upper + inset, last - first - 2 * inset, lower - upper - 2 * inset)
        paper.outline("#FFFFFF", square, weight + 2 * rim)
        paper.outline(style.outline, square, weight)
