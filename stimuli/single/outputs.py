"""The files of an explained picture: its numbers, its drawing, its record."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from stimuli.errors import StimuliError
from stimuli.explanation import Explanation
from stimuli.images import Pixels
from stimuli.single.kind import Kind
from stimuli.single.kinds import kind_of_record
from stimuli.single.record import Inputs, Record, differences, numbers_of, read_record, record_json
from stimuli.store import write_in_one_step
from stimuli.style import PictureStyle


def contents(kind: Kind[Any], explanation: Explanation, shown: Pixels) -> dict[str, bytes]:
    """The files of an explanation beside its record, by their suffixes: .npz its numbers, the others its drawings."""
    numbers: dict[str, Any] = dict(kind.arrays(explanation))
    archive = BytesIO()
    np.savez_compressed(archive, **numbers)
    return {".npz": archive.getvalue(), **kind.drawings(explanation, shown, PictureStyle())}


def sha256_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """The sha256 of each file's content."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def write(path: Path, record: Record, files: Mapping[str, bytes]) -> None:
    """Writes a record, then its files: killed in between, the record says which of them are not yet its own."""
    write_in_one_step(path, record_json(record).encode())
    for name, content in files.items():
        write_in_one_step(path.parent / name, content)


def explanation_of(path: Path, record: Record) -> Explanation:
    """The explanation that was written beside a record."""
    with np.load(path.parent / numbers_of(record), allow_pickle=False) as archive:
        arrays = {key: archive[key] for key in archive.files}
    found: Explanation = kind_of_record(record).of_arrays(arrays, record.warnings)
    return found


def in_the_way(path: Path, wanted: Inputs, suffixes: Sequence[str]) -> str | None:
    """Why what lies there may not be written over, in a line; None where it may.  suffixes: of the files beside it."""
    if not path.is_file():
        strange = [beside for suffix in suffixes if (beside := path.with_suffix(suffix)).exists()]
        return f"{strange[0]}: is there, and no record says of what; --again writes over it" if strange else None
    record = read_record(path)
    if record is None:
        return f"{path}: is there, and is no record of an explanation; --again writes over it"
    other = differences(record, wanted)
    return f"{path}: is there, and differs in {' and '.join(other)}; --again writes over it" if other else None


def unwritable(folder: Path) -> list[str]:
    """Why no file can be written into a folder that may not be there yet, in a line."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    if not there.is_dir():
        return [f"--out: {there} is a file, not a folder"]
    return [] if os.access(there, os.W_OK | os.X_OK) else [f"--out: {there}: no files can be written there"]


def make_folder(folder: Path) -> None:
    """Makes a folder; StimuliError where the system refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StimuliError(f"--out: {folder}: {fault.strerror}") from None
