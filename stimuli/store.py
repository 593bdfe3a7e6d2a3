"""What has been computed, on disk, under the hash of all that settles it.  No torch here.

A key is made of plain values (image hash, classifier identity, method, parameters, target, code version), so a changed
ingredient is another key, and nothing has to be thrown away.  Every write is one step: a killed process leaves whole
entries or none.  An entry that is torn all the same (a full disk, a copied folder) is noticed, removed and made again.
"""

import json
import os
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stimuli.fingerprint import digest

FACTS = "facts"
_TORN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, json.JSONDecodeError)


def key_of(kind: str, **ingredients: object) -> str:
    """The name under which something is kept."""
    return digest({"kind": kind, **ingredients})


@dataclass(frozen=True, eq=False)
class Entry:
    """What is kept under one key: named arrays and plain facts."""

    arrays: Mapping[str, NDArray[np.generic]]
    facts: Mapping[str, object]


class Store:
    """A folder of entries."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """Where an entry lies."""
        return self.folder / key[:2] / f"{key}.npz"

    def get(self, key: str) -> Entry | None:
        """The entry; None where there is none, or where it was torn."""
        path = self.path(key)
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
                arrays = {name: archive[name] for name in archive.files}
            return Entry(arrays, json.loads(str(arrays.pop(FACTS))))
        except FileNotFoundError:
            return None
        except _TORN:
            path.unlink(missing_ok=True)
            return None

    def put(self, key: str, arrays: Mapping[str, NDArray[np.generic]], facts: Mapping[str, object]) -> Entry:
        """Keeps arrays and facts under a key, in one step; ValueError where an array would take the facts' name."""
        if FACTS in arrays:
            raise ValueError(f"an array may not be called {FACTS!r}: the facts lie under that name")
        content = BytesIO()
        stored: dict[str, Any] = {FACTS: np.array(json.dumps(facts, ensure_ascii=False)), **arrays}
        np.savez_compressed(content, **stored)
        write_in_one_step(self.path(key), content.getvalue())
        return Entry(arrays, facts)


def write_in_one_step(path: Path, content: bytes) -> None:
    """Writes a whole file or none, also when the process is killed meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
