"""Where databases of tests lie: thousands of small commits take no time in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - folders in it are made by tempfile
MEMORY_DISK = _IN_MEMORY if _IN_MEMORY.is_dir() else None  # None: any disk will do


@contextmanager
def folder_in_memory(prefix: str) -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with TemporaryDirectory(prefix=prefix, dir=MEMORY_DISK) as name:
        yield Path(name)
