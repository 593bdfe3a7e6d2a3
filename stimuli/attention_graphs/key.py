"""The key of a drawn attention graph: a sign for each line of what `GraphStyle.lines` says."""

from stimuli.attention_graphs.drawing import ARROW_INK, MEDIUM, THICK, THIN
from stimuli.graph_style import GraphStyle
from stimuli.legend_lines import INK, MARGIN, SIGN, WORDS_PT, LinedKey
from stimuli.paper import Paper

HEIGHT, WORDS_FROM = 1.12, 1.0  # in inches
PALE = "#e4e7ea"


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
KEY = LinedKey(HEIGHT, WORDS_FROM, SIGNS)
