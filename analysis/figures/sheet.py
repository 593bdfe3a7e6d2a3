"""A sheet of paper for a figure: sizes, colours, type, and how it becomes SVG."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from io import StringIO
from textwrap import wrap
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Okabe and Ito's colours, which people with any colour vision tell apart.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8A8A8A")
INK = "#1d2530"
FAINT = "#66707d"
LINE = "#d8dde3"
BAND = "#e9eef3"
WIDTH_INCHES = 5.4
LONGEST_LINE = 18
INCHES_PER_LETTER = 0.105
STYLE: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 10,
    "svg.fonttype": "path",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": LINE,
    "xtick.color": FAINT,
    "ytick.color": INK,
    "figure.facecolor": "white",
}


@contextmanager
def sheet(height_inches: float, left: float, right: float, below: float) -> Iterator[tuple[Figure, Axes]]:
    """A figure of the report's width with one plot in it; left, right, below: margins in inches."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH_INCHES, height_inches))
        top = 0.3
        box = (
            left / WIDTH_INCHES,
            below / height_inches,
            1 - (left + right) / WIDTH_INCHES,
            1 - (below + top) / height_inches,
        )
        axes = figure.add_axes(box)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(length=0, pad=6)
        yield figure, axes


def broken(names: Sequence[str]) -> list[str]:
    """Names in lines short enough to stand beside a plot."""
    return ["\n".join(wrap(name, LONGEST_LINE)) for name in names]


def inches(names: Sequence[str]) -> float:
    """How much room such names, set bold, need beside a plot."""
    return 0.2 + INCHES_PER_LETTER * max((len(line) for name in names for line in name.splitlines()), default=0)


def to_svg(figure: Figure, name: str, alt: str) -> str:
    """The figure as SVG with its alternative text inside; identifiers differ from figure to figure."""
    buffer = StringIO()
    with mpl.rc_context(STYLE | {"svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = buffer.getvalue()
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text[text.index("<svg") :], count=1, flags=re.DOTALL)
    head, rest = text.split(">", 1)
    return f'{head} role="img" aria-label="{escape(alt)}">\n <title>{escape(alt)}</title>{rest}'
