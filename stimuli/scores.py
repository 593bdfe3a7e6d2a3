"""Scores of heat maps: what the network does where a map is hidden or shown, how sparse it is, and where it lies.

docs/scores.md defines each.  A score is a finite number or it is not there; why it is not there stands in a warning.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from stimuli.baselines import baselines
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.map_grid import ranked, resampled
from stimuli.map_measures import gini, places, similarities
from stimuli.score_curves import Ends, curves
from stimuli.score_settings import ScoreSettings
from stimuli.target import Target

__all__ = ("MapScores", "ScoreSettings", "image_scores", "map_scores", "similarities")

NEAR_ZERO = 0.001  # a probability by which nothing is divided

Masks = Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True)
class MapScores:
    """The scores of one map, by name.  baseline: the kind that hidden places showed.  warnings: what is amiss."""

    values: Mapping[str, float]
    baseline: str
    warnings: tuple[str, ...] = ()


def map_scores(
    classifier: Classifier,
    target: Target,
    inputs: Tensor,
    maps: Sequence[Heatmap],
    settings: ScoreSettings,
    masks: Sequence[Masks] | None = None,
) -> list[MapScores]:
    """The scores of one map per image, in the order of the inputs (B, 3, H, W).

    target: the probability of a class.  masks: per image, part → (H, W), in the coordinates of the picture.
    One image after the other, so that memory does not grow with their number and none changes another's scores.
    """
    given = masks or [{}] * len(maps)
    pairs = zip(maps, given, strict=True)
    return [
        image_scores(classifier, OfOne(target, n), inputs[n : n + 1], [heatmap], settings, parts)[0]
        for n, (heatmap, parts) in enumerate(pairs)
    ]


@dataclass(frozen=True, eq=False)
class OfOne:
    """A target's number for one image of its batch, as if that were the only one."""

    target: Target
    row: int

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        """The target's numbers."""
        return self.target(inputs, torch.full_like(rows, self.row))

    def on(self, classifier: Classifier) -> "OfOne":
        """The same number read off another network."""
        return OfOne(self.target.on(classifier), self.row)


def image_scores(
    classifier: Classifier,
    target: Target,
    inputs: Tensor,
    maps: Sequence[Heatmap],
    settings: ScoreSettings,
    masks: Masks,
) -> list[MapScores]:
    """The scores of several maps of one image (1, 3, H, W) and one class: picture and baseline are asked once."""
    found = baselines(settings.baseline, target, inputs, classifier.preprocessing)
    ends = Ends.of(target, inputs, found)
    amiss = _amiss(ends) or found.warnings()[0]
    scored = []
    for heatmap in maps:
        values, warnings = _asked(ends, heatmap, settings)
        values |= _looked_at(heatmap, settings) | places(heatmap, masks, classifier.preprocessing, settings.seed)
        scored.append(MapScores(values, found.names[0], (*amiss, *warnings)))
    return scored


def _amiss(ends: Ends) -> tuple[str, ...]:
    """Why a picture's maps cannot be scored as they should."""
    if not math.isfinite(ends.clean):
        return ("not scored by the network: it gives no number for the picture",)
    if not math.isfinite(ends.hidden):
        return ("not scored by the network: it gives no number for the baseline",)
    if ends.clean < NEAR_ZERO:
        return (f"the class has next to no probability ({ends.clean:.2g}): nothing is divided by it",)
    return ()


def _asked(ends: Ends, heatmap: Heatmap, settings: ScoreSettings) -> tuple[dict[str, float], tuple[str, ...]]:
    """What the network says of a map, and of which scores it gives no number."""
    known = {"p_clean": ends.clean, "p_baseline": ends.hidden}
    if not all(map(math.isfinite, known.values())):
        return {name: value for name, value in known.items() if math.isfinite(value)}, ()
    order = ranked(resampled(heatmap.values, settings.side, settings.side), settings.seed)
    deletion, insertion = curves(ends, order, settings.steps).areas()
    asked = {"deletion": deletion, "insertion": insertion}
    if ends.clean >= NEAR_ZERO:
        asked |= {f"{name}_normalised": value / ends.clean for name, value in asked.items()}
        asked["average_drop"] = _drop(ends, heatmap)
    lost = [name for name, value in asked.items() if not math.isfinite(value)]
    warnings = tuple(f"no {name}: the network gives no number for some of its pictures" for name in lost)
    return known | {name: value for name, value in asked.items() if name not in lost}, warnings


def _drop(ends: Ends, heatmap: Heatmap) -> float:
    """Which share of the probability is lost where only what the map weighs is kept."""
    opacity = torch.from_numpy(resampled(heatmap.values, ends.side, ends.side)).float()
    (kept,) = ends.scores(opacity.to(ends.picture.device)[None])
    return kept if math.isnan(kept) else max(0.0, ends.clean - kept) / ends.clean


def _looked_at(heatmap: Heatmap, settings: ScoreSettings) -> dict[str, float]:
    sparse = gini(resampled(heatmap.values, settings.side, settings.side))
    return {} if sparse is None else {"sparseness": sparse}
