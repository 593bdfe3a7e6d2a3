"""How one value is written into a table, so that a spreadsheet, R and Python read the same.

None is NA; times are ISO 8601 in UTC with milliseconds; booleans are true and false.
Text that a spreadsheet would run as a formula, that reads like NA, or that begins with an apostrophe, gets an
apostrophe in front: taking one leading apostrophe away gives the text back.
"""

from datetime import UTC, datetime

MISSING = "NA"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def cell(value: object) -> str:
    """The text of one cell."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return harmless(value) if isinstance(value, str) else repr(value)


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula and no reader for a missing value."""
    return f"'{text}" if text.startswith(DANGEROUS) or text == MISSING else text
