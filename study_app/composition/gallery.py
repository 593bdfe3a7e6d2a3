"""gullseye gallery"""

import os
from pathlib import Path

import click

from stimuli.gallery.page import write_gallery
from study_app.config import read_settings
from study_app.study_folder import folder_of, read


@click.command()
@click.argument("study")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="gets the page with copies of its pictures; absent: the page lies beside the stimuli",
)
def gallery(study: str, out: Path | None) -> None:
    """Write a page to look through the stimuli of STUDY: every image, every explanation, every score.

    It opens in a browser without a server and without a network.  It names the classes: it is not for participants.
    """
    folder = read_settings(os.environ).stimuli_of(read(folder_of(study)).study.study.name)
    click.echo(f"written to {write_gallery(folder, out)}")
