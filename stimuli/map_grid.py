"""A map's cells: brought to another resolution, and ranked."""

import numpy as np
from numpy.typing import NDArray

from stimuli.masks import upsampling

Cells = NDArray[np.float64]  # (rows, columns)


def resampled(values: NDArray[np.floating], rows: int, columns: int) -> Cells:
    """A map at another resolution: a mean over the area where it shrinks, bilinear where it grows.

    Bilinear enlargement is that of the composed pictures: each cell covers its own square (align_corners=False), the
    outermost half cells are flat.  Both keep a map in the range of its values.
    """
    height, width = values.shape
    return _line(height, rows) @ values.astype(np.float64) @ _line(width, columns).T


def _line(cells: int, wanted: int) -> Cells:
    """What brings a line of cells to another number of cells: (wanted, cells), rows sum to 1."""
    if wanted == cells:
        return np.eye(cells)
    return _means(cells, wanted) if wanted < cells else upsampling(cells, wanted).numpy().astype(np.float64)


def _means(cells: int, wanted: int) -> Cells:
    """Each row: how much of its stretch of the line each of the old cells covers."""
    edges = np.arange(wanted + 1) * cells / wanted
    starts, ends = edges[:-1, None], edges[1:, None]
    old = np.arange(cells)
    shared = np.minimum(ends, old + 1) - np.maximum(starts, old)
    return shared.clip(min=0) * wanted / cells


def ranked(values: NDArray[np.floating], seed: int) -> NDArray[np.int64]:
    """The cells in row-major numbers, the most salient first.

    Cells of the same value come in a random order that the seed and the number of cells settle: the same for every map,
    so that no map gains by it, and none is ranked from the upper left corner downwards where it says nothing.
    """
    by_chance = np.random.default_rng(seed).permutation(values.size)
    # As float32, so that rounding in a resampled map does not rank cells that are alike.
    return np.lexsort((by_chance, -values.astype(np.float32).ravel()))
