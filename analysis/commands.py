"""The analysis on the command line."""

from pathlib import Path

import click

from analysis import evidence, questions, tables
from analysis.findings import ask
from analysis.report.folder import write_report
from study_app.records import MODES


@click.command()
@click.argument("export", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("report"), show_default=True, help="folder to write"
)
@click.option("--mode", type=click.Choice(MODES), default="live", show_default=True, help="whose answers; never mixed")
def analyze(export: Path, out: Path, mode: str) -> None:
    """Answer the questions of a study from an export: index.html, results.json, figures and tables."""
    click.echo(f"Report: {analyze_export(export, out, mode)}")


def analyze_export(folder: Path, out: Path, mode: str = "live") -> Path:
    """The page of the report on that export, with every question that comes with Gullseye."""
    asked = evidence.of_mode(tables.read(folder), mode)
    findings = ask(asked, [(name, questions.load(name)) for name in questions.names()])
    return write_report(out, asked, findings)
