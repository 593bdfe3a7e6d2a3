"""gullseye analyze"""

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from analysis.commands import analyze_export, analyze_table, write_plan
from study_app.commands.export import export_study
from study_app.records import MODES

FOLDER = click.Path(path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
IS_THE_PLAN = "goes with a CSV table from elsewhere; {} brings its own plan: the study's definition"


@click.command()
@click.argument("source", metavar="STUDY|EXPORT|CSV")
@click.option("--out", type=FOLDER, default=Path("report"), show_default=True, help="folder to write")
@click.option("--mode", type=click.Choice(MODES), default="live", show_default=True, help="whose answers; never mixed")
@click.option("--plan", type=FILE, help="plan.toml that says what the columns of a CSV mean")
@click.option("--write-plan", "new_plan", type=FILE, help="write a plan.toml to begin with for a CSV, and stop")
def analyze(source: str, out: Path, mode: str, plan: Path | None, new_plan: Path | None) -> None:
    """Answer the questions of a study: index.html, results.json, figures and tables.

    The source is a folder that `gullseye export` wrote, or a study, which is then exported first; or a CSV table of
    answers from elsewhere, a row each, with a plan.toml that says what its columns mean.
    """
    if Path(source).suffix.lower() == ".csv":
        _table(Path(source), out, mode, plan, new_plan)
        return
    _refuse_plan(source, plan, new_plan)
    if (Path(source) / "provenance.json").is_file():
        click.echo(f"Report: {analyze_export(Path(source), out, mode)}")
        return
    with TemporaryDirectory() as folder:
        for remark in export_study(source, Path(folder) / "export").remarks:
            click.echo(f"Note: {remark}", err=True)
        click.echo(f"Report: {analyze_export(Path(folder) / 'export', out, mode, lasts=False)}")


def _table(csv: Path, out: Path, mode: str, plan: Path | None, new_plan: Path | None) -> None:
    if new_plan is not None:
        click.echo(f"Plan: {write_plan(csv, new_plan)}; look over every line of it, then:")
        click.echo(f"  gullseye analyze {csv} --plan {new_plan} --out {out}")
    elif plan is not None:
        click.echo(f"Report: {analyze_table(csv, plan, out, mode)}")
    else:
        hint = f"write one to begin with by: gullseye analyze {csv} --write-plan plan.toml"
        raise click.UsageError(f"--plan is missing: a plan.toml says what the columns of {csv} mean; {hint}")


def _refuse_plan(source: str, plan: Path | None, new_plan: Path | None) -> None:
    for option, value in (("--plan", plan), ("--write-plan", new_plan)):
        if value is not None:
            raise click.UsageError(f"{option} {IS_THE_PLAN.format(source)}")
    if Path(source).is_file():
        raise click.UsageError(f"{source}: a table is a .csv file; rename it, if it is one")
