"""What `gullseye analyze` does; the command itself is composed where a study can be exported first."""

from pathlib import Path

from analysis import evidence, questions, tables
from analysis.evidence import Evidence
from analysis.findings import ask
from analysis.outside import evidence as outside
from analysis.report.folder import write_report


def analyze_export(folder: Path, out: Path, mode: str = "live", *, lasts: bool = True) -> Path:
    """The page of the report on that export, with every question that comes with Gullseye.

    lasts: whether the folder stays, so that the report's notebook can read it again.
    """
    return _report(evidence.of_mode(tables.read(folder), mode), out, folder if lasts else None)


def analyze_table(csv: Path, plan: Path, out: Path, mode: str = "live") -> Path:
    """The page of the report on a table from elsewhere, read by that plan.toml."""
    return _report(outside.of_table(csv, plan, mode), out, csv)


def _report(asked: Evidence, out: Path, source: Path | None) -> Path:
    findings = ask(asked, [(name, questions.load(name)) for name in questions.names()])
    return write_report(out, asked, findings, source)
