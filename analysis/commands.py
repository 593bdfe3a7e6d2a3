"""What `gullseye analyze` does; the command itself is composed where a study can be exported first."""

from pathlib import Path

from analysis import evidence, questions, tables
from analysis.findings import ask
from analysis.report.folder import write_report


def analyze_export(folder: Path, out: Path, mode: str = "live") -> Path:
    """The page of the report on that export, with every question that comes with Gullseye."""
    asked = evidence.of_mode(tables.read(folder), mode)
    findings = ask(asked, [(name, questions.load(name)) for name in questions.names()])
    return write_report(out, asked, findings)
