"""gullseye analyze"""

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from analysis.commands import analyze_export
from study_app.commands.export import export_study
from study_app.records import MODES

FOLDER = click.Path(path_type=Path)


@click.command()
@click.argument("source", metavar="STUDY|EXPORT")
@click.option("--out", type=FOLDER, default=Path("report"), show_default=True, help="folder to write")
@click.option("--mode", type=click.Choice(MODES), default="live", show_default=True, help="whose answers; never mixed")
def analyze(source: str, out: Path, mode: str) -> None:
    """Answer the questions of a study: index.html, results.json, figures and tables.

    The source is a folder that `gullseye export` wrote, or a study, which is then exported first.
    """
    if (Path(source) / "provenance.json").is_file():
        click.echo(f"Report: {analyze_export(Path(source), out, mode)}")
        return
    with TemporaryDirectory() as folder:
        for remark in export_study(source, Path(folder) / "export").remarks:
            click.echo(f"Note: {remark}", err=True)
        click.echo(f"Report: {analyze_export(Path(folder) / 'export', out, mode, lasts=False)}")
