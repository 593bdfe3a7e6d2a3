"""A sheet of paper for a figure: sizes, colours, type, and how it becomes SVG and PDF."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from html import escape
from io import BytesIO, StringIO
from textwrap import wrap
from typing import Any, Self

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

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
    "pdf.fonttype": 42,
    "text.parse_math": False,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": LINE,
    "xtick.color": FAINT,
    "ytick.color": INK,
    "figure.facecolor": "white",
}


class Picture(str):
    """A figure as SVG text, which can be had as PDF too: both are drawn from the same figure."""

    _figure: Figure
    _name_and_alt: tuple[str, str]

    def __new__(cls, svg: str, figure: Figure, name: str, alt: str) -> Self:
        """The SVG text, with what it was drawn from."""
        picture = super().__new__(cls, svg)
        picture._figure = figure
        picture._name_and_alt = (name, alt)
        return picture

    def pdf(self) -> bytes:
        """The figure as PDF, its letters embedded as TrueType, its alternative text as the subject; undated."""
        name, alt = self._name_and_alt
        told = {"Title": name, "Subject": alt, "CreationDate": None, "Creator": None, "Producer": None}
        buffer = BytesIO()
        with mpl.rc_context(STYLE):
            self._figure.savefig(buffer, format="pdf", metadata=told)
        return buffer.getvalue()


@contextmanager
def sheet(
    height_inches: float, left: float, right: float, below: float, *, above: float = 0.3
) -> Iterator[tuple[Figure, Axes]]:
    """A figure of the report's width with one plot in it; left, right, below, above: margins in inches."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH_INCHES, height_inches))
        axes = plot(figure, left, below, (WIDTH_INCHES - left - right, height_inches - below - above))
        yield figure, axes


def plot(figure: Figure, left: float, below: float, size: tuple[float, float]) -> Axes:
    """One more plot on the sheet: its lower left corner, its width and its height, in inches."""
    width, height = figure.get_size_inches()
    axes = figure.add_axes((left / width, below / height, size[0] / width, size[1] / height))
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(length=0, pad=6)
    return axes


def broken(names: Sequence[str]) -> list[str]:
    """Names in lines short enough to stand beside a plot."""
    return ["\n".join(wrap(name, LONGEST_LINE)) for name in names]


def inches(names: Sequence[str]) -> float:
    """How much room such names, set bold, need beside a plot."""
    return 0.2 + INCHES_PER_LETTER * max((len(line) for name in names for line in name.splitlines()), default=0)


@cache
def letters_inches(text: str, points: float, *, bold: bool = False) -> float:
    """How wide a line of text is at most, set in letters of that many points."""
    if not text.strip():
        return 0.0
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")
    with mpl.rc_context(STYLE):
        corners = TextPath((0, 0), text, size=points, prop=font).vertices
    return float(corners[:, 0].max()) / 72


def to_svg(figure: Figure, name: str, alt: str) -> Picture:
    """The figure as SVG with its alternative text inside; identifiers differ from figure to figure."""
    buffer = StringIO()
    with mpl.rc_context(STYLE | {"svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = buffer.getvalue()
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text[text.index("<svg") :], count=1, flags=re.DOTALL)
    head, rest = text.split(">", 1)
    svg = f'{head} role="img" aria-label="{escape(alt)}">\n <title>{escape(alt)}</title>{rest}'
    return Picture(svg, figure, name, alt)
