"""gullseye concepts"""

import os
from importlib import import_module
from pathlib import Path

import click

from stimuli.calm import GOES_ON, interruptible
from stimuli.device_names import CHOICES
from stimuli.store import Store
from study_app.composition.build import recipe_of
from study_app.config import read_settings
from study_app.study_folder import folder_of, read

BOOKS, PAGE = "stimuli.build.concept_book", "stimuli.concept_book.page"


@click.command()
@click.argument("study")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="absent: concepts/STUDY in the instance")
@click.option("--images", type=click.IntRange(1, 12), default=4, show_default=True, help="top and bottom of a concept")
@click.option(
    "--birds",
    type=click.IntRange(0),
    default=16,
    show_default=True,
    help="of rendered gulls, drawn again with each mark changed, per class; 0: none",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="of these birds")
@click.option("--device", type=click.Choice(CHOICES), default="auto", show_default=True)
def concepts(study: str, out: Path | None, images: int, birds: int, seed: int, device: str) -> None:
    """Write the concept book of STUDY: what its explanations by concepts have learnt, and how far to trust it.

    What has not been learnt yet is learnt now.  The pages open in a browser without a server.  They name the classes:
    they are not for participants.
    """
    settings = read_settings(os.environ)
    written = read(folder_of(study))
    name = written.study.study.name
    folder = out or settings.instance / "concepts" / name
    with interruptible(GOES_ON):
        made = import_module(BOOKS)
        asked = made.Asked(images, birds, seed)
        shown, store = settings.stimuli_of(name), Store(settings.instance / "store")
        for explanation, book in made.books(recipe_of(written), written.study.study.title, shown, store, asked, device):
            page = import_module(PAGE).write_book(book, folder / explanation)
            click.echo(f"Concept book: {page}")
