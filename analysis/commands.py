"""The analysis on the command line."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from analysis import evidence, questions, tables
from analysis.errors import AnalysisError
from analysis.findings import ask
from analysis.report.folder import write_report
from study_app.records import MODES

Exporter = Callable[[str, Path], None]


@click.command()
@click.argument("source", metavar="STUDY|EXPORT")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("report"), show_default=True, help="folder to write"
)
@click.option("--mode", type=click.Choice(MODES), default="live", show_default=True, help="whose answers; never mixed")
@click.pass_obj
def analyze(export: Exporter | None, source: str, out: Path, mode: str) -> None:
    """Answer the questions of a study: index.html, results.json, figures and tables.

    SOURCE is a folder that `gullseye export` wrote, or the name of a study, which is then exported first.
    """
    try:
        written = analyze_source(export, source, out, mode)
    except AnalysisError as fault:
        raise click.ClickException(str(fault)) from None
    click.echo(f"Report: {written}")


def analyze_source(export: Exporter | None, source: str, out: Path, mode: str) -> Path:
    """The page of the report on an export folder, or on a study that `export` can export."""
    if Path(source).is_dir() or export is None:
        return analyze_export(Path(source), out, mode)
    with tempfile.TemporaryDirectory() as folder:
        export(source, Path(folder) / "export")
        return analyze_export(Path(folder) / "export", out, mode)


def analyze_export(folder: Path, out: Path, mode: str) -> Path:
    """The page of the report on that export, with every question that comes with Gullseye."""
    asked = evidence.of_mode(tables.read(folder), mode)
    findings = ask(asked, [(name, questions.load(name)) for name in questions.names()])
    return write_report(out, asked, findings)
