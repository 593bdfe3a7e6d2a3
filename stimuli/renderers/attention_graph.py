"""Draws an attention graph as one sheet, and the key that says what frames, per cent, arrows and outlines mean."""

from functools import partial
from math import ceil

from stimuli.attention_graphs.drawing import ARROW_INK, MEDIUM, THICK, THIN, sheet
from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.walking import columns_of, tiles, walked
from stimuli.graph_style import GraphStyle
from stimuli.images import Pixels
from stimuli.legend_lines import INK, MARGIN, SIGN, WORDS_PT, LinedKey
from stimuli.paper import Paper
from stimuli.renderer import Drawing, Renderer, Walk
from stimuli.style import PictureStyle

DPI = 150
LEGEND_ALT = "Key to the rows of small pictures: "
KEY_HEIGHT, WORDS_FROM = 1.12, 1.0  # in inches
PALE = "#e4e7ea"


def draw(graph: AttentionGraph, shown: Pixels, style: PictureStyle) -> tuple[Drawing, ...]:
    """One picture of the whole graph, no smaller than the picture itself; without nodes that picture, and why."""
    paper, told = sheet(graph, shown, style.attention_graph), style.attention_graph
    height, width = shown.shape[:2]
    dots = max(DPI, 1 + ceil(max(height / paper.height, width / paper.width)))
    return (Drawing(paper.pixels(dots), told.alt, "" if len(graph.nodes) else told.nothing),)


def small(graph: AttentionGraph, shown: Pixels, _: PictureStyle) -> Pixels:
    """What the network saw of the first sufficient set; the picture where there is none."""
    return graph.composed(0) if graph.n_roots else shown


def walk(graph: AttentionGraph, style: PictureStyle) -> Walk:
    """The graph with its nodes' pictures, to be drawn by the page."""
    told = style.attention_graph
    seen = Drawing(tiles(graph, columns_of(graph)), told.alt, lossless=True) if len(graph.nodes) else None
    return Walk(seen, partial(walked, graph, told))


def legend(style: PictureStyle) -> Drawing:
    """A line each for frames, per cent, arrows and outlines; what is not seen, or has no words, is left out."""
    told = style.attention_graph
    lines = told.lines()
    return Drawing(KEY.pixels(lines, told), LEGEND_ALT + "; ".join(lines.values()))


def _frames(paper: Paper, middle: float, told: GraphStyle) -> None:
    for n, colour in enumerate(told.colours):
        left = MARGIN + 0.02 + n * (SIGN + 0.1)
        paper.fill(PALE, left, middle - SIGN / 2, SIGN, SIGN)
        paper.outline(colour, (left, middle - SIGN / 2, SIGN, SIGN), 2.2)


def _percents(paper: Paper, middle: float, _: GraphStyle) -> None:
    paper.write("93 %", MARGIN, middle, WORDS_PT, va="center_baseline", color=INK)


def _arrows(paper: Paper, middle: float, told: GraphStyle) -> None:
    for n, weight in enumerate((THIN, MEDIUM, THICK) if told.numbers else (MEDIUM,)):
        left = MARGIN + n * 0.28
        paper.arrow(ARROW_INK, (left, middle), (left + 0.24, middle), 0.7 * weight)


def _outlines(paper: Paper, middle: float, told: GraphStyle) -> None:
    left, side = MARGIN + 0.02, 0.6 * SIGN
    paper.fill(PALE, left, middle - SIGN / 2, SIGN, SIGN)
    paper.outline(told.outline, (left + 0.2 * SIGN, middle - side / 2, side, side), 1.8)


def _rows(paper: Paper, middle: float, _: GraphStyle) -> None:
    for n in range(3):
        left, side = MARGIN + 0.02 + n * (SIGN + 0.1), (1 - n / 3) * SIGN
        paper.fill(PALE, left, middle - SIGN / 2, SIGN, SIGN)
        paper.fill(ARROW_INK, left, middle - SIGN / 2, side, SIGN)


SIGNS = {"rows": _rows, "frames": _frames, "percents": _percents, "arrows": _arrows, "outlines": _outlines}
KEY = LinedKey(KEY_HEIGHT, WORDS_FROM, SIGNS)
RENDERER = Renderer(draws=AttentionGraph, draw=draw, legend=legend, small=small, walk=walk)
