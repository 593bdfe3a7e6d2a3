"""What explanation networks of the real gull photographs learn from."""

from pathlib import Path

from stimuli.build.album import Album
from stimuli.build.workshop import Workshop
from stimuli.fit import Fitting
from stimuli.recipe import Columns, FolderImages
from stimuli.sources.folder import pictures
from stimuli.store import Store
from stimuli.style import PictureStyle
from tests.photographs import classifier


def gull_photographs(shared_data: Path, folder: Path) -> Fitting:
    """All 157 photographs of three species, for the classifier that names them; kept in a folder."""
    found = classifier("mobilenet", shared_data, folder)
    chosen = FolderImages(
        source=str(shared_data / "photographs" / "gulls"),
        labels="labels.csv",
        columns=Columns(file="file", label="species", split="split"),
    )
    album = Album(Store(folder / "store"), folder / "out", PictureStyle(), chosen.size_px, found.preprocessing)
    return Fitting(
        "photographs", found, pictures(chosen, folder), found.classes, Workshop(album, found, progress=False)
    )
