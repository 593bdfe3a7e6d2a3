"""A page of the field guide: paper, text and leader lines."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from stimuli.gulls.curves import ellipse
from stimuli.gulls.fields import soften
from stimuli.gulls.raster import Patch, fill, stroke

Ink = tuple[int, int, int]

PAPER = (250, 247, 240)
INK, PALE_INK, RULE = (38, 44, 52), (112, 120, 128), (196, 190, 178)
LEADER = (52, 60, 70)


@dataclass
class Page:
    """A sheet of paper to set pictures and text on; all places in pixels."""

    image: Image.Image

    @classmethod
    def blank(cls, width: int, height: int) -> "Page":
        """An empty sheet."""
        return cls(Image.new("RGB", (width, height), PAPER))

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        """The pen."""
        return ImageDraw.Draw(self.image)

    def text(
        self, x: float, y: float, text: str, size: int, *, ink: tuple[int, int, int] = INK, anchor: str = "la"
    ) -> None:
        """A line of text; anchor as in Pillow ('la': x is left, y the top)."""
        self.draw.text((x, y), text, font=_font(size), fill=ink, anchor=anchor)

    def paragraph(self, x: float, y: float, text: str, size: int, width: float, *, anchor: str = "la") -> float:
        """Text broken to a width; gives the y below its last line."""
        for line in wrapped(text, size, width):
            self.text(x, y, line, size, anchor=anchor)
            y += size * 1.28
        return y

    def rule(self, x0: float, x1: float, y: float) -> None:
        """A thin horizontal line."""
        self.draw.line([(x0, y), (x1, y)], fill=RULE, width=2)

    def picture(self, picture: NDArray[np.uint8], x: int, y: int, radius: int = 14) -> None:
        """A picture with rounded corners."""
        tile = Image.fromarray(picture)
        mask = Image.new("L", (tile.width * 2, tile.height * 2))
        ImageDraw.Draw(mask).rounded_rectangle([0, 0, mask.width - 1, mask.height - 1], 2 * radius, fill=255)
        self.image.paste(tile, (x, y), mask.resize(tile.size, Image.Resampling.LANCZOS))

    def leader(self, start: tuple[float, float], target: tuple[float, float]) -> None:
        """A thin line from a label to a point on the bird, ending in a dot."""
        line = np.array([start, target])
        self._stamp(stroke([line], 4.5, self._side), PAPER)
        self._stamp(stroke([line], 1.8, self._side), LEADER)
        for radius, colour in ((6.0, PAPER), (4.5, LEADER)):
            self._stamp(fill([ellipse(*target, radius, radius)], self._side), colour)

    @property
    def _side(self) -> int:
        return max(self.image.size)

    def _stamp(self, patch: Patch, colour: Ink) -> None:
        mask = Image.fromarray((patch.alpha * 255).astype(np.uint8))
        self.image.paste(colour, (patch.left, patch.top), mask)

    def pixels(self) -> NDArray[np.uint8]:
        """The page as an array, (H, W, 3)."""
        return np.asarray(self.image)


def wrapped(text: str, size: int, width: float) -> list[str]:
    """The text in lines that are no wider than `width` pixels, where words allow."""
    lines, font = [""], _font(size)
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def pointed_at(mask: NDArray[np.bool_]) -> tuple[float, float]:
    """The point (x, y) inside a part that a leader line should end at: well inside, else near the part's middle."""
    rows, columns = np.nonzero(mask)
    inner = soften(mask.astype(np.float32), max(2.0, len(rows) ** 0.5 / 3))[rows, columns]
    away = np.hypot(rows - rows.mean(), columns - columns.mean())
    best = int(np.argmax(inner - 0.001 * away))
    return float(columns[best]), float(rows[best])


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size=size)
