"""Hashes that name things: of plain values, of files, of arrays."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def digest(value: object) -> str:
    """The sha256 of a plain value (what JSON can say), whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def file_sha256(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def arrays_sha256(arrays: Mapping[str, NDArray[np.generic]]) -> str:
    """The sha256 of named arrays: names, types, shapes and numbers."""
    whole = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        whole.update(f"{name} {array.dtype.str} {array.shape};".encode())
        whole.update(array.tobytes())
    return whole.hexdigest()
