"""Where a search for masks stands: what has moved, what was best, and how hard penalties may press."""

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from stimuli.mask_objective import Objective
from stimuli.masked_pictures import MaskedPictures

FLAT = 1e-12  # a direction with no larger slope leads nowhere


@dataclass(eq=False)
class Search:
    """Where the search stands, for the images that are still being worked on.

    masks, velocity: (B, n, s, s).  best: (B, n, s, s), of all masks that hide anything those of the lowest integrated
    objective.  score, penalty: (B,), theirs.  hidden: (B, s, s), the sum of 1 - mask.  steepest: (B,), the largest
    slope of the score in a cell, so far.  waited: (B,), for how many iterations nothing much lower was found.
    n: iterations done.
    """

    pictures: MaskedPictures
    masks: Tensor
    velocity: Tensor
    best: Tensor
    score: Tensor
    penalty: Tensor
    hidden: Tensor
    steepest: Tensor
    waited: Tensor
    n: int = 0

    @classmethod
    def begun(cls, pictures: MaskedPictures, objective: Objective, side: int) -> "Search":
        """Masks that hide nothing."""
        masks = pictures.pictures.new_ones(len(pictures), objective.n_masks, side, side)
        none, never = masks.new_zeros(len(pictures)), masks.new_full((len(pictures),), torch.inf)
        still, nowhere = torch.zeros_like(masks), torch.zeros_like(masks[:, 0])
        return cls(pictures, masks, still, masks, never, none, nowhere, none, none.long())

    def only(self, which: Tensor) -> "Search":
        """The search of some of the images."""
        parts = ("masks", "velocity", "best", "score", "penalty", "hidden", "steepest", "waited")
        return replace(self, pictures=self.pictures.only(which), **{name: getattr(self, name)[which] for name in parts})

    def weight(self, pressure: float, most: float | None) -> Tensor:
        """How much of the penalties counts, (B,) in [0, 1].  pressure: the slope with which they press a moved cell."""
        if most is None:
            return torch.ones_like(self.steepest)
        return (most * self.steepest / max(pressure, FLAT)).clamp(max=1)

    def noted(self, score: Tensor, penalty: Tensor, weight: Tensor, tolerance: float) -> None:
        """Keeps the masks of the lowest objective; the very first masks, which hide nothing, only set the mark."""
        value, lowest = score + weight * penalty, self.score + weight * self.penalty
        self.waited = torch.where(value < lowest - tolerance, 0, self.waited + 1)
        lower = value < lowest if self.n > 1 else torch.ones_like(value, dtype=torch.bool)
        self.best = torch.where(lower[:, None, None, None], self.masks, self.best)
        self.score, self.penalty = torch.where(lower, score, self.score), torch.where(lower, penalty, self.penalty)
