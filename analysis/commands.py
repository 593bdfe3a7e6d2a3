"""What `gullseye analyze` does; the command itself is composed where a study can be exported first."""

from pathlib import Path

from analysis import evidence, questions, tables
from analysis.findings import ask
from analysis.report.folder import write_report


def analyze_export(folder: Path, out: Path, mode: str = "live", *, lasts: bool = True) -> Path:
    """The page of the report on that export, with every question that comes with Gullseye.

    lasts: whether the folder stays, so that the report's notebook can read it again.
    """
    asked = evidence.of_mode(tables.read(folder), mode)
    findings = ask(asked, [(name, questions.load(name)) for name in questions.names()])
    return write_report(out, asked, findings, folder if lasts else None)
