"""What `gullseye analyze` does; the command itself is composed where a study can be exported first."""

from pathlib import Path

from analysis import evidence, questions, tables
from analysis.errors import AnalysisError
from analysis.evidence import Evidence
from analysis.findings import ask
from analysis.outside import csv_table
from analysis.outside import evidence as outside
from analysis.outside.template import template
from analysis.report.folder import write_report


def analyze_export(folder: Path, out: Path, mode: str = "live", *, lasts: bool = True) -> Path:
    """The page of the report on that export, with every question that comes with Gullseye.

    lasts: whether the folder stays, so that the report's notebook can read it again.
    """
    return _report(evidence.of_mode(tables.read(folder), mode), out, folder if lasts else None)


def analyze_table(csv: Path, plan: Path, out: Path, mode: str = "live") -> Path:
    """The page of the report on a table from elsewhere, read by that plan.toml."""
    return _report(outside.of_table(csv, plan, mode), out, csv, plan)


def write_plan(csv: Path, path: Path) -> Path:
    """Writes a plan.toml to begin with for that table; AnalysisError where the file is there already."""
    text = template(csv_table.read(csv))
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise AnalysisError(f"{path}: is there already; name another file, or remove it first") from None
    except OSError as fault:
        raise AnalysisError(f"{path}: cannot be written: {fault.strerror}") from None
    return path


def _report(asked: Evidence, out: Path, source: Path | None, plan: Path | None = None) -> Path:
    findings = ask(asked, [(name, questions.load(name)) for name in questions.names()])
    return write_report(out, asked, findings, source, plan)
