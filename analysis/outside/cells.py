"""Cells of an outside table as values: each fault says column, row, what is there and what would be right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pandas as pd

from analysis.outside.definition import TruthColumn

MISSING = ("", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", ".")
NO_VALUE = (*MISSING, "None", "none", "undefined")  # where a value is a number, or yes or no
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
Column: TypeAlias = "pd.Series[Any]"


@dataclass
class Cells:
    """A table of text, read column by column; what is wrong is added to `faults`.

    absent: columns that the file lacks, which is told already; they are empty in `table`.
    """

    table: pd.DataFrame
    absent: frozenset[str] = frozenset()
    faults: list[str] = field(default_factory=list)

    def text(self, name: str) -> Column:
        """The text, NA where the cell is empty or spells NA."""
        cells = self.table[name]
        return cells.mask(cells.isin(MISSING))

    def given(self, name: str, why: str) -> Column:
        """The text; missing cells are faults.  why: what is said of them."""
        made = self.text(name)
        self.refuse(name, made.isna(), why)
        return made

    def number(self, name: str, ends: tuple[float, float] | None = None) -> Column:
        """Numbers, NaN where missing; within the ends, where there are some."""
        cells = self.table[name]
        there = ~cells.isin(NO_VALUE)
        values = pd.to_numeric(cells.where(there), errors="coerce").astype("float64")
        values = values.where(values.abs() != float("inf"))
        commas = there & values.isna() & cells.map(lambda cell: DECIMAL_COMMA.fullmatch(cell) is not None).astype(bool)
        self.refuse(name, commas, "has a decimal comma; save the table with decimal points, as in 0.5")
        self.refuse(name, there & values.isna() & ~commas, "is not a number")
        if ends is not None:
            outside = values.notna() & ~values.between(*ends)
            self.refuse(name, outside, f"is not between {ends[0]:g} and {ends[1]:g}")
        return values

    def whole(self, name: str, ends: tuple[float, float]) -> Column:
        """Whole numbers (Int64), NA where missing; within the ends."""
        values = self.number(name, ends)
        self.refuse(name, values.notna() & (values % 1 != 0), "is not a whole number")
        return values.where(values % 1 == 0).astype("Int64")

    def truth(self, column: TruthColumn) -> Column:
        """True, False (boolean), NA where missing."""
        cells = self.table[column.name]
        spelt = {cell: column.reads(cell) for cell in cells.unique()}
        values = cells.map(spelt).astype("boolean")
        own = (*column.yes, *column.no)
        unread = values.isna() & ~(cells.isin(NO_VALUE) & ~cells.isin(own))
        self.refuse(column.name, unread, f"is neither yes nor no; known: {column.known}")
        return values

    def named(self, name: str, values: Mapping[str, str], where: str) -> Column:
        """The plan's names of what the cells say.  where: the table of the plan that lists them, as `arms`."""
        cells = self.table[name]
        made = cells.map(dict(values))
        kind = {"arms": "condition", "levels": "level", "blocks": "block", "stages": "stage"}.get(where, "value")
        known = ", ".join(map(repr, values))
        self.refuse(
            name,
            made.isna(),
            f"is no {kind} of the plan; known: {known}. Name it in the plan, or leave rows out by [keep]",
        )
        return made.astype(str).mask(made.isna())

    def refuse(self, name: str, where: Column, why: str) -> None:
        """Adds a line for each value that is there, up to three: its first row, and how many rows have it."""
        if name in self.absent:
            return
        bad = self.table[name][where.to_numpy(dtype=bool)]
        for value, rows in list(bad.groupby(bad, sort=False))[:3]:
            more = f" ({len(rows)} in all)" if len(rows) > 1 else ""
            self.faults.append(f"column {name!r}, row {rows.index[0] + 1}: {value!r} {why}{more}")
        if (n := bad.nunique()) > 3:
            self.faults.append(f"column {name!r}: and {n - 3} more such values")
