"""A folder of classes as tensors: found, split, decoded once and kept in memory as uint8."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from stimuli.errors import StimuliError
from stimuli.images import SUFFIXES, Preprocessing, as_input, load, resized

MOST_BYTES_IN_MEMORY = 6_000_000_000


@dataclass(frozen=True)
class LabelledFiles:
    """Image files with the index of their class."""

    files: tuple[Path, ...]
    labels: tuple[int, ...]
    classes: tuple[str, ...]

    def chosen(self, which: Sequence[int]) -> "LabelledFiles":
        """The files at these positions."""
        files, labels = zip(*((self.files[i], self.labels[i]) for i in which), strict=True)
        return LabelledFiles(files, labels, self.classes)


def find(folder: Path, classes: tuple[str, ...] | None = None) -> LabelledFiles:
    """Every picture of a folder that has one sub-folder per class; StimuliError where there are not two classes."""
    if not folder.is_dir():
        raise StimuliError(f"{folder}: no such folder; training wants one with a sub-folder of pictures per class")
    found = tuple(sorted(entry.name for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith(".")))
    if classes is not None and found != classes:
        raise StimuliError(f"{folder}: its classes {list(found)} are not those of the training images {list(classes)}")
    files = [(path, label) for label, name in enumerate(found) for path in _pictures(folder / name)]
    counts = np.bincount([label for _, label in files], minlength=len(found))
    faults = [f"{folder / name}: holds no picture" for name, count in zip(found, counts, strict=True) if not count]
    if len(found) < 2:
        faults.append(f"{folder}: {len(found)} sub-folders; a classifier wants two classes or more, a sub-folder each")
    if faults:
        raise StimuliError.of(faults)
    return LabelledFiles(tuple(path for path, _ in files), tuple(label for _, label in files), found)


def find_all(folders: Sequence[Path]) -> LabelledFiles:
    """Every picture of several folders with the same classes, class by class, in the order of the folders."""
    first = find(folders[0])
    found = [first, *(find(folder, first.classes) for folder in folders[1:])]
    files = [(file, label) for one in found for file, label in zip(one.files, one.labels, strict=True)]
    files.sort(key=lambda file: file[1])
    return LabelledFiles(tuple(file for file, _ in files), tuple(label for _, label in files), first.classes)


def _pictures(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)


def split(files: LabelledFiles, share: float, seed: int) -> tuple[LabelledFiles, LabelledFiles]:
    """Training and validation files: the same share of every class, at least one of each, chosen by the seed."""
    rng = np.random.default_rng(seed)
    labels = np.asarray(files.labels)
    kept_back: set[int] = set()
    for label in range(len(files.classes)):
        members = np.flatnonzero(labels == label)
        if len(members) < 2:
            raise StimuliError(
                f"class {files.classes[label]!r}: one picture; at least two are wanted, one for validation"
            )
        n_kept = min(len(members) - 1, max(1, round(share * len(members))))
        kept_back.update(int(i) for i in rng.permutation(members)[:n_kept])
    positions = range(len(labels))
    train = [i for i in positions if i not in kept_back]
    return files.chosen(train), files.chosen(sorted(kept_back))


def read(
    files: LabelledFiles, preprocessing: Preprocessing, title: str, faults: list[str], *, squash_px: int | None = None
) -> Tensor:
    """All pictures decoded: (N, 3, side, side) uint8; a line is added to faults for every torn one.

    squash_px: resize to this square instead of to the classifier's input.
    """
    side = squash_px or preprocessing.input_px
    _refuse_too_many(len(files.files), side)
    out = torch.empty(len(files.files), 3, side, side, dtype=torch.uint8)

    def place(i: int) -> None:
        try:
            pixels = load(files.files[i])
            picture = resized(pixels, side, side) if squash_px else as_input(pixels, preprocessing)
            out[i] = torch.from_numpy(picture.copy()).permute(2, 0, 1)
        except StimuliError as fault:
            faults.append(str(fault))

    with ThreadPoolExecutor() as pool:
        list(
            tqdm(
                pool.map(place, range(len(files.files))), total=len(files.files), desc=title, unit="image", disable=None
            )
        )
    return out


def _refuse_too_many(n_images: int, side: int) -> None:
    size = n_images * 3 * side * side
    if size > MOST_BYTES_IN_MEMORY:
        wanted, limit = size / 1e9, MOST_BYTES_IN_MEMORY / 1e9
        raise StimuliError(
            f"{n_images} pictures of {side} px take {wanted:.1f} GB of memory, {limit:.0f} GB at most: "
            "give fewer pictures, or a smaller --input-px"
        )
