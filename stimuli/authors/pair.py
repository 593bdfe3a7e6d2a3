"""One picture and its baseline under masks, and the line search: what both of the authors' programs stand on."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from stimuli.masks import enlarged
from stimuli.target import Target

SHRINK, DECREASE, SMALLEST = 0.2, 1e-4, 1e-5
MOST_AT_ONCE = 20  # images through the network


@dataclass(frozen=True)
class AuthorsSettings:
    """cells: s.  iterations: T.  path_images: S.  area, roughness: l1, l2.  step: the first trial.  noise: its sd.

    single: one mask for all terms (iGOS+).
    """

    cells: int
    iterations: int
    path_images: int
    area: float
    roughness: float
    step: float
    noise: float
    seed: int
    single: bool = False


@dataclass(frozen=True, eq=False)
class Pair:
    """A picture and its baseline, (1, 3, H, W) each; row: which image of the target's batch it is."""

    target: Target
    row: int
    picture: Tensor
    baseline: Tensor

    def scores(self, images: Tensor) -> Tensor:
        """The target's scores of versions of this picture: (N, 3, H, W) → (N,)."""
        parts = torch.split(images.contiguous(memory_format=torch.channels_last), MOST_AT_ONCE)
        rows = torch.full((len(images),), self.row, device=images.device)
        return torch.cat([self.target(part, rows[: len(part)]) for part in parts])

    def deleted(self, masks: Tensor) -> Tensor:
        """The picture where masks (N, s, s) are 1, its baseline where they are 0: (N, 3, H, W)."""
        return torch.addcmul(self.baseline, self.picture - self.baseline, self._opacity(masks))

    def inserted(self, masks: Tensor) -> Tensor:
        """The baseline where masks are 1, the picture where they are 0."""
        return torch.addcmul(self.picture, self.baseline - self.picture, self._opacity(masks))

    def _opacity(self, masks: Tensor) -> Tensor:
        """Enlarged so that the outermost cells' centres lie on the picture's corners."""
        return enlarged(masks, self.picture.shape[-1], corners=True).unsqueeze(1)

    def path(self, n: int) -> Tensor:
        """The steps of the integral, 1/S … 1: (S, 1, 1)."""
        return (torch.arange(1, n + 1, device=self.picture.device) / n).view(n, 1, 1)


def searched(objective: Callable[[float], float], before: float, squared_slope: float, first: float) -> float:
    """The first step, of those that shrink by a fifth each, that lowers the objective enough (Armijo).

    Where none does, the last and tiny one is taken all the same.
    """
    step = first
    while objective(step) > before - DECREASE * step * squared_slope and step >= SMALLEST:
        step *= SHRINK
    return step
