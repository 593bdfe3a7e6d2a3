"""A sheet that is laid out in inches from its upper left corner: words, pictures and fields of colour."""

import warnings
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from stimuli.images import Pixels


class Paper:
    """A white sheet; its letters come with matplotlib, so it looks alike on every machine."""

    def __init__(self, width: float, height: float) -> None:
        self.figure = Figure(figsize=(width, height), facecolor="white")
        self.width, self.height = width, height

    def write(self, text: str, left: float, top: float, size: float, **how: Any) -> None:
        """A line of text.  size: in points."""
        how = {"va": "top", **how}
        self.figure.text(left / self.width, 1 - top / self.height, text, fontsize=size, parse_math=False, **how)

    def show(self, pixels: Pixels, left: float, top: float, width: float, height: float) -> None:
        """A picture, brought to that size."""
        place = (left / self.width, 1 - (top + height) / self.height, width / self.width, height / self.height)
        axes = self.figure.add_axes(place)
        axes.imshow(pixels, aspect="auto", interpolation="antialiased")
        axes.set_axis_off()

    def fill(self, colour: str, left: float, top: float, width: float, height: float) -> None:
        """A field of one colour."""
        corner = (left / self.width, 1 - (top + height) / self.height)
        size = (width / self.width, height / self.height)
        self.figure.add_artist(Rectangle(corner, *size, facecolor=colour, linewidth=0))

    def pixels(self, dots_per_inch: int) -> Pixels:
        """The sheet as a picture."""
        self.figure.set_dpi(dots_per_inch)
        canvas = FigureCanvasAgg(self.figure)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing from font")  # words in letters that the font lacks
            canvas.draw()  # type: ignore[no-untyped-call]
        return np.asarray(canvas.buffer_rgba())[..., :3].copy()  # type: ignore[no-untyped-call]
