"""report.ipynb: a notebook (nbformat 4) that computes the results again, compares them and shows the report's parts."""

import json
from collections.abc import Sequence
from typing import Any

from analysis.findings import Finding

INTRODUCTION = """\
# {title}

This notebook computes every result of the report again from the exported tables, and stops where one differs from
`results.json`. It needs Gullseye with its extra `analysis`: `pip install "gullseye[analysis]"`, in the version that
`results.json` names."""
PLACES = """\
SOURCE = None  # path of the exported folder, or of the CSV table; None: where results.json says it was
PLAN = None  # path of the plan.toml of a CSV table; None: where results.json says it was
REPORT = "."  # path of the report's folder, which holds this notebook"""
READ = """\
import json
from pathlib import Path

from analysis import questions
from analysis.findings import ask
from analysis.report import reproduction

stored = json.loads((Path(REPORT) / "results.json").read_text(encoding="utf-8"))
asked = reproduction.read(stored, Path(REPORT), SOURCE, PLAN)
for remark in reproduction.remarks(stored, asked):
    print("Note:", remark)"""
OUTSIDE_INTRODUCTION = INTRODUCTION.replace("the exported tables", "the table and its plan, which `results.json` holds")
OUTSIDE_PLACES = """\
TABLE = None  # path of the CSV table; None: where results.json says it was
REPORT = "."  # path of the report's folder, which holds this notebook"""
OUTSIDE_READ = """\
import json
from pathlib import Path

from analysis import questions
from analysis.findings import ask
from analysis.outside import evidence as outside
from analysis.outside import plan_file
from analysis.report import reproduction

stored = json.loads((Path(REPORT) / "results.json").read_text(encoding="utf-8"))
planned = plan_file.parsed(Path(stored["outside"]["plan"]), stored["outside"]["plan_text"])
table = reproduction.table(stored, Path(REPORT), TABLE)
asked = reproduction.as_reported(stored, outside.of_planned(table, planned, stored["mode"]))
for remark in reproduction.remarks(stored, asked):
    print("Note:", remark)"""
COMPUTE = """\
findings = ask(asked, [(name, questions.load(name)) for name in stored["questions"]])
print(reproduction.insist(stored["results"], findings))"""


def notebook(title: str, findings: Sequence[Finding], *, is_outside: bool = False) -> str:
    """The notebook's JSON, the same for the same report.  is_outside: the report is on a table from elsewhere."""
    introduction = OUTSIDE_INTRODUCTION if is_outside else INTRODUCTION
    places, reading = (OUTSIDE_PLACES, OUTSIDE_READ) if is_outside else (PLACES, READ)
    cells = [
        _text(introduction.format(title=title)),
        _code(places),
        _text("## The tables and the plan"),
        _code(reading),
        _text("## The results, compared with `results.json`"),
        _code(COMPUTE),
    ]
    for finding in findings:
        if finding.account.sentences or finding.account.answers or finding.account.drawings:
            cells += [_text(f"## {finding.title}"), _code(f"reproduction.shown(findings, {finding.name!r})")]
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    numbered = [{"id": f"cell-{number}", **cell} for number, cell in enumerate(cells, start=1)]
    content = {"cells": numbered, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True)}


def _code(source: str) -> dict[str, Any]:
    lines = source.splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": lines}
