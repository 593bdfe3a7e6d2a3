"""What a method that learns is taught when it is held to its contract: planted pictures, in a folder for that long."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Never, TypeVar

import numpy as np
from tqdm import tqdm

from stimuli.classifier import Classifier
from stimuli.colour_seeker import CLASSES, SIDE
from stimuli.errors import StimuliError
from stimuli.fit import Fit, Fitting
from stimuli.images import Pixels
from stimuli.picture import OpenPicture, Picture
from stimuli.store import Entry, Store

Item = TypeVar("Item")
Result = TypeVar("Result")
P = TypeVar("P")
PER_CLASS = 32


class PlainDesk:
    """A store, nothing in the way of batches, and nobody who looks."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def in_batches(
        self,
        title: str,
        items: Sequence[Item],
        compute: Callable[[Sequence[Item]], Sequence[Result]],
        keep: Callable[[Item, Result], None],
    ) -> None:
        """All at once."""
        for item, result in zip(items, compute(items) if items else (), strict=True):
            keep(item, result)

    def bar(self, title: str, total: int, unit: str = "image") -> "tqdm[Never]":
        """One that is silent."""
        bar: tqdm[Never] = tqdm(total=total, desc=title, unit=unit, disable=True)
        return bar


def lesson() -> tuple[Picture, ...]:
    """For each class of the colour seeker, pictures with a patch in its colour, of any size, brightness and place."""
    return tuple(
        Picture(
            name=f"{name}/{n}",
            label=name,
            split=None,
            origin={"lesson": [name, n]},
            open=partial(_opened, name, n),
            is_rendered=True,
        )
        for name in CLASSES
        for n in range(PER_CLASS)
    )


def taught(fit: Fit[P], classifier: Classifier, parameters: P) -> Entry:
    """What a method learns from the lesson, as a build would read it from its store."""
    pictures = lesson()
    lacking = fit.lacks(parameters, pictures, CLASSES)
    if lacking:
        raise StimuliError.of(lacking)
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        found = fit.run(Fitting("lesson", classifier, pictures, CLASSES, PlainDesk(store)), parameters)
        store.put("lesson", found.arrays, found.facts)
        kept = store.get("lesson")
    assert kept is not None  # noqa: S101 - it was put there just now
    return kept


def _opened(name: str, n: int) -> OpenPicture:
    return OpenPicture(_patched(name, np.random.default_rng([CLASSES.index(name), n])), f"lesson {name} {n}")


def _patched(name: str, rng: np.random.Generator) -> Pixels:
    pixels = np.full((SIDE, SIDE, 3), 40, dtype=np.uint8)
    side = int(rng.integers(8, 33))
    row, column = rng.integers(0, SIDE - side, 2)
    patch = pixels[row : row + side, column : column + side]
    patch[:] = 0
    patch[..., 0 if name == "red" else 2] = rng.integers(120, 256)
    return pixels
