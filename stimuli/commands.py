"""The commands of this room: `gullseye train` and `gullseye evidence`.  (`build` needs two rooms: the root has it.)"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from stimuli.calm import INTERRUPTED, calm
from stimuli.device_names import CHOICES
from stimuli.errors import StimuliError
from stimuli.evidence_page import Asked, write_evidence
from stimuli.loading import load_classifier
from stimuli.training.course import train as run_training
from stimuli.training.options import TrainingOptions

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


def _option(name: str, kind: Any = None, **facts: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    field = TrainingOptions.model_fields[name]
    shown: dict[str, Any] = {} if field.default is None else {"show_default": True}
    flag = name.replace("_", "-")
    declared = f"--{flag}/--no-{flag}" if field.annotation is bool else f"--{flag}"
    return click.option(declared, name, default=field.default, type=kind, help=field.description, **shown, **facts)


@click.command()
@click.argument("images", type=FOLDER, nargs=-1, required=True)
@click.option("--architecture", required=True, help="a torchvision name, such as shufflenet_v2_x1_0")
@click.option("--out", required=True, type=FOLDER, help="gets weights, classifier.toml, metrics.json, confusion.png")
@click.option("--pretrained", is_flag=True, help="start from torchvision's published weights")
@click.option("--from", "checkpoint", type=FILE, help="start from the checkpoint this classifier.toml describes")
@click.option("--again", is_flag=True, help="start anew where a stopped run could go on")
@click.option("--device", type=click.Choice(CHOICES), default="auto", show_default=True)
@_option("validation", FOLDER)
@_option("validation_share", float)
@_option("epochs", int)
@_option("batch", int)
@_option("input_px", int)
@_option("learning_rate", float)
@_option("weight_decay", float)
@_option("label_smoothing", float)
@_option("average", float)
@_option("augment")
@_option("grow")
@_option("half")
@_option("patience", int)
@_option("limit_minutes", float)
@_option("threads", int)
@_option("seed", int)
def train(pretrained: bool, checkpoint: Path | None, again: bool, **given: Any) -> None:
    """Trains a network on IMAGES: folders with one sub-folder of pictures per class, the same in each.

    Ctrl-C keeps the best weights so far; the same command goes on where it stopped.
    """
    with calm("stopped before the first epoch was done; nothing is lost but that"):
        if pretrained and checkpoint:
            raise StimuliError("--pretrained and --from: choose one")
        given |= {"start": "pretrained" if pretrained else "checkpoint" if checkpoint else "scratch"}
        try:
            options = TrainingOptions(checkpoint=checkpoint, **given)
        except ValidationError as faults:
            lines = [f"--{str(f['loc'][0]).replace('_', '-')}: {f['msg']}" for f in faults.errors()]
            raise StimuliError.of(lines) from None
        metrics = run_training(options, partial(click.echo, err=True), again=again)
        click.echo(f"{metrics.accuracy:.2%} of {metrics.n_validation} validation images; stopped by: {metrics.stopped}")
        click.echo(f"written to {options.out}")
        if metrics.stopped == "interrupted":
            raise click.exceptions.Exit(INTERRUPTED)


@click.command()
@click.option("--classifier", "source", default="gulls", show_default=True, help="gulls, or a classifier.toml of gulls")
@click.option("--n", "n_per_class", type=click.IntRange(min=2), default=20, show_default=True, help="birds per species")
@click.option(
    "--maps", "n_mapped", type=click.IntRange(min=1), default=3, show_default=True, help="birds per species to explain"
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@click.option("--out", type=FOLDER, default="docs", show_default=True, help="gets the page and its figure")
@click.option("--device", type=click.Choice(CHOICES), default="auto", show_default=True)
def evidence(source: str, n_per_class: int, n_mapped: int, seed: int, out: Path, device: str) -> None:
    """Measures what a classifier of rendered gulls knows and uses, and whether maps lie on what it uses."""
    with calm("stopped; nothing was written"):
        page = write_evidence(load_classifier(source, device=device), out, Asked(n_per_class, n_mapped, seed))
        click.echo(f"written to {page}")
