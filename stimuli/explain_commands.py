"""`gullseye explain` and `gullseye compare`: pictures explained without a study."""

import json
from collections.abc import Callable, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

import click

from stimuli.calm import GOES_ON, calm
from stimuli.device_names import CHOICES
from stimuli.single.comparing import compare as make_sheet
from stimuli.single.comparing import explanations_folder
from stimuli.single.explaining import explain as explain_all
from stimuli.single.job import Wish
from stimuli.single.preflight import prepared
from stimuli.single.record import plain
from stimuli.single.table import table

ANY_PATH = click.Path(path_type=Path)
METHOD_HELP = "a method, as lime or lime:cells=9,seed=1; repeat it for more"

_SHARED: tuple[Callable[[Any], Any], ...] = (
    click.argument("images", type=ANY_PATH, nargs=-1, required=True),
    click.option("--classifier", required=True, help="gulls, a torchvision name, or a classifier.toml"),
    click.option("--method", "methods", multiple=True, metavar="NAME[:KEY=VALUE,…]", help=METHOD_HELP),
    click.option("--methods", "plain_names", default="", metavar="A,B,C", help="methods with their default parameters"),
    click.option(
        "--class", "class_name", help="the class to explain; absent: what the classifier sees in each picture"
    ),
    click.option("--score", type=click.Choice(("logit", "probability")), help="absent: what each method explains"),
    click.option("--device", type=click.Choice(CHOICES), default="auto", show_default=True),
)


def _shared(command: Callable[..., None]) -> Callable[..., None]:
    return reduce(lambda wrapped, option: option(wrapped), reversed(_SHARED), command)


def _all_named(plain_names: str, methods: Sequence[str]) -> tuple[str, ...]:
    """What --methods and --method name together."""
    return (*(name.strip() for name in plain_names.split(",") if name.strip()), *methods)


@click.command()
@_shared
@click.option(
    "--out", type=ANY_PATH, required=True, help="a folder; gets PICTURE.METHOD.npz, .png, .json; of graphs .svg, too"
)
@click.option("--again", is_flag=True, help="compute anew, and write over what was made of other inputs")
@click.option("--json", "as_json", is_flag=True, help="print the records as a JSON array instead of a table")
def explain(plain_names: str, methods: tuple[str, ...], again: bool, as_json: bool, **given: Any) -> None:
    """Explains IMAGES: where the classifier looks for a class, with the scores of every map; or what suffices for it.

    Ctrl-C keeps what is finished; the same command goes on where it stopped.
    """
    with calm(GOES_ON):
        wish = Wish(methods=_all_named(plain_names, methods), over=again, anew=again, **given)
        found = explain_all(prepared(wish))
        if as_json:
            click.echo(
                json.dumps([plain(record) for record in found.records], indent=2, ensure_ascii=False, allow_nan=False)
            )
        else:
            click.echo(table(found.records))
            there = f"all of it was in {wish.out} already: nothing was computed"
            click.echo(f"written to {wish.out}" if found.n_made else there)


@click.command()
@_shared
@click.option("--out", "file", type=ANY_PATH, required=True, help="the sheet: a .png, .pdf or .svg")
@click.option("--again", is_flag=True, help="write over a sheet of other pictures or methods")
def compare(plain_names: str, methods: tuple[str, ...], file: Path, again: bool, **given: Any) -> None:
    """Lays explanations of IMAGES by several methods side by side on one sheet: rows pictures, columns methods.

    The explanations stay in a folder beside it, as `gullseye explain` writes them.  Ctrl-C keeps those that are
    finished; the same command goes on where it stopped.
    """
    with calm(GOES_ON):
        named = _all_named(plain_names, methods)
        wish = Wish(methods=named, out=explanations_folder(file), over=again, **given)
        make_sheet(wish, file)
        click.echo(f"written to {file}; its explanations to {wish.out}")
