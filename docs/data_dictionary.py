"""Writes docs/data-dictionary.md anew from the codebook: python -m docs.data_dictionary"""

from itertools import groupby
from pathlib import Path

from study_app.records import ColumnMeaning, codebook

PAGE = Path(__file__).parent / "data-dictionary.md"
HEAD = """\
# Data dictionary

`gullseye export STUDY --out FOLDER` writes five tables, UTF-8, comma-separated, one header line.
`NA` is missing; times are UTC, ISO 8601 with milliseconds; truth values are `true` and `false`.
Text that a spreadsheet would run as a formula, the text `NA`, and text that begins with an apostrophe have one
apostrophe in front, which belongs to the file and not to the answer.

A row of `trials.csv` joins to `participants.csv` by `participant`, and from there by `study_hash` and `stimulus_set` to
`provenance.json`: to the definition and texts as that participant saw them, and to the manifest of the stimuli with
source image, weights, method, parameters and code version of each explanation.

This page is made from `study_app/records.py` (`python -m docs.data_dictionary`); the same is in every export as
`codebook.csv` and `codebook.json`.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for table, lines in groupby(codebook(), key=lambda line: line.table):
        parts.append(
            f"\n## {table}.csv\n\n| column | type | missing | unit | meaning |\n| --- | --- | --- | --- | --- |\n"
        )
        parts += [_row(line) for line in lines]
    return "".join(parts)


def _row(line: ColumnMeaning) -> str:
    levels = f" One of: {', '.join(f'`{level}`' for level in line.levels)}." if line.levels else ""
    missing = "yes" if line.missing_allowed else "never"
    return f"| `{line.column}` | {line.type} | {missing} | {line.unit} | {line.meaning}.{levels} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
