"""One sheet: rows are pictures, columns are methods, numbers under each explanation; to be read on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from stimuli.images import Pixels
from stimuli.lettering import fitted, wrapped
from stimuli.paper import Paper
from stimuli.style import PictureStyle

# In inches.
CELL, GAP, MARGIN, LINE = 1.8, 0.14, 0.25, 0.145
TITLE, UNDER_HEADINGS, LEGEND, NOTE_LINE = 0.4, 0.11, 0.32, 0.13
INK, FAINT, WARNING = "#1a1a1a", "#5c5c5c", "#a33b00"
DPI = 200  # of a PNG
TITLE_PT, TEXT_PT, SMALL_PT = 11, 7.5, 7
MOST_WARNING_LINES, MOST_HEADING_LINES = 4, 6


@dataclass(frozen=True)
class Words:
    """What stands at a cell: lines of text, and warnings under them."""

    lines: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Cell:
    """A picture and what stands under it."""

    pixels: Pixels
    words: Words


@dataclass(frozen=True, eq=False)
class Sheet:
    """title: what was explained.  headings: of the columns.  rows: as many cells each.  note: under all.

    scale: whether the scale of the maps' colours stands there, too.
    """

    title: str
    headings: Sequence[Words]
    rows: Sequence[Sequence[Cell]]
    note: str
    scale: bool = True


def drawn(sheet: Sheet, kind: str, style: PictureStyle) -> bytes:
    """The sheet as png, pdf or svg; the same sheet gives the same bytes."""
    return _paper(sheet, style).file(kind, DPI)


def _paper(sheet: Sheet, style: PictureStyle) -> Paper:
    heights = [_row_height(row) for row in sheet.rows]
    width = max(4.6, 2 * MARGIN + len(sheet.headings) * (CELL + GAP) - GAP)
    headings = [_wrapped(words) for words in sheet.headings]
    heading = LINE * max(len(words.lines) for words in headings) + UNDER_HEADINGS
    note = wrapped(sheet.note, width - _left(1) - MARGIN, SMALL_PT)
    foot = max(LEGEND, NOTE_LINE * len(note))
    paper = Paper(width, 2 * MARGIN + TITLE + heading + sum(heights) + foot)
    title = fitted(sheet.title, width - 2 * MARGIN, TITLE_PT, "bold")
    paper.write(title, MARGIN, MARGIN, TITLE_PT, weight="bold", color=INK)
    top = MARGIN + TITLE
    for n, words in enumerate(headings):
        _write(paper, words, _left(n), top, FAINT, weight="bold")
    top += heading
    for row, height in zip(sheet.rows, heights, strict=True):
        for n, cell in enumerate(row):
            _draw(paper, cell, _left(n), top, _picture_height(row))
        top += height
    if sheet.scale:
        _legend(paper, top, style)
    for n, line in enumerate(note):
        paper.write(line, _left(1), top + n * NOTE_LINE, SMALL_PT, color=FAINT)
    return paper


def _left(column: int) -> float:
    return MARGIN + column * (CELL + GAP)


def _picture_height(row: Sequence[Cell]) -> float:
    """All cells of a row show the same picture in one shape; very tall ones are made narrower."""
    height, width = row[0].pixels.shape[:2]
    return float(min(1.5 * CELL, CELL * height / width))


def _row_height(row: Sequence[Cell]) -> float:
    lines = max(len(cell.words.lines) + len(_warned(cell.words)) for cell in row)
    return _picture_height(row) + 0.06 + LINE * lines + 0.16


def _draw(paper: Paper, cell: Cell, left: float, top: float, height: float) -> None:
    rows, columns = cell.pixels.shape[:2]
    width = height * columns / rows
    shrunk = min(1.0, CELL / width)  # what the network took is square, whatever the picture's shape
    above = height * (1 - shrunk) / 2
    paper.show(cell.pixels, left + (CELL - shrunk * width) / 2, top + above, shrunk * width, shrunk * height)
    _write(paper, cell.words, left, top + height + 0.06, INK)


def _write(paper: Paper, words: Words, left: float, top: float, others: str, **first: Any) -> None:
    """others: the colour of all lines but the first."""
    for n, line in enumerate(words.lines):
        how = {"color": others} if n else {"color": INK, **first}
        line = fitted(line, CELL, TEXT_PT, how.get("weight", "normal"))
        paper.write(line, left, top + n * LINE, TEXT_PT, **how)
    for n, line in enumerate(_warned(words), len(words.lines)):
        paper.write(line, left, top + n * LINE, SMALL_PT, color=WARNING)


def _wrapped(heading: Words) -> Words:
    """The same, what is too long for its column on several lines."""
    first, *others = heading.lines
    lines = [part for line in others for part in wrapped(line, CELL, TEXT_PT)]
    shown = lines if len(lines) < MOST_HEADING_LINES else [*lines[: MOST_HEADING_LINES - 2], "… more in the records"]
    return Words((first, *shown))


def _warned(words: Words) -> list[str]:
    lines = [line for one in words.warnings for line in wrapped(f"⚠ {one}", CELL, SMALL_PT)]
    return lines if len(lines) <= MOST_WARNING_LINES else [*lines[: MOST_WARNING_LINES - 1], "… more in the records"]


def _legend(paper: Paper, top: float, style: PictureStyle) -> None:
    from_little_to_much = np.linspace(0, 1, 256)[None]
    place = (MARGIN / paper.width, 1 - (top + 0.14) / paper.height, CELL / paper.width, 0.14 / paper.height)
    axes = paper.figure.add_axes(place)
    axes.imshow(from_little_to_much, cmap=style.colour_map, aspect="auto")
    axes.set_axis_off()
    paper.write("mattered little", MARGIN, top + 0.18, SMALL_PT, color=INK)
    paper.write("mattered much", MARGIN + CELL, top + 0.18, SMALL_PT, color=INK, ha="right")
