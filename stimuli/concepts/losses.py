"""What explanation networks are trained for.  Every function gives one number per class: (C,).

After the authors' code: faithfulness, reconstruction of the features that few concepts can rebuild, and concepts that
pull away from each other.  Shapes are checked: their caller compares (m,) with (m, 1, 1), which fits the mean alone.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from stimuli.concepts.networks import ExplanationNetworks

TERMS = ("faithfulness", "reconstruction", "pull_away", "total")
HEARD = 0.1  # the least largest drive of a concept in a batch
TINY = 1e-8  # keeps a concept that is zero throughout from dividing by zero, as in the authors' code


@dataclass(frozen=True)
class Weights:
    """Of the four terms.  q: how soon a feature that is not rebuilt is given up."""

    faithfulness: float
    reconstruction: float
    pull_away: float
    waking: float
    q: float


@dataclass(frozen=True, eq=False)
class Losses:
    """Three terms, unweighted, and the weighted sum of all four: (C,) each."""

    faithfulness: Tensor
    reconstruction: Tensor
    pull_away: Tensor
    total: Tensor


def losses(
    networks: ExplanationNetworks, features: Tensor, scores: Tensor, weights: Weights, dropped: Tensor | None = None
) -> Losses:
    """Of a batch of rows: features (C, m, d), scores (C, m)."""
    found = networks(features, dropped)
    faithful = squared_error(found.scores, scores)
    rebuilt = sparse_reconstruction(found.features, features, weights.q)
    apart = pull_away(networks.contributions(found.concepts), networks.live)
    total = weights.faithfulness * faithful + weights.reconstruction * rebuilt + weights.pull_away * apart
    total = total + weights.waking * silence(found.drives, networks.live)
    return Losses(faithful, rebuilt, apart, total)


def squared_error(found: Tensor, wanted: Tensor) -> Tensor:
    """The mean squared difference of each class: both (C, m) or both (C, m, d)."""
    _same_shape(found, wanted)
    return (found - wanted).square().flatten(1).mean(1)


def sparse_reconstruction(found: Tensor, wanted: Tensor, q: float) -> Tensor:
    """mean_k log(1 + q * mean_i (found_ik - wanted_ik)^2): both (C, m, d), k over features, i over rows.

    The logarithm lets go of features that the concepts cannot rebuild, and the others are rebuilt well.
    """
    _same_shape(found, wanted)
    return torch.log1p(q * (found - wanted).square().mean(1)).mean(1)


def pull_away(contributions: Tensor, live: Tensor) -> Tensor:
    """The mean of cos^2 between two concepts' contributions over the rows: contributions (C, m, n), live (C, 1, n)."""
    columns = contributions + TINY
    columns = columns / columns.norm(dim=1, keepdim=True)
    alike = (columns.transpose(1, 2) @ columns).square() * live * live.transpose(1, 2)
    n = live.sum((1, 2))
    apart: Tensor = alike.sum((1, 2)) - torch.diagonal(alike, dim1=1, dim2=2).sum(1)
    return apart / (n * (n - 1)).clamp(min=1)


def silence(drives: Tensor, live: Tensor) -> Tensor:
    """How far concepts are from being heard in any row: drives (C, m, n), live (C, 1, n).

    Nothing else in the loss moves a concept that is zero in every row, as its ReLU passes no slope.
    """
    return ((HEARD - drives.amax(1, keepdim=True)).relu() * live).sum((1, 2))


def _same_shape(found: Tensor, wanted: Tensor) -> None:
    if found.shape != wanted.shape:
        raise ValueError(f"what is compared has the same shape, not {tuple(found.shape)} and {tuple(wanted.shape)}")
