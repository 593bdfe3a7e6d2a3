"""gullseye gulls: render the demonstration birds, their field guide, and single changes of marks."""

from pathlib import Path
from typing import get_args

import click

from stimuli.errors import StimuliError
from stimuli.gulls import folder
from stimuli.gulls.corner_mark import Corner
from stimuli.gulls.field_guide import write_guide
from stimuli.gulls.files import picture_bytes, write_atomically
from stimuli.gulls.intervention import intervene
from stimuli.gulls.marks import mark_named, species_named
from stimuli.gulls.picture import DEFAULT_DIFFICULTY
from stimuli.gulls.planting import Planting
from stimuli.gulls.sheets import contact_sheet

OUT = click.Path(file_okay=False, path_type=Path)

difficulty_option = click.option(
    "--difficulty",
    type=click.FloatRange(0, 1),
    default=DEFAULT_DIFFICULTY,
    show_default=True,
    help="0 clear, 1 as in nature.",
)
seed_option = click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Same seed, same pixels."
)
size_option = click.option(
    "--size", "size_px", type=click.IntRange(min=64), default=448, show_default=True, help="Side, px."
)


@click.group()
def gulls() -> None:
    """Rendered gulls whose species differ in field marks and in nothing else (CC0)."""


@gulls.command()
@click.option("--species", multiple=True, default=("all",), help="A species, repeatable, or 'all'.  [default: all]")
@click.option("--n", type=click.IntRange(min=1), default=10, show_default=True, help="Pictures per species.")
@click.option("--out", type=OUT, required=True, help="Folder to fill; an interrupted run goes on where it stopped.")
@click.option("--suffix", default=".png", show_default=True, help="Picture format: .png, .webp or .jpg.")
@click.option("--paired", is_flag=True, help="The same birds for every species.")
@click.option("--no-masks", is_flag=True, help="Leave the part masks out.")
@click.option("--corner-mark", multiple=True, help="A species whose pictures get a stamp in a corner, repeatable.")
@click.option(
    "--corner-swapped", type=click.IntRange(min=0), default=0, help="Of every species, how many do the opposite."
)
@click.option("--corner", type=click.Choice(get_args(Corner)), default=Planting.corner, show_default=True)
@seed_option
@difficulty_option
@size_option
def render(
    species: tuple[str, ...],
    n: int,
    out: Path,
    suffix: str,
    paired: bool,
    no_masks: bool,
    corner_mark: tuple[str, ...],
    corner_swapped: int,
    corner: Corner,
    seed: int,
    difficulty: float,
    size_px: int,
) -> None:
    """Render pictures, masks and attributes into a folder."""
    try:
        paths = folder.write_folder(
            species,
            n,
            seed,
            difficulty,
            out,
            size_px=size_px,
            suffix=suffix,
            masks=not no_masks,
            paired=paired,
            corner_mark=Planting(corner_mark, corner_swapped, corner) if corner_mark or corner_swapped else None,
        )
    except StimuliError as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{len(paths)} pictures in {out}")


@gulls.command()
@click.option("--out", type=OUT, required=True, help="Folder to write sheet.png to.")
@seed_option
@difficulty_option
def sheet(out: Path, seed: int, difficulty: float) -> None:
    """A contact sheet for a quick look."""
    _write(out / "sheet.png", picture_bytes(contact_sheet(seed, difficulty), ".png"))


@gulls.command()
@click.option("--out", type=OUT, required=True, help="Folder for a page per species and one sheet of all eight.")
def guide(out: Path) -> None:
    """The field guide: the marks of every species, labelled."""
    for path in write_guide(out):
        click.echo(str(path))


@gulls.command(name="intervene")
@click.option("--species", required=True, help="The bird's species.")
@click.option("--mark", required=True, help="The mark to change, e.g. bill_mark.")
@click.option("--from", "source", required=True, help="The species to take the mark from, or 'none' to take it away.")
@click.option("--out", type=OUT, required=True, help="Folder for original.png, changed.png and difference.png.")
@seed_option
@difficulty_option
@size_option
def intervene_command(
    species: str, mark: str, source: str, out: Path, seed: int, difficulty: float, size_px: int
) -> None:
    """The same bird with one mark changed, and where the two pictures differ."""
    try:
        giver = None if source.lower() == "none" else species_named(source)
        change = intervene(species, seed, mark_named(mark), giver, difficulty=difficulty, size_px=size_px)
    except StimuliError as fault:
        raise click.ClickException(str(fault)) from fault
    pictures = {"original": change.before.image, "changed": change.after.image, "difference": change.difference}
    for name, picture in pictures.items():
        _write(out / f"{name}.png", picture_bytes(picture, ".png"))


def _write(path: Path, content: bytes) -> None:
    write_atomically(path, content)
    click.echo(str(path))
