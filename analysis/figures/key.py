"""The key of a figure: how each arm is drawn, what it is called, and what else is said of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.sheet import COLOURS, FAINT, INK, WIDTH_INCHES, letters_inches, plot

Dash = tuple[float, tuple[float, ...]]

MARKERS = ("o", "s", "^", "D", "v", "P")
DASHES: tuple[Dash, ...] = ((0, ()), (0, (5, 1.6)), (0, (1.4, 1.2)), (0, (6, 1.6, 1.4, 1.6)), (0, (9, 2.5)))
NAME_POINTS, SAID_POINTS = 10.5, 9.8
LINE_INCHES = 0.175
HANDLE_INCHES = 0.46
MOST_IN_ONE_COLUMN = 3
MARGIN, GAP, BETWEEN, BELOW = 0.12, 0.24, 0.11, 0.18


@dataclass(frozen=True)
class Look:
    """How an arm is drawn: colour, shape of its points, dashes of its lines; each alone tells a few arms apart."""

    colour: str
    marker: str
    dash: Dash


@dataclass(frozen=True)
class Entry:
    """One arm in the key.  said: lines under its name.  place: that tells its look; None: its place in the key."""

    name: str
    said: tuple[str, ...] = ()
    place: int | None = None


@dataclass(frozen=True)
class _Cell:
    """An entry in lines that have room, and how wide it is, in inches."""

    name: tuple[str, ...]
    said: tuple[str, ...]
    width: float
    place: int | None = None

    @property
    def height(self) -> float:
        return LINE_INCHES * (len(self.name) + len(self.said)) + BETWEEN


@dataclass(frozen=True)
class Key:
    """Entries in rows, as many beside each other as have room."""

    rows: tuple[tuple[_Cell, ...], ...]
    column: float

    @property
    def height(self) -> float:
        """In inches, with the room between it and the plot; 0 where there is no arm."""
        return sum(max(cell.height for cell in row) for row in self.rows) + BELOW if self.rows else 0.0


def look(place: int) -> Look:
    """How the arm at that place, counted from 0, is drawn; the first 210 all look different."""
    return Look(COLOURS[place % len(COLOURS)], MARKERS[place % len(MARKERS)], DASHES[place % len(DASHES)])


def key(entries: Sequence[Entry]) -> Key:
    """The entries laid out, in their order, row by row; long names break, so that many arms have two columns."""
    room = WIDTH_INCHES - 2 * MARGIN
    widest = room if len(entries) <= MOST_IN_ONE_COLUMN else (room - GAP) / 2
    cells = [_cell(entry, widest - HANDLE_INCHES) for entry in entries]
    column = max((cell.width for cell in cells), default=0.0) + GAP
    n = max(1, min(len(cells), int((room + GAP) / column)))
    rows = tuple(tuple(cells[first : first + n]) for first in range(0, len(cells), n))
    return Key(rows, column)


def draw_key(figure: Figure, laid: Key, *, lines: bool = True) -> None:
    """The key along the upper edge of the sheet.  lines: whether the figure draws lines, so that the key has them."""
    if not laid.rows:
        return
    height = float(figure.get_size_inches()[1])
    axes = plot(figure, 0, height - laid.height, (WIDTH_INCHES, laid.height))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH_INCHES)
    axes.set_ylim(-laid.height, 0)
    for place, (cell, x, top) in enumerate(_places(laid)):
        _handle(axes, x, top - LINE_INCHES / 2, look(place if cell.place is None else cell.place), lines=lines)
        _write(axes, cell, x + HANDLE_INCHES, top)


def _handle(axes: Axes, x: float, y: float, drawn: Look, *, lines: bool) -> None:
    """A short line of the arm with its point in the middle."""
    ends = [x, x + HANDLE_INCHES - 0.1]
    if lines:
        axes.plot(ends, [y, y], color=drawn.colour, linewidth=2.0, linestyle=drawn.dash, dash_capstyle="butt")
    axes.plot(sum(ends) / 2, y, color=drawn.colour, marker=drawn.marker, markersize=8, markeredgecolor="white")


def _cell(entry: Entry, room: float) -> _Cell:
    name = _lines(entry.name, room, NAME_POINTS, bold=True)
    said = tuple(line for text in entry.said for line in _lines(text, room, SAID_POINTS))
    widths = [letters_inches(line, NAME_POINTS, bold=True) for line in name]
    widths += [letters_inches(line, SAID_POINTS) for line in said]
    return _Cell(name, said, HANDLE_INCHES + max(widths, default=0.0), entry.place)


def _lines(text: str, room: float, points: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text in lines that have room, as few as can be."""
    letters = len(text)
    lines = [text]
    while letters > 1 and any(letters_inches(line, points, bold=bold) > room for line in lines):
        letters -= 1
        lines = wrap(text, letters)
    return tuple(lines)


def _places(laid: Key) -> Iterator[tuple[_Cell, float, float]]:
    top = -MARGIN
    for row in laid.rows:
        for number, cell in enumerate(row):
            yield cell, MARGIN + number * laid.column, top
        top -= max(cell.height for cell in row)


def _write(axes: Axes, cell: _Cell, x: float, top: float) -> None:
    styles = [(line, NAME_POINTS, "bold", INK) for line in cell.name]
    styles += [(line, SAID_POINTS, "normal", FAINT) for line in cell.said]
    for number, (line, points, weight, colour) in enumerate(styles):
        y = top - LINE_INCHES * (number + 0.5)
        axes.text(x, y, line, va="center_baseline", fontsize=points, weight=weight, color=colour)
