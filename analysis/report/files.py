"""What lies in the report's folder, and what each file is: for README.txt, and for the foot of the page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from analysis.figures.sheet import Picture
from analysis.findings import Finding
from analysis.freeze import EXCLUSIONS_FILE
from analysis.question import Drawing, Table

PAGE_FILE = "index.html"
RESULTS_FILE = "results.json"
ROWS_FILE = "results.csv"
NOTEBOOK_FILE = "report.ipynb"
README_FILE = "README.txt"
PRINTED = "tables/printed"
LONGEST_STEM = 60
LONGEST_MEANING = 110


@dataclass(frozen=True)
class File:
    """path: within the folder; where a figure comes in two forms, with both suffixes.  holds: what it is."""

    path: str
    holds: str


def contents(findings: Sequence[Finding], *, has_exclusions: bool = False) -> tuple[File, ...]:
    """Every file of the folder, in the order in which it is of use."""
    drawings = [(finding, drawing) for finding in findings for drawing in finding.account.drawings]
    data = [(finding, name) for finding in findings for name in finding.account.data]
    return (
        File(PAGE_FILE, "the report: one page that needs nothing beside it"),
        File(RESULTS_FILE, "every result, unrounded, with what is needed to know what it is about"),
        File(ROWS_FILE, "the same results, one row each"),
        File(NOTEBOOK_FILE, "a Jupyter notebook that computes every result again and compares it with results.json"),
        *(
            [File(EXCLUSIONS_FILE, "whom the declared rules leave out, frozen before arms were looked at")]
            if has_exclusions
            else []
        ),
        *(File(_forms(each), _holds(finding, each.caption)) for finding, each in drawings),
        *(File(f"{PRINTED}/{stem}.csv", f"as read on the page: {table.caption}") for stem, table in named(findings)),
        *(File(f"tables/{name}.csv", _columns(finding, name)) for finding, name in data),
    )


def readme(study: str, findings: Sequence[Finding], *, has_exclusions: bool = False) -> str:
    """README.txt."""
    files = contents(findings, has_exclusions=has_exclusions)
    width = max(len(each.path) for each in files)
    lines = [f"{each.path:<{width}}  {each.holds}" for each in files]
    return "\n".join(
        [
            f"Report on the study {study!r}, written by `gullseye analyze`.",
            "",
            *lines,
            "",
            "Text is UTF-8; in tables the first line names the columns, and NA is missing.",
            "Figures are vectors: SVG for the web, PDF for LaTeX and print.",
            f"Tables in {PRINTED} are rounded, as the page shows them; those in tables are unrounded.",
            "",
        ]
    )


def named(findings: Sequence[Finding]) -> tuple[tuple[str, Table], ...]:
    """The tables of the page, each with its file's stem: the question and the caption; no two are the same."""
    taken: dict[str, int] = {}
    made = []
    for finding in findings:
        for table in finding.account.tables:
            stem = f"{finding.name}-{_slug(table.caption).removeprefix(f'{finding.name}-')}"
            taken[stem] = taken.get(stem, 0) + 1
            made.append((stem if taken[stem] == 1 else f"{stem}-{taken[stem]}", table))
    return tuple(made)


def _slug(caption: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", caption.lower()).strip("-")
    return words[:LONGEST_STEM].rstrip("-") or "table"


def _forms(drawing: Drawing) -> str:
    """A figure that a researcher's own question drew by other means comes as SVG alone."""
    return f"figures/{drawing.name}.svg" + (" and .pdf" if isinstance(drawing.svg, Picture) else "")


def _holds(finding: Finding, caption: str) -> str:
    return f"{finding.title}: {shorten(first_sentence(caption), LONGEST_MEANING, placeholder=' …')}"


def first_sentence(text: str) -> str:
    """Up to the first full stop that a space follows, or to the end; without the stop."""
    return text.split(". ")[0].rstrip(".")


def _columns(finding: Finding, name: str) -> str:
    columns = ", ".join(map(str, finding.account.data[name].columns))
    return f"{finding.title}, unrounded: {shorten(columns, LONGEST_MEANING, placeholder=' …')}"
