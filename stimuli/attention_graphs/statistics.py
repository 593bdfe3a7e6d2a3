"""Attention graphs of many images in numbers: how small sufficient sets are, and how many different ones there are.

Denominators: shares, and means of different explanations, are of the images that could be asked about; those for which
no sufficient set was found within the limits count among them, with no explanation.  Images that could not be asked
about (the baseline suffices by itself, or there is no score) are counted apart.  The size of the smallest set is of the
images that have one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import Literal

import numpy as np

from stimuli.attention_graphs.diverse import diverse
from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.search import Stopped
from stimuli.share import Share

Outcome = Literal["found", "none found", "not asked"]
OVERLAPS = (0, 1, 2)
LIMITS_PERCENT = (10, 20, 50)  # of the picture's area
WILSON, BOOTSTRAP = "Wilson 95 %", "bootstrap 95 %"
RESAMPLES, SEED = 10_000, 0


@dataclass(frozen=True)
class ImageNumbers:
    """What the graph of one image comes to.

    cells: across and down; n_patches: all of them.  sufficient: share of the score that a set must exceed.
    baseline: what was seen where no patch was.
    n_found: minimal sufficient sets that the search found; smallest_…: of the one with the least area, None where there
    is none; smallest_area: share of the picture.
    diverse: of the sets found, how many can be chosen at most so that no two share more than 0, 1, 2 patches.
    distinct, wanted: sets scored, and scores that were looked at.  why: what is amiss, where there is no set.
    """

    cells: int
    n_patches: int
    sufficient: float
    baseline: str
    n_found: int
    smallest_patches: int | None
    smallest_area: float | None
    diverse: tuple[int, ...]
    stopped: Stopped | None
    distinct: int
    wanted: int
    why: str = ""

    @property
    def outcome(self) -> Outcome:
        """Whether there was a question, and whether a sufficient set was found."""
        if self.stopped is None:
            return "not asked"
        return "found" if self.n_found else "none found"


@dataclass(frozen=True)
class Row:
    """One image of one explanation of one source, and its numbers.  parameters: of the explanation's method."""

    source: str
    explanation: str
    image: str
    class_name: str
    numbers: ImageNumbers
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Statistic:
    """A number over images.  value: None where n is 0.  low, high: of its 95 % interval, whose kind `interval` says."""

    name: str
    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    interval: str = ""


def numbers_of(graph: AttentionGraph) -> ImageNumbers:
    """The numbers of one image's graph."""
    sets, scores = graph.found_sets, graph.found_scores.tolist()
    smallest = min(((graph.grid.area(one), len(one)) for one in sets), default=(None, None))
    return ImageNumbers(
        cells=graph.grid.cells,
        n_patches=graph.grid.n_patches,
        sufficient=graph.facts.sufficient,
        baseline=graph.facts.baseline,
        n_found=len(sets),
        smallest_patches=smallest[1],
        smallest_area=smallest[0],
        diverse=tuple(len(diverse(sets, scores, overlap)) for overlap in OVERLAPS),
        stopped=graph.facts.stopped,
        distinct=graph.facts.distinct,
        wanted=graph.facts.wanted,
        why="" if sets else next(iter(graph.warnings), ""),
    )


def statistics(images: Sequence[ImageNumbers]) -> list[Statistic]:
    """All statistics of one explanation's images, in the order in which they are written."""
    asked = [one for one in images if one.outcome != "not asked"]
    patches = [one.smallest_patches for one in asked if one.smallest_patches is not None]
    areas = [one.smallest_area for one in asked if one.smallest_area is not None]
    return [
        Statistic("n_images", len(images), len(images)),
        Statistic("n_not_asked", len(images) - len(asked), len(images)),
        *(_share(f"share_below_{limit}", _below(areas, limit), len(asked)) for limit in LIMITS_PERCENT),
        _share("share_none_found", len(asked) - len(areas), len(asked)),
        _mean("mean_smallest_patches", patches),
        _median("median_smallest_patches", patches),
        _mean("mean_smallest_area", areas),
        _median("median_smallest_area", areas),
        *(_mean(f"mean_diverse_{o}", [one.diverse[n] for one in asked]) for n, o in enumerate(OVERLAPS)),
    ]


def bootstrap(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of a mean: percentiles of the means of images drawn anew with replacement, by a fixed seed."""
    distinct, counts = np.unique(np.asarray(values, dtype=np.float64), return_counts=True)
    drawn = np.random.default_rng(SEED).multinomial(len(values), counts / len(values), size=RESAMPLES)
    low, high = np.quantile(drawn @ distinct / len(values), (0.025, 0.975))
    return float(low), float(high)


def _below(areas: Sequence[float], percent: int) -> int:
    return sum(area < percent / 100 for area in areas)


def _share(name: str, k: int, n: int) -> Statistic:
    if not n:
        return Statistic(name, None, 0)
    share = Share(k, n)
    return Statistic(name, share.value, n, *share.interval, WILSON)


def _mean(name: str, values: Sequence[float]) -> Statistic:
    """One image alone says nothing of its interval."""
    if len(values) < 2:
        return _of(fmean, name, values)
    return Statistic(name, fmean(values), len(values), *bootstrap(values), BOOTSTRAP)


def _median(name: str, values: Sequence[float]) -> Statistic:
    return _of(median, name, values)


def _of(measure: Callable[[Sequence[float]], float], name: str, values: Sequence[float]) -> Statistic:
    return Statistic(name, float(measure(values)) if values else None, len(values))
