"""The boxes of a flow chart: which lines they hold, and how much room these take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from analysis.figures.sheet import WIDTH_INCHES, letters_inches

LINES_PER_POINT = 1.32 / 72  # inches from line to line, for each point of the letters
PADDING, ASIDE, INDENT = 0.075, 0.07, 0.1
GAP, WIDEST, LABELS = 0.1, 1.9, 1.2
POINTS, SMALLER, SMALLEST = 9.0, 8.5, 8.0
NARROW = 0.8  # boxes narrower than this, in inches, have the smallest letters
MOST_TOLD, MOST_ABREAST = 3, 6


@dataclass(frozen=True)
class Line:
    """One line.  row: its place in the box, from 0."""

    text: str
    row: int
    indent: float
    is_bold: bool


@dataclass(frozen=True)
class Box:
    """Lines in a width, which is in inches; n_rows: room for lines; points: size of letters."""

    lines: tuple[Line, ...]
    n_rows: int
    width: float
    points: float
    is_centred: bool = False

    @property
    def step(self) -> float:
        """From line to line."""
        return self.points * LINES_PER_POINT

    @property
    def height(self) -> float:
        """In inches."""
        return self.step * self.n_rows + 2 * PADDING


@dataclass(frozen=True)
class Level:
    """Boxes of arms side by side, and the labels of their lines at the left, where boxes hold numbers alone."""

    boxes: tuple[Box | None, ...]
    labels: Box | None

    @property
    def height(self) -> float:
        """That of the highest box."""
        return max(box.height for box in self.boxes if box is not None)


@dataclass(frozen=True)
class Row:
    """Arms side by side: their levels, downward; left: room for labels."""

    n: int
    levels: tuple[Level, ...]
    left: float

    def x(self, place: int) -> float:
        """The middle of a column."""
        return self.left + (WIDTH_INCHES - self.left) / self.n * (place + 0.5)


def rows(arms: Mapping[str, Sequence[str]]) -> list[Row]:
    """The boxes of arms, at most six abreast.

    Of more than three abreast the words of a line `words: number` are written once, at the left.
    """
    every = list(arms.values())
    abreast = ceil(len(every) / max(1, ceil(len(every) / MOST_ABREAST)))
    left = LABELS if abreast > MOST_TOLD else 0.0
    width = min((WIDTH_INCHES - left) / max(1, abreast) - (GAP / 2 if left else GAP), LABELS if left else WIDEST)
    lots = [every[place : place + abreast] for place in range(0, len(every), max(1, abreast))]
    return [Row(len(lot), tuple(_levels(lot, width, left)), left) for lot in lots]


def box(text: str, width: float) -> Box:
    """A box that tells all in its lines; the first is bold, one that begins with two blanks is set in."""
    lines: list[Line] = []
    for number, part in enumerate(text.splitlines()):
        indent = _indent(part)
        wrapped = _wrapped(part.strip(), width - 2 * ASIDE - indent, POINTS, is_bold=number == 0)
        for more, line in enumerate(wrapped):
            lines.append(Line(line, len(lines), indent + (INDENT / 2 if more else 0.0), number == 0))
    return Box(tuple(lines), len(lines), width, POINTS)


def _levels(lot: Sequence[Sequence[str]], width: float, left: float) -> list[Level]:
    made = []
    for level in range(max(map(len, lot), default=0)):
        texts = [boxes[level] if level < len(boxes) else None for boxes in lot]
        if left:
            made.append(_of_numbers(texts, width, left))
        else:
            made.append(Level(tuple(None if text is None else box(text, width) for text in texts), None))
    return made


def _of_numbers(texts: Sequence[str | None], width: float, left: float) -> Level:
    """Boxes of numbers, whose words stand at the left: line by line as high as the highest of all arms."""
    parts = [[] if text is None else text.splitlines() for text in texts]
    points, room = (SMALLER if width >= NARROW else SMALLEST), width - ASIDE / 2
    labels: list[Line] = []
    cells: list[list[Line]] = [[] for _ in texts]
    row = 0
    for number in range(max(map(len, parts))):
        split = [_split(lines[number]) if number < len(lines) else ("", "") for lines in parts]
        words = next((label for label, _ in split if label), "")
        indent, is_bold = _indent(words), number == 0
        told = _wrapped(words.strip(), left - ASIDE - indent, points, is_bold=is_bold) if words else []
        labels += [Line(line, row + more, indent, is_bold) for more, line in enumerate(told)]
        highest = max(1, len(told))
        for cell, (_, value) in zip(cells, split, strict=True):
            wrapped = _wrapped(value, room, points, is_bold=is_bold) if value else []
            cell += [Line(line, row + more, 0.0, is_bold) for more, line in enumerate(wrapped)]
            highest = max(highest, len(wrapped))
        row += highest
    boxes = [
        None if text is None else Box(tuple(cell), row, width, points, is_centred=True)
        for text, cell in zip(texts, cells, strict=True)
    ]
    return Level(tuple(boxes), Box(tuple(labels), row, left, points))


def _split(line: str) -> tuple[str, str]:
    """The words of a line and its number; no words where it is not `words: number`."""
    words, colon, number = line.rpartition(": ")
    return (words, number) if colon else ("", line.strip())


def _indent(line: str) -> float:
    return INDENT if line.startswith("  ") else 0.0


def _wrapped(text: str, room: float, points: float, *, is_bold: bool) -> list[str]:
    """In lines that fit, broken at blanks, behind hyphens and, where a word is too long, anywhere."""
    lines: list[str] = []
    line = ""
    for piece in text.replace("-", "-\0").replace("_", "_\0").replace(" ", " \0").split("\0"):
        rest = piece
        while rest:
            if _width(line + rest, points, is_bold) <= room - (INDENT / 2 if lines else 0.0):
                line, rest = line + rest, ""
            elif line:
                lines, line = [*lines, line.rstrip()], ""
            else:
                fits = sum(_width(rest[:n], points, is_bold) <= room - INDENT / 2 for n in range(1, len(rest) + 1))
                lines, rest = [*lines, rest[: max(1, fits)]], rest[max(1, fits) :]
    return [*lines, line.rstrip()] if line.strip() else lines


def _width(text: str, points: float, is_bold: bool) -> float:
    return letters_inches(text.rstrip(), points, bold=is_bold)
