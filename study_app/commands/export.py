"""gullseye export"""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from study_app import study_folder
from study_app.config import read_settings
from study_app.database import make_engine, make_sessions, reading
from study_app.export import ExportSummary, write_export, zip_export
from study_app.exporting.sources import built_in
from study_app.migration import require_newest
from study_app.records import MODES


@click.command()
@click.argument("study")
@click.option("--out", type=click.Path(path_type=Path), help="folder to write; default: export, or STUDY.zip")
@click.option("--mode", "modes", multiple=True, type=click.Choice(MODES), help="only these; default: everybody")
@click.option("--zip", "zipped", is_flag=True, help="write one ZIP file")
def export(study: str, out: Path | None, modes: tuple[str, ...], zipped: bool) -> None:
    """Write the answers to a study as tables, with codebook and provenance.

    STUDY is the name of a study that was taken, or the folder of its definition.
    """
    default = Path(f"{Path(study).name}.zip" if zipped else "export")
    made = export_study(study, out or default, modes or MODES, zipped=zipped)
    for remark in made.remarks:
        click.echo(f"Note: {remark}", err=True)
    told = ", ".join(f"{n} {mode}" for mode, n in sorted(made.participants.items())) or "nobody yet"
    click.echo(f"Export: {made.out} ({told}; {made.rows['trials']} rows of trials)")


def export_study(study: str, out: Path, modes: tuple[str, ...] = MODES, *, zipped: bool = False) -> ExportSummary:
    """Writes the export with the database and the stimuli that the environment names."""
    settings = read_settings(os.environ)
    engine = make_engine(settings.database_url)
    require_newest(engine)
    write = zip_export if zipped else write_export
    try:
        with reading(make_sessions(engine)) as session:
            name = _name_of(study)
            manifests = built_in(settings.stimuli_of(name))
            return write(session, name, out, manifest_of=manifests, now=datetime.now(UTC), modes=modes)
    finally:
        engine.dispose()


def _name_of(study: str) -> str:
    """The name that a folder's study.toml gives; anything else is a name already."""
    folder = Path(study)
    return study_folder.read(folder).study.study.name if (folder / study_folder.STUDY_FILE).is_file() else study
