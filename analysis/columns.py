"""One column of an exported table: from text to typed values, with every fault said once."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from study_app.records import ColumnMeaning

MISSING = "NA"
Column: TypeAlias = "pd.Series[Any]"
TRUTH = {"true": True, "false": False}


def typed(text: "pd.Series[str]", meaning: ColumnMeaning) -> tuple[Column, list[str]]:
    """The column's values as the codebook has them, and what is wrong with them.

    Whole numbers become Int64, numbers float64, truth values boolean, times UTC datetimes, text stays text.
    A value that cannot be read counts as missing in what is returned.
    """
    convert, wanted = CONVERSIONS[meaning.type]
    values = convert(text)
    faults = _unreadable(text, values, f"is not {wanted}")
    if meaning.levels:
        faults += _unreadable(
            text, values.where(values.isin(meaning.levels)), f"is none of {', '.join(meaning.levels)}"
        )
    if not meaning.missing_allowed and text.isna().any():
        faults.append(f"{_count(text.isna())} missing, first in row {_first(text.isna())}; here every row has a value")
    return values, [f"{meaning.table}.csv: {meaning.column}: {fault}" for fault in faults]


def _unreadable(text: "pd.Series[str]", values: Column, wrong: str) -> list[str]:
    bad = text.notna() & values.isna()
    if not bad.any():
        return []
    return [f"row {_first(bad)}: {text[bad].iloc[0]!r} {wrong}" + (f" ({_count(bad)} in all)" if bad.sum() > 1 else "")]


def _first(where: "pd.Series[bool]") -> int:
    return int(where.to_numpy().argmax()) + 1


def _count(where: "pd.Series[bool]") -> str:
    n = int(where.sum())
    return "1 value" if n == 1 else f"{n} values"


def _whole(text: "pd.Series[str]") -> Column:
    numbers = _number(text)
    return numbers.where(numbers % 1 == 0).astype("Int64")


def _number(text: "pd.Series[str]") -> Column:
    """To the last bit: to_numeric alone rounds in some versions of pandas."""
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    readable = np.isfinite(numbers)
    return text.where(readable).astype("float64")


def _truth(text: "pd.Series[str]") -> Column:
    return text.map(TRUTH).astype("boolean")


def _time(text: "pd.Series[str]") -> Column:
    return pd.to_datetime(text, format="ISO8601", utc=True, errors="coerce")


def _text(text: "pd.Series[str]") -> Column:
    return text.where(~text.str.startswith("'", na=False), text.str.slice(1))


CONVERSIONS: dict[str, tuple[Callable[["pd.Series[str]"], Column], str]] = {
    "int": (_whole, "a whole number"),
    "float": (_number, "a number"),
    "bool": (_truth, "true or false"),
    "datetime": (_time, "a time such as 2026-11-23T10:00:00.000Z"),
    "str": (_text, "text"),
}
