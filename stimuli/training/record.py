"""What a training run leaves behind: weights, their description, figures and the confusion picture."""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from matplotlib.figure import Figure
from numpy.typing import NDArray
from pydantic import BaseModel
from safetensors.torch import save_file
from torch import Tensor

from stimuli.description import Description, write_description
from stimuli.training.options import TrainingOptions

WEIGHTS_FILE = "model.safetensors"
DESCRIPTION_FILE = "classifier.toml"
METRICS_FILE = "metrics.json"
CONFUSION_FILE = "confusion.png"


class Epoch(BaseModel):
    """The figures of one pass over the training images; loss and accuracy of validation with the averaged weights."""

    epoch: int
    picture_px: int
    seconds: float
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float


class Metrics(BaseModel):
    """metrics.json."""

    command: str
    options: TrainingOptions
    classes: tuple[str, ...]
    n_train: int
    n_validation: int
    seconds: float
    stopped: str
    best_epoch: int
    accuracy: float
    accuracy_per_class: dict[str, float]
    confusion: list[list[int]]
    epochs: list[Epoch]
    versions: dict[str, str]


def command_line() -> str:
    """The command that runs now, as it would be typed."""
    program, *arguments = sys.argv
    return " ".join([Path(program).name, *arguments])


def versions() -> dict[str, str]:
    """The software that trains."""
    python = ".".join(map(str, sys.version_info[:3]))
    return {"python": python, **{name: version(name) for name in ("gullseye", "torch", "torchvision")}}


def confusion(labels: Tensor, predicted: Tensor, n_classes: int) -> NDArray[np.int64]:
    """Counts: row = true class, column = predicted class."""
    table = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(table, (labels.numpy(), predicted.numpy()), 1)
    return table


def per_class(table: NDArray[np.int64], classes: tuple[str, ...]) -> dict[str, float]:
    """The share of each class that is predicted rightly."""
    shares = table.diagonal() / np.maximum(table.sum(axis=1), 1)
    return {name: round(float(share), 4) for name, share in zip(classes, shares, strict=True)}


def write_weights(state: dict[str, Tensor], description: Description, out: Path, *, half: bool) -> dict[str, Tensor]:
    """Writes model.safetensors and classifier.toml; returns the weights as stored."""
    kept = {name: _stored(value, half) for name, value in state.items()}
    draft = out / (WEIGHTS_FILE + ".part")
    save_file(kept, draft)
    draft.chmod(0o644)  # safetensors writes for its owner alone; weights are there to be shared
    draft.replace(out / WEIGHTS_FILE)
    write_description(description, out / DESCRIPTION_FILE)
    return kept


def _stored(value: Tensor, half: bool) -> Tensor:
    value = value.detach().cpu().contiguous()
    halved = value.to(torch.float16) if half and value.is_floating_point() else value
    return halved if not value.is_floating_point() or halved.isfinite().all() else value


def write_metrics(metrics: Metrics, out: Path) -> None:
    """Writes metrics.json and confusion.png."""
    text = json.dumps(metrics.model_dump(mode="json"), indent=1)
    (out / METRICS_FILE).write_text(text + "\n", encoding="utf-8")
    draw_confusion(np.asarray(metrics.confusion), metrics.classes, out / CONFUSION_FILE)


def draw_confusion(table: NDArray[np.int64], classes: tuple[str, ...], path: Path) -> None:
    """The confusion matrix as a picture: shares of each true class in colour, counts in the cells."""
    side = 2.2 + 0.55 * len(classes)
    figure = Figure(figsize=(side, side), layout="constrained")
    axes = figure.subplots()
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="cividis", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(table):
        if count:
            colour = "black" if shares[row, column] > 0.5 else "white"
            axes.text(column, row, str(count), ha="center", va="center", color=colour, fontsize=8)
    axes.set_xticks(range(len(classes)), classes, rotation=45, ha="right")
    axes.set_yticks(range(len(classes)), classes)
    axes.set_xlabel("predicted")
    axes.set_ylabel("true")
    axes.set_title(f"validation accuracy {table.trace() / max(table.sum(), 1):.1%}")
    figure.savefig(path, dpi=120)
