"""Agreement of the region that a human marked with the map of importance that a method made."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, stats

from analysis.stats.auroc import auroc
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.ties import varies


@dataclass(frozen=True)
class RegionAgreement:
    """Measures of one picture; what a map that knows nothing would get is in brackets.

    area: the region's share of the pixels, in (0, 1).
    energy_inside: the share of the map's positive importance that lies in the region (area).
    pointing: whether the most important pixel lies in the region (area); where several are, their share.
    iou: intersection over union of region and as many of the most important pixels (about area / (2 - area)).
    auroc: the probability that a pixel inside is more important than one outside, ties by half (0.5).
    rank_correlation: Spearman's, of region and map (0).  It says in another unit what auroc says.
    """

    area: float
    energy_inside: float | NotEstimable
    pointing: float
    iou: float
    auroc: float
    rank_correlation: float


def region_agreement(
    region: NDArray[np.bool_], importance: Values, *, tolerance_px: float = 0
) -> RegionAgreement | NotEstimable:
    """All measures of one picture.

    region: (H, W) bool, True where the human marked.  importance: (H, W), finite, higher = more important; a method
    whose mask is low on what matters has to be turned round first.
    tolerance_px: how far outside a pointing hit may lie (Zhang et al. 2016 allow 15 pixels).
    Departures: energy counts positive importance only, where Wang et al. (2020) scale the map to [0, 1], which would
    make it hang on the least pixel; ties are shared out, where an argmax would take the first.
    Raises ValueError where shapes differ or a number is not finite.
    """
    if region.dtype != np.bool_:
        raise ValueError(f"the region is of type {region.dtype}: it must be bool")
    _check(region, importance)
    if not region.any() or region.all():
        return NotEstimable(f"the region is {'the whole picture' if region.any() else 'empty'}: nothing to compare")
    if not varies(importance):
        return NotEstimable("the map is the same everywhere: it points at nothing")
    area_under_curve = auroc(importance.ravel(), region.ravel())
    correlation = rank_correlation(region.astype(np.float64), importance)
    if isinstance(area_under_curve, NotEstimable) or isinstance(correlation, NotEstimable):
        raise AssertionError("a region that is neither empty nor full has both kinds of pixels")
    return RegionAgreement(
        area=float(region.mean()),
        energy_inside=_energy_inside(region, importance),
        pointing=_pointing(region, importance, tolerance_px),
        iou=_iou(region, importance),
        auroc=area_under_curve,
        rank_correlation=correlation,
    )


def rank_correlation(human: Values, importance: Values) -> float | NotEstimable:
    """Spearman's correlation over pixels, ties by mean ranks.

    human, importance: (H, W); human may be graded, such as the share of people who marked each pixel.
    It has no standard error here: neighbouring pixels are no independent observations.
    """
    _check(human, importance)
    if not (varies(human) and varies(importance)):
        return NotEstimable("one of the two is the same everywhere: it has no order to compare")
    return float(np.corrcoef(stats.rankdata(human), stats.rankdata(importance))[0, 1])


def _check(human: NDArray[np.generic], importance: Values) -> None:
    if human.ndim != 2 or human.shape != importance.shape:
        raise ValueError(f"region {human.shape} and map {importance.shape}: both must be of one shape (H, W)")
    if not human.size or not np.isfinite(importance).all() or not np.isfinite(human.astype(np.float64)).all():
        raise ValueError("region and map must hold pixels, and finite numbers only")


def _energy_inside(region: NDArray[np.bool_], importance: Values) -> float | NotEstimable:
    positive = np.maximum(importance, 0)
    total = float(positive.sum())
    if total == 0:
        return NotEstimable("no pixel has positive importance")
    return float(positive[region].sum()) / total


def _pointing(region: NDArray[np.bool_], importance: Values, tolerance_px: float) -> float:
    near = ndimage.distance_transform_edt(~region) <= tolerance_px
    return float(near[importance == importance.max()].mean())


def _iou(region: NDArray[np.bool_], importance: Values) -> float:
    """Pixels that tie for the last places count by the share of them that there is room for."""
    n = int(region.sum())
    threshold = np.partition(importance.ravel(), -n)[-n]
    above, tied = importance > threshold, importance == threshold
    room = (n - int(above.sum())) / int(tied.sum())
    shared = float((above & region).sum()) + room * float((tied & region).sum())
    return shared / (2 * n - shared)
