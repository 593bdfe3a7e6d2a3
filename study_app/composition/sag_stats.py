"""gullseye sag-stats"""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from stimuli.attention_graphs.statistics import Row
from stimuli.attention_graphs.statistics_plot import figure
from stimuli.attention_graphs.statistics_tables import grouped, images_csv, summary_csv, table
from stimuli.build import graph_rows as built
from stimuli.calm import calm
from stimuli.errors import StimuliError
from stimuli.single import graph_rows as single
from stimuli.store import Store, write_in_one_step
from study_app.config import read_settings
from study_app.errors import StudyError
from study_app.study_folder import SHIPPED, STUDY_FILE, folder_of, read, shipped


@click.command(name="sag-stats")
@click.argument("sources", nargs=-1, required=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="absent: sag-stats in the instance")
def sag_stats(sources: tuple[str, ...], out: Path | None) -> None:
    """Say of the attention graphs of SOURCES how small sufficient sets are, and how many different ones there are.

    A source is a study whose stimuli are built, or a folder that `gullseye explain` wrote.  Several are compared.
    Written are sag_images.csv, sag_summary.csv, and the figure as sag_statistics.png and .svg.
    """
    with calm("stopped; nothing was written"):
        groups = grouped(rows := _all_rows(_each_once(sources)))
        folder = out or read_settings(os.environ).instance / "sag-stats"
        files = {
            "sag_images.csv": images_csv(rows).encode(),
            "sag_summary.csv": summary_csv(groups).encode(),
            "sag_statistics.png": figure(groups, "png"),
            "sag_statistics.svg": figure(groups, "svg"),
        }
        for name, content in files.items():
            write_in_one_step(folder / name, content)
        click.echo(table(groups))
        click.echo(f"written to {folder}")


def _each_once(sources: Sequence[str]) -> list[str]:
    """The sources, each folder as it was first named."""
    known = shipped()
    folders = {(SHIPPED / one if one in known else Path(one)).resolve(): one for one in reversed(sources)}
    return [one for one in dict.fromkeys(sources) if one in folders.values()]


def _all_rows(sources: Sequence[str]) -> list[Row]:
    """The rows of all sources; StimuliError naming the faults of all."""
    rows, faults = list[Row](), list[str]()
    names = [Path(source).absolute().name for source in sources]
    for source, name in zip(sources, names, strict=True):
        try:
            rows += _rows(source, name if names.count(name) == 1 else source)
        except (StimuliError, StudyError) as fault:
            faults.append(str(fault))
    if faults:
        raise StimuliError.of(faults)
    return rows


def _rows(source: str, name: str) -> list[Row]:
    """name: what the source is to be called."""
    is_study = source in shipped() or (Path(source) / STUDY_FILE).is_file()
    if not is_study and Path(source).is_dir():
        return single.graph_rows(name, Path(source))
    if not is_study and ("/" in source or Path(source).is_file()):
        raise StimuliError(f"{source}: no folder; give the folder of a study, or one that `gullseye explain` wrote")
    try:
        written = read(folder_of(source))
    except StudyError as fault:
        raise fault if is_study else StimuliError(f"{fault}; or a folder that `gullseye explain` wrote") from None
    settings = read_settings(os.environ)
    return built.graph_rows(name, settings.stimuli_of(written.study.study.name), Store(settings.instance / "store"))
