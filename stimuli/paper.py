"""A sheet that is laid out in inches from its upper left corner: words, pictures, arrows and fields of colour."""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from io import BytesIO
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from stimuli.images import Pixels

METADATA: Mapping[str, Mapping[str, None]] = {"png": {}, "pdf": {"CreationDate": None}, "svg": {"Date": None}}
HEAD, HEAD_LEAST = 2.6, 7.0  # of an arrow, in widths of its line; in points


class Paper:
    """A white sheet; its letters come with matplotlib, so it looks alike on every machine."""

    def __init__(self, width: float, height: float) -> None:
        self.figure = Figure(figsize=(width, height), facecolor="white")
        self.width, self.height = width, height
        self.origin = (0.0, 0.0)

    def from_point(self, left: float, top: float) -> "Paper":
        """The same sheet, measured from that point of it."""
        moved = copy(self)
        moved.origin = (self.origin[0] + left, self.origin[1] + top)
        return moved

    def _at(self, left: float, top: float) -> tuple[float, float]:
        """A point in shares of the sheet, from its lower left corner."""
        return (self.origin[0] + left) / self.width, 1 - (self.origin[1] + top) / self.height

    def write(self, text: str, left: float, top: float, size: float, **how: Any) -> None:
        """A line of text.  size: in points."""
        how = {"va": "top", **how}
        self.figure.text(*self._at(left, top), text, fontsize=size, parse_math=False, **how)

    def show(
        self, pixels: Pixels, left: float, top: float, width: float, height: float, *, resampled: bool = True
    ) -> None:
        """A picture, brought to that size.  resampled: False where a vector file is to keep each of its pixels."""
        place = (*self._at(left, top + height), width / self.width, height / self.height)
        axes = self.figure.add_axes(place)
        axes.imshow(pixels, aspect="auto", interpolation="antialiased" if resampled else "none")
        axes.set_axis_off()

    def fill(self, colour: str, left: float, top: float, width: float, height: float, *, behind: bool = False) -> None:
        """A field of one colour.  behind: below pictures."""
        corner = self._at(left, top + height)
        size = (width / self.width, height / self.height)
        self.figure.add_artist(Rectangle(corner, *size, facecolor=colour, linewidth=0, zorder=-1 if behind else 1))

    def outline(self, colour: str, place: tuple[float, float, float, float], weight: float) -> None:
        """A rectangle that is not filled.  place: left, top, width, height of the middle of its line.

        weight: of the line, in points.
        """
        left, top, width, height = place
        corner = self._at(left, top + height)
        size = (width / self.width, height / self.height)
        lines: dict[str, Any] = {"edgecolor": colour, "linewidth": weight, "joinstyle": "miter"}
        self.figure.add_artist(Rectangle(corner, *size, fill=False, **lines))

    def arrow(self, colour: str, start: tuple[float, float], end: tuple[float, float], weight: float) -> None:
        """A straight arrow between points given from the left and the top.  weight: of its line, in points."""
        tail, tip = self._at(*start), self._at(*end)
        head = max(HEAD_LEAST, HEAD * weight)
        style = f"-|>,head_length={head},head_width={0.45 * head}"
        how: dict[str, Any] = {"linewidth": weight, "color": colour, "shrinkA": 0, "shrinkB": 0, "joinstyle": "miter"}
        whole = FancyArrowPatch(tail, tip, arrowstyle=style, mutation_scale=1, capstyle="butt", **how)
        whole.set_transform(self.figure.transFigure)
        self.figure.add_artist(whole)

    def pixels(self, dots_per_inch: int) -> Pixels:
        """The sheet as a picture."""
        self.figure.set_dpi(dots_per_inch)
        canvas = FigureCanvasAgg(self.figure)
        with _any_letters():
            canvas.draw()  # type: ignore[no-untyped-call]
        return np.asarray(canvas.buffer_rgba())[..., :3].copy()  # type: ignore[no-untyped-call]

    def file(self, kind: str, dots_per_inch: int) -> bytes:
        """The sheet as png, pdf or svg; the same sheet gives the same bytes."""
        content = BytesIO()
        with _any_letters(), rc_context({"svg.hashsalt": "gullseye", "pdf.fonttype": 42}):
            self.figure.savefig(content, format=kind, dpi=dots_per_inch, metadata=dict(METADATA[kind]))
        return content.getvalue()


@contextmanager
def _any_letters() -> Iterator[None]:
    """Words in letters that the font lacks are drawn as boxes, without a warning."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        yield
