"""Explained pictures as a table of plain text."""

from collections.abc import Sequence

from stimuli.lettering import shortened
from stimuli.single.kinds import kind_of_record
from stimuli.single.record import Record, names_of

HEADINGS = ("picture", "method", "seen", "p", "explained", "p", "deletion", "insertion", "seconds")
MOST_LETTERS = 28
NUMBERS_FROM = frozenset({3, 5, 6, 7, 8})  # columns that are set to the right


def table(records: Sequence[Record]) -> str:
    """A line per explanation; beneath it what its kind has to tell, and its warnings."""
    rows = [_row(record) for record in records]
    widths = [max(map(len, column)) for column in zip(HEADINGS, *rows, strict=True)]
    lines = [_line(HEADINGS, widths)]
    for record, row in zip(records, rows, strict=True):
        told = kind_of_record(record).told(record)
        beneath = [*told, *(f"warning: {warning}" for warning in record.warnings)]
        lines += [_line(row, widths), *(f"    {line}" for line in beneath)]
    return "\n".join(lines)


def _row(record: Record) -> tuple[str, ...]:
    picture, method = names_of(record)
    return (
        shortened(picture, MOST_LETTERS),
        method,
        shortened(record.predicted_class, MOST_LETTERS),
        _number(record.p_predicted),
        shortened(record.explained_class, MOST_LETTERS),
        _number(record.p_explained),
        _number(record.deletion),
        _number(record.insertion),
        f"{record.seconds:.2f}",
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    pairs = enumerate(zip(cells, widths, strict=True))
    return "  ".join(cell.rjust(w) if n in NUMBERS_FROM else cell.ljust(w) for n, (cell, w) in pairs).rstrip()
