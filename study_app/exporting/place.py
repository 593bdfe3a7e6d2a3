"""A place on disk that is filled aside and put there whole: never half an export, never instead of something else."""

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from study_app.errors import StudyError

MARK = "provenance.json"


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """A folder to fill, which becomes `out` at the end; an earlier export there is replaced, anything else refused."""
    _refuse_foreign(out)
    with _aside(out) as draft:
        (draft / "new").mkdir()
        yield draft / "new"
        if out.exists():
            out.rename(draft / "old")
        (draft / "new").rename(out)


@contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """A path to write to, which becomes `out` at the end."""
    if out.is_dir():
        raise StudyError(f"{out}: is a folder; name a file")
    with _aside(out) as draft:
        yield draft / out.name
        (draft / out.name).replace(out)


@contextmanager
def _aside(out: Path) -> Iterator[Path]:
    """A folder beside `out`, gone at the end; StudyError where there is no room or no right to write."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as folder:
            yield Path(folder)
    except OSError as fault:
        advice = "; free some space, nothing was changed" if fault.errno in {errno.ENOSPC, errno.EDQUOT} else ""
        raise StudyError(f"{out}: the export cannot be written: {fault.strerror or fault}{advice}") from None


def _refuse_foreign(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise StudyError(f"{out}: is a file; name a folder with --out")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise StudyError(f"{out}: holds something that is no export; name an empty or a new folder with --out")
