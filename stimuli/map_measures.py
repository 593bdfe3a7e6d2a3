"""What can be said of a heat map without asking the network: how sparse it is, where it lies, what it resembles."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from stimuli.explanation import Heatmap
from stimuli.images import Preprocessing, as_input
from stimuli.map_grid import Cells, ranked, resampled
from stimuli.picture import BESIDE

Coverage = NDArray[np.float64]  # (input_px, input_px), which share of each pixel belongs to a part


def gini(values: NDArray[np.floating]) -> float | None:
    """The Gini index of a map's non-negative values: 0 all alike, near 1 all in one cell; None where all are zero.

    1 - 2 sum_k x_k / |x| * (N - k + 1/2) / N, values ascending, k from 1 (Hurley and Rickard's form, which Quantus
    computes as its sparseness).
    """
    ordered = np.sort(values.astype(np.float64), axis=None)
    if not ordered[-1] > 0:
        return None
    left = ordered.size - np.arange(1, ordered.size + 1) + 0.5
    return float(1 - 2 * (ordered * left).sum() / (ordered.sum() * ordered.size))


def coverage(masks: Mapping[str, NDArray[np.bool_]], preprocessing: Preprocessing) -> dict[str, Coverage]:
    """Part masks of a picture, as the network sees the picture; parts of which nothing can be seen are left out."""
    taken = {part: _as_input(mask, preprocessing) for part, mask in masks.items()}
    return {part: covered for part, covered in taken.items() if covered.any()}


def _as_input(mask: NDArray[np.bool_], preprocessing: Preprocessing) -> Coverage:
    pixels = np.repeat(mask[..., None].astype(np.uint8) * 255, 3, axis=2)
    return as_input(pixels, preprocessing)[..., 0] / 255


def places(
    heatmap: Heatmap, masks: Mapping[str, NDArray[np.bool_]], preprocessing: Preprocessing, seed: int
) -> dict[str, float]:
    """Where a map lies, against part masks in the coordinates of the picture as it was before any resizing.

    pointing_game: 1 where the centre of the largest cell lies in the object (all parts together), else 0; mass: the
    object's share of the map; area: its share of the picture.  With `.PART`, the same of one part, or of what is beside
    the object.  Parts of which the network sees nothing are left out; an empty map has neither a mass nor a largest
    cell.
    """
    if not masks:
        return {}
    whole = np.any([mask for part, mask in masks.items() if part not in BESIDE], axis=0)
    covered = coverage({"": whole, **{f".{part}": mask for part, mask in masks.items()}}, preprocessing)
    found = {f"area{name}": float(share.mean()) for name, share in covered.items()}
    if heatmap.is_flat:
        return found
    side = preprocessing.input_px
    mass, peak = resampled(heatmap.values, side, side), _peak(heatmap, side, seed)
    for name, share in covered.items():
        found[f"mass{name}"] = float((mass * share).sum() / mass.sum())
        found[f"pointing_game{name}"] = float(share[peak] >= 0.5)
    return found


def _peak(heatmap: Heatmap, side: int, seed: int) -> tuple[int, int]:
    """The pixel at the centre of the largest cell, in the map's own resolution."""
    height, width = heatmap.values.shape
    row, column = divmod(int(ranked(heatmap.values, seed)[0]), width)
    return int((row + 0.5) * side / height), int((column + 0.5) * side / width)


def similarities(maps: Mapping[str, Heatmap], side: int = 28) -> dict[str, dict[str, float]]:
    """For every map of one image, by name: its rank correlation (Spearman) with every other, by the other's name.

    At a common resolution of side x side cells; cells of the same value share their mean rank.  A map that is flat
    there correlates with nothing and is left out.
    """
    ranks = {name: scaled_ranks(resampled(one.values, side, side)) for name, one in maps.items()}
    there = {name: rank for name, rank in ranks.items() if rank.any()}
    return {
        name: {other: float((there[name] * rank).sum().clip(-1, 1)) for other, rank in there.items() if other != name}
        for name in there
    }


def scaled_ranks(values: Cells) -> Cells:
    """The cells' ranks, centred and scaled to length 1; zeros where all are alike."""
    _, where, counts = np.unique(values.astype(np.float32).ravel(), return_inverse=True, return_counts=True)
    centred = (np.cumsum(counts) - (counts - 1) / 2)[where] - (values.size + 1) / 2
    length = np.sqrt((centred**2).sum())
    scaled: Cells = centred / length if length else centred
    return scaled
