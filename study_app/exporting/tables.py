"""One table of the export: a CSV file whose columns are a record's fields, counted and hashed while it is written."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from study_app.exporting.cells import cell
from study_app.records import COMPANIONS, RECORDS, EventRecord, MapRecord, ParticipantRecord, ScoreRecord, TrialRecord

Record = ParticipantRecord | TrialRecord | EventRecord | ScoreRecord | MapRecord


@dataclass(frozen=True)
class TableFacts:
    """What was written: so that a truncated or edited table is known as such."""

    rows: int
    sha256: str


class TableFile:
    """A table being written; a context manager.  UTF-8, one header line, lines end with a line feed."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.csv"
        self._columns = [each.name for each in fields((RECORDS | COMPANIONS)[name])]
        self._rows = 0

    def __enter__(self) -> Self:
        self._file = self.path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(self._columns)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def write(self, records: Iterable[Record]) -> None:
        """Adds a row per record."""
        for record in records:
            self._writer.writerow([cell(getattr(record, name)) for name in self._columns])
            self._rows += 1

    def facts(self) -> TableFacts:
        """Rows and hash of the closed file."""
        digest = sha256()
        with self.path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
        return TableFacts(self._rows, digest.hexdigest())
