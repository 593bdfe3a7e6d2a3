"""Heat maps from optimised masks, and what is to be said where there is nothing to explain or nothing was found."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from stimuli.authors.pair import AuthorsSettings, Pair
from stimuli.baselines import BaselineName, Baselines, baselines
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.mask_objective import Objective
from stimuli.mask_optimiser import Descent, optimised
from stimuli.masked_pictures import MaskedPictures
from stimuli.target import Target

LEAST_SPREAD = 1e-4  # of the picture's score: a baseline that takes less of it leaves nothing to explain
LEAST_SCORE = 0.01
LEAST_MOVED = 0.01
NOT_MOVED = "not explained: the mask hardly moved, as no place was found that lowers the score"


def mask_maps(
    classifier: Classifier,
    target: Target,
    inputs: Tensor,
    objective: Objective,
    descent: Descent,
    baseline: BaselineName,
) -> list[Heatmap]:
    """One map per image of inputs (B, 3, H, W): the evidence of its masks, brought to [0, 1] by its largest value.

    An image that cannot be explained has a flat map, and its warnings say why.
    """
    found = baselines(baseline, target, inputs, classifier.preprocessing)
    reasons = list(map(unexplainable, found.clean.tolist(), found.hidden.tolist()))
    maps = [Heatmap.flat(descent.side, (reason,)) if reason else None for reason in reasons]
    rows = [row for row, reason in enumerate(reasons) if reason is None]
    which = torch.tensor(rows, dtype=torch.long, device=inputs.device)
    masks = optimised(MaskedPictures.of(target, inputs, found, objective.edge_sigma).only(which), objective, descent)
    told, whole = _told(found), masks.masks.prod(1)
    for n, row in enumerate(rows):
        maps[row] = mask_map(_numpy(masks.evidence[n]), _numpy(whole[n]), told[row])
    return [one for one in maps if one is not None]


def authors_maps(
    classifier: Classifier,
    target: Target,
    inputs: Tensor,
    program: Callable[[Pair, AuthorsSettings], Tensor],
    settings: AuthorsSettings,
    baseline: BaselineName = "blur",
) -> list[Heatmap]:
    """One map per image by one of the authors' programs: 1 - mask, brought to [0, 1]."""
    found, maps = baselines(baseline, target, inputs, classifier.preprocessing), list[Heatmap]()
    told = _told(found)
    for row in range(len(inputs)):
        pair = Pair(target, row, inputs[row : row + 1], found.images[row : row + 1])
        mask = _numpy(program(pair, settings))
        maps.append(mask_map(mask.max() - mask, mask, told[row]))
    return maps


def mask_map(salient: NDArray[np.float32], mask: NDArray[np.float32], warnings: Sequence[str]) -> Heatmap:
    """The map of one image: salient (s, s), high where it matters, and the mask (s, s) behind it."""
    unmoved = (NOT_MOVED,) if min(salient.max(), 1 - mask.min()) < LEAST_MOVED else ()
    scaled = Heatmap.scaled(salient, (*warnings, *unmoved))
    return Heatmap(scaled.values, scaled.warnings, mask)


def unexplainable(clean: float, hidden: float) -> str | None:
    """Why the difference between a picture and its baseline says nothing; None where it can be explained."""
    if not (math.isfinite(clean) and math.isfinite(hidden)):
        return "not explained: the network's score is not a number"
    if clean - hidden <= LEAST_SPREAD * abs(clean):
        return f"not explained: the score is {hidden:.3g} with the picture hidden, {clean:.3g} with it shown"
    return None


def _told(found: Baselines) -> list[tuple[str, ...]]:
    """What is to be known of each image that is explained all the same."""
    faint = [(f"the score is near zero: {clean:.2g}",) * (abs(clean) < LEAST_SCORE) for clean in found.clean.tolist()]
    return [(*one, *other) for one, other in zip(found.warnings(), faint, strict=True)]


def _numpy(values: Tensor) -> NDArray[np.float32]:
    return values.detach().float().clamp(0, 1).cpu().numpy()
