"""A researcher's own pictures: a folder with one sub-folder per class, or with a table of labels."""

import csv
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from stimuli.errors import StimuliError
from stimuli.fingerprint import file_sha256
from stimuli.images import SUFFIXES, load
from stimuli.picture import OpenPicture, Picture
from stimuli.places import place
from stimuli.recipe import FolderImages

Entry = tuple[Path, str, str | None]  # file, label, split
MOST_NAMED = 5


def pictures(chosen: FolderImages, recipe_folder: Path) -> tuple[Picture, ...]:
    """The pictures that the recipe's [images] mean, in the order of class and name; StimuliError naming all faults."""
    folder = place(chosen.source, recipe_folder)
    if not folder.is_dir():
        raise StimuliError(f"images.source: no folder {folder}; give a folder, or 'gulls' for the rendered ones")
    entries = list(_table(folder, chosen) if chosen.labels else _sub_folders(folder))
    named = [(file, chosen.rename.get(label, label), split) for file, label, split in entries]
    _check(named, chosen, folder)
    return tuple(_picture(folder, *entry) for entry in _selected(named, chosen))


def _sub_folders(folder: Path) -> Iterator[Entry]:
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and not entry.name.startswith("."):
            files = sorted(path for path in entry.rglob("*") if path.suffix.lower() in SUFFIXES)
            yield from ((file, entry.name, None) for file in files)


def _table(folder: Path, chosen: FolderImages) -> Iterator[Entry]:
    path, columns = folder / str(chosen.labels), chosen.columns
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            rows = csv.DictReader(stream)
            wanted = [name for name in (columns.file, columns.label, columns.split) if name]
            missing = [name for name in wanted if name not in (rows.fieldnames or ())]
            if missing:
                known = ", ".join(rows.fieldnames or ())
                raise StimuliError(f"images.columns: {path} has no column {missing}; it has: {known}")
            for row in rows:
                yield folder / row[columns.file], row[columns.label], row[columns.split] if columns.split else None
    except OSError as fault:
        raise StimuliError(f"images.labels: {path}: cannot be read: {fault.strerror}") from None
    except (csv.Error, UnicodeDecodeError) as fault:
        raise StimuliError(f"images.labels: {path}: not a CSV table in UTF-8: {fault}") from None


def _check(entries: list[Entry], chosen: FolderImages, folder: Path) -> None:
    labels = {label for _, label, _ in entries}
    lost = [str(file) for file, _, _ in entries if not file.is_file()]
    faults = [f"{file}: no such image; images.labels names it" for file in lost[:MOST_NAMED]]
    if len(lost) > MOST_NAMED:
        faults.append(f"{folder}: {len(lost) - MOST_NAMED} more images of images.labels are not there")
    strange = [name for name in chosen.only or () if name not in labels]
    faults += [
        f"images.only: no class {name!r} in {folder}; there are: {', '.join(sorted(labels))}" for name in strange
    ]
    if not entries:
        faults.append(f"images.source: {folder} holds no picture; it wants a sub-folder per class, or images.labels")
    if faults:
        raise StimuliError.of(faults)


def _selected(entries: list[Entry], chosen: FolderImages) -> list[Entry]:
    """What the recipe asks for: by split, by class, and at most per_class of each class, drawn by the seed."""
    fitting = [entry for entry in entries if chosen.only_split in (None, entry[2])]
    classes = chosen.only or tuple(sorted({label for _, label, _ in fitting}))
    selected, faults = list[Entry](), list[str]()
    for name in classes:
        members = sorted((entry for entry in fitting if entry[1] == name), key=lambda entry: str(entry[0]))
        wanted = len(members) if chosen.per_class is None else chosen.per_class
        if len(members) < max(1, wanted):
            faults.append(f"images.per_class: {wanted} wanted, class {name!r} has {len(members)}")
            continue
        drawn = random.Random(f"{chosen.seed} {name}").sample(range(len(members)), wanted)  # noqa: S311
        selected += [members[n] for n in sorted(drawn)]
    if faults:
        raise StimuliError.of(faults)
    return selected


def _picture(folder: Path, file: Path, label: str, split: str | None) -> Picture:
    sha256 = file_sha256(file)
    name = file.relative_to(folder).as_posix()
    return Picture(name, label, split, {"file_sha256": sha256}, partial(_open, file, sha256))


def _open(file: Path, sha256: str) -> OpenPicture:
    return OpenPicture(load(file), sha256)
