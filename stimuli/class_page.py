"""A page for one class: a row for each concept, with its name and the pictures in which it counts most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.colors import to_rgb

from stimuli.images import Pixels
from stimuli.lettering import wrapped
from stimuli.overlay import LUMINANCE, PALE
from stimuli.paper import Paper
from stimuli.renderer import Drawing
from stimuli.style import PictureStyle

# In inches.
TILE, GAP, MARGIN, ROW_GAP = 2.0, 0.08, 0.16, 0.14
LETTER_LABEL, WORDS_LABEL, PADDING = 0.7, 1.4, 0.1
LETTER_PT, WORDS_PT, SPACING = 40, 12, 1.3 / 72  # of a name that is one letter, of others; inches a point and line
MOST_LINES = 9
DPI = 112  # a tile is 224 pixels wide


@dataclass(frozen=True, eq=False)
class Row:
    """name: of the concept; empty where an explanation has no parts.  colour: as #RRGGBB.

    tiles: the pictures as they are drawn for participants, best first, of any shapes.
    """

    name: str
    colour: str
    tiles: tuple[Pixels, ...]


def class_page(rows: Sequence[Row], style: PictureStyle) -> Drawing:
    """The page.  rows: at least one.  It says no word that is not passed in."""
    label = _label_width(rows)
    first = MARGIN + (label + GAP if label else 0)
    width = first + max(len(row.tiles) for row in rows) * (TILE + GAP) - GAP + MARGIN
    paper = Paper(width, 2 * MARGIN + len(rows) * (TILE + ROW_GAP) - ROW_GAP)
    for n, row in enumerate(rows):
        top = MARGIN + n * (TILE + ROW_GAP)
        if row.name:
            _write_name(paper, row, label, top)
        for place, tile in enumerate(row.tiles):
            _show(paper, tile, first + place * (TILE + GAP), top)
    return Drawing(paper.pixels(DPI), style.class_page_alt, sized=False)


def _label_width(rows: Sequence[Row]) -> float:
    longest = max(len(row.name) for row in rows)
    return (LETTER_LABEL if longest == 1 else WORDS_LABEL) if longest else 0.0


def _write_name(paper: Paper, row: Row, label: float, top: float) -> None:
    """The name on a field of the concept's colour, in black or white, so that it can be read on any."""
    paper.fill(row.colour, MARGIN, top, label, TILE)
    pale = float(np.asarray(to_rgb(row.colour)) @ LUMINANCE) >= PALE
    size = LETTER_PT if len(row.name) == 1 else WORDS_PT
    line, lines = size * SPACING, wrapped(row.name, label - 2 * PADDING, size)
    shown = lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], "…"]
    first = top + (TILE - line * len(shown)) / 2
    for n, words in enumerate(shown):
        place = (MARGIN + label / 2, first + (n + 0.5) * line)
        ink = "#000000" if pale else "#FFFFFF"
        paper.write(words, *place, size, ha="center", va="center_baseline", color=ink)


def _show(paper: Paper, tile: Pixels, left: float, top: float) -> None:
    """Whole and undistorted in the middle of its square."""
    height, width = tile.shape[:2]
    scale = TILE / max(height, width)
    across, down = width * scale, height * scale
    paper.show(tile, left + (TILE - across) / 2, top + (TILE - down) / 2, across, down)
