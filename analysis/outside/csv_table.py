"""Any CSV table as text: UTF-8 with or without a byte order mark; commas, semicolons or tabs between cells."""

import csv
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pandas as pd

from analysis.errors import AnalysisError

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
SHOWN_FAULTS = 5


@dataclass(frozen=True)
class TextTable:
    """cells: stripped text, columns as the header names them; columns without a name are left out."""

    path: Path
    cells: pd.DataFrame
    sha256: str


def read(path: Path) -> TextTable:
    """The table of that file; AnalysisError says what is wrong with it."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise AnalysisError(f"{path}: {fault.strerror}") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise AnalysisError(
            f"{path}: not UTF-8 text (byte {fault.start}); in a spreadsheet, save it as “CSV UTF-8”"
        ) from None
    return TextTable(path, _cells(path, text), sha256(content).hexdigest())


def _cells(path: Path, text: str) -> pd.DataFrame:
    if not text.strip():
        raise AnalysisError(f"{path}: empty; a table has a header line and a row per answer")
    try:
        header, *rows = [
            [cell.strip() for cell in row]
            for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as fault:
        raise AnalysisError(f"{path}: not a whole CSV table ({fault}); was it cut off?") from None
    faults = _faults(header, rows)
    if faults:
        raise AnalysisError.of([f"{path}: {fault}" for fault in faults])
    named = [place for place, name in enumerate(header) if name]
    columns = {header[place]: [row[place] for row in rows] for place in named}
    return pd.DataFrame(columns, dtype=str)


def delimiter(text: str) -> str:
    """What stands between cells: of comma, semicolon and tab the one that gives the header line the most columns."""
    first = next(line for line in text.splitlines() if line.strip())

    def width(mark: str) -> int:
        return len(next(csv.reader([first], delimiter=mark)))

    return max(DELIMITERS, key=width)


def _faults(header: list[str], rows: list[list[str]]) -> list[str]:
    twice = sorted({name for name in header if name and header.count(name) > 1})
    found = [f"columns named twice: {', '.join(twice)}"] if twice else []
    if not rows:
        found.append("a header line, but no row")
    odd = [(number, len(row)) for number, row in enumerate(rows, start=1) if len(row) != len(header)]
    found += [
        f"row {number} has {n} cells, the header {len(header)}" + ("; was the file cut off?" if n < len(header) else "")
        for number, n in odd[:SHOWN_FAULTS]
    ]
    return found + ([f"… and {len(odd) - SHOWN_FAULTS} more such rows"] if len(odd) > SHOWN_FAULTS else [])
