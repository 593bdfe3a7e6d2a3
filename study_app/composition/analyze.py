"""gullseye analyze"""

import study_app.composition.one_thread  # noqa: F401  before NumPy

# isort: split
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from analysis.commands import Manner, analyze_export, analyze_table, write_plan
from analysis.freeze import EXCLUSIONS_FILE
from stimuli.calm import interruptible
from study_app.commands.export import export_study
from study_app.composition.analysis_told import Told
from study_app.records import MODES

FOLDER = click.Path(path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
STOPPED = "stopped: no report was written, and one that was there before is as it was"
IS_THE_PLAN = "goes with a CSV table from elsewhere; {} brings its own plan: the study's definition"


@click.command()
@click.argument("source", metavar="STUDY|EXPORT|CSV")
@click.option("--out", type=FOLDER, default=Path("report"), show_default=True, help="folder to write")
@click.option("--mode", type=click.Choice(MODES), default="live", show_default=True, help="whose answers; never mixed")
@click.option("--plan", type=FILE, help="plan.toml that says what the columns of a CSV mean")
@click.option("--write-plan", "new_plan", type=FILE, help="write a plan.toml to begin with for a CSV, and stop")
@click.option("--blind", is_flag=True, help="merge all arms, and freeze whom the declared rules leave out")
@click.option("--frozen", type=FILE, help="exclusions.json of a blind report: refuse where it no longer holds")
@click.option("--bayes", is_flag=True, help="the Bayesian model, too: takes minutes, needs the extra `bayes`")
@click.option("--verbose", is_flag=True, help="a line on standard error for each part of the work")
@click.option("--debug", is_flag=True, help="show the traceback of a part that fails")
def analyze(
    source: str,
    out: Path,
    mode: str,
    plan: Path | None,
    new_plan: Path | None,
    blind: bool,
    frozen: Path | None,
    bayes: bool,
    verbose: bool,
    debug: bool,
) -> None:
    """Answer the questions of a study: index.html, results.json, figures and tables.

    The source is a folder that `gullseye export` wrote, or a study, which is then exported first; or a CSV table of
    answers from elsewhere, a row each, with a plan.toml that says what its columns mean.

    Planned comparisons are said as soon as they are known; the rest takes longer. A question that fails is missing in
    the report, which says so; the exit status is then 1.
    """
    if blind and frozen is not None:
        raise click.UsageError("--blind freezes exclusions, --frozen goes by frozen ones: give one of the two")
    is_table = Path(source).suffix.lower() == ".csv"
    if is_table and new_plan is not None:
        _begin_plan(Path(source), new_plan, out)
        return
    if not is_table:
        _refuse_plan(source, plan, new_plan)
    with interruptible(STOPPED), Told(verbose=verbose, debug=debug) as told:
        manner = Manner(blind, frozen, told, bayes)
        if is_table:
            page = analyze_table(Path(source), _given(plan, source), out, mode, manner=manner)
        else:
            page = _of_study(source, out, mode, manner)
    click.echo(f"Report: {page}")
    if blind:
        click.echo(
            f"Exclusions: {out / EXCLUSIONS_FILE}; later give --frozen {out / EXCLUSIONS_FILE} and another --out"
        )
    if told.failures:
        click.echo(f"Error: {told.summary}", err=True)
        raise click.exceptions.Exit(1)


def _of_study(source: str, out: Path, mode: str, manner: Manner) -> Path:
    if (Path(source) / "provenance.json").is_file():
        return analyze_export(Path(source), out, mode, manner=manner)
    with TemporaryDirectory() as folder:
        for remark in export_study(source, Path(folder) / "export").remarks:
            click.echo(f"Note: {remark}", err=True)
        return analyze_export(Path(folder) / "export", out, mode, lasts=False, manner=manner)


def _begin_plan(csv: Path, new_plan: Path, out: Path) -> None:
    click.echo(f"Plan: {write_plan(csv, new_plan)}; look over every line of it, then:")
    click.echo(f"  gullseye analyze {csv} --plan {new_plan} --out {out}")


def _given(plan: Path | None, csv: str) -> Path:
    if plan is None:
        hint = f"write one to begin with by: gullseye analyze {csv} --write-plan plan.toml"
        raise click.UsageError(f"--plan is missing: a plan.toml says what the columns of {csv} mean; {hint}")
    return plan


def _refuse_plan(source: str, plan: Path | None, new_plan: Path | None) -> None:
    for option, value in (("--plan", plan), ("--write-plan", new_plan)):
        if value is not None:
            raise click.UsageError(f"{option} {IS_THE_PLAN.format(source)}")
    if Path(source).is_file():
        raise click.UsageError(f"{source}: a table is a .csv file; rename it, if it is one")
