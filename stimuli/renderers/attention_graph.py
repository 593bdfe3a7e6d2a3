"""Draws an attention graph as one sheet, and the key that says what frames, per cent, arrows and outlines mean."""

from functools import partial

from stimuli.attention_graphs.drawing import DOTS, dots_for, sheet
from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.key import KEY
from stimuli.attention_graphs.walking import columns_of, tiles, walked
from stimuli.images import Pixels
from stimuli.renderer import Drawing, Renderer, Walk
from stimuli.style import PictureStyle

LEGEND_ALT = "Key to the rows of small pictures: "


def draw(graph: AttentionGraph, shown: Pixels, style: PictureStyle) -> tuple[Drawing, ...]:
    """One picture of the whole graph, no smaller than the picture itself; without nodes that picture, and why."""
    paper, told = sheet(graph, shown, style.attention_graph), style.attention_graph
    return (Drawing(paper.pixels(dots_for(paper, shown, DOTS)), told.alt, "" if len(graph.nodes) else told.nothing),)


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


RENDERER = Renderer(draws=AttentionGraph, draw=draw, legend=legend, small=small, walk=walk)
