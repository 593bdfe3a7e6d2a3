"""Contact sheets: many pictures on one."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from stimuli.gulls.marks import SPECIES
from stimuli.gulls.picture import render
from stimuli.gulls.streams import child_seed

Picture = NDArray[np.uint8]


def contact_sheet(seed: int, difficulty: float, columns: int = 6, rows: int = 4, tile_px: int = 224) -> Picture:
    """A quick look: birds of all species in turn, as `gullseye gulls render` draws them."""
    tiles = []
    for index in range(columns * rows):
        species = SPECIES[index % len(SPECIES)]
        picture = render(species, child_seed(seed, "sheet", index), difficulty=difficulty)
        tiles.append(resized(picture.image, tile_px))
    return tiled(tiles, columns)


def tiled(tiles: list[Picture], columns: int) -> Picture:
    """Pictures of one size side by side, in rows."""
    rows = [np.hstack(tiles[start : start + columns]) for start in range(0, len(tiles), columns)]
    return np.vstack(rows)


def resized(picture: Picture, side_px: int) -> Picture:
    """A square picture at another size."""
    return np.asarray(Image.fromarray(picture).resize((side_px, side_px), Image.Resampling.LANCZOS))
