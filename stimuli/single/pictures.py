"""The pictures to be explained: opened, and named so that no output overwrites another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from stimuli.errors import StimuliError
from stimuli.fingerprint import file_sha256
from stimuli.images import Pixels, Preprocessing, as_input, as_shown, load

SHOWN_PX = 448  # longer side of the drawn picture; smaller ones are not enlarged


@dataclass(frozen=True, eq=False)
class SinglePicture:
    """One picture.  name: what its outputs begin with.  taken: as the classifier sees it.  shown: as people do."""

    path: Path
    name: str
    sha256: str
    taken: Pixels
    shown: Pixels


def opened(paths: Sequence[Path], preprocessing: Preprocessing | None) -> tuple[list[SinglePicture], list[str]]:
    """All pictures, in their order, each once, and a line for each that cannot be used.

    preprocessing: None where the classifier failed; then the pictures are only looked at for faults.
    """
    files = distinct(paths)
    names, faults = output_names(files)
    found = []
    for path in files:
        try:
            pixels = _load(path)
        except StimuliError as fault:
            faults.append(str(fault))
            continue
        if preprocessing is not None:
            taken, shown = as_input(pixels, preprocessing), as_shown(pixels, preprocessing, SHOWN_PX)
            found.append(SinglePicture(path, names[path], file_sha256(path), taken, shown))
    return found, faults


def distinct(paths: Sequence[Path]) -> list[Path]:
    """The paths in their order, each file once."""
    return list({path.absolute(): path for path in paths}.values())


def output_names(files: Sequence[Path]) -> tuple[Mapping[Path, str], list[str]]:
    """What each picture's outputs begin with: its stem, or folder-stem where two files share a stem.

    Letters' case does not tell two names apart, as it does not on every disk.  Those that still share one are named.
    """
    stems = [path.stem.lower() for path in files]
    names = {
        path: path.stem if stems.count(path.stem.lower()) == 1 else f"{path.absolute().parent.name}-{path.stem}"
        for path in files
    }
    alike: dict[str, list[str]] = {}
    for path, name in names.items():
        alike.setdefault(name.lower(), []).append(str(path))
    return names, [
        f"{', '.join(same)}: would write the same files, {name}.…; give each a call and an --out of its own"
        for name, same in alike.items()
        if len(same) > 1
    ]


def _load(path: Path) -> Pixels:
    if path.is_dir():
        raise StimuliError(f"{path}: a folder; give the pictures in it, as {path}/*.jpg")
    return load(path)
