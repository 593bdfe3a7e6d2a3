"""Deletion and insertion: a picture's score while the places of a map are hidden, or shown, most salient first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from stimuli.baselines import Baselines
from stimuli.batching import BatchSize
from stimuli.masks import enlarged
from stimuli.target import Target

STEPS_AT_ONCE = {"cpu": 8, "cuda": 64, "mps": 32}  # two pictures each

Curve = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ends:
    """A picture and its baseline with the score of each: what every curve of the picture begins or ends with.

    target: of one image.  picture, baseline: (1, H, W, 3), colours innermost, as a network takes them fastest.
    """

    target: Target
    picture: Tensor
    baseline: Tensor
    clean: float
    hidden: float

    @classmethod
    def of(cls, target: Target, inputs: Tensor, found: Baselines) -> "Ends":
        """Of one image's input (1, 3, H, W) and its baseline."""
        picture, baseline = (batch.permute(0, 2, 3, 1).contiguous() for batch in (inputs, found.images))
        return cls(target, picture, baseline, float(found.clean), float(found.hidden))

    @property
    def side(self) -> int:
        """Width and height, in pixels."""
        return self.picture.shape[1]

    @torch.no_grad()
    def scores(self, opacity: Tensor) -> list[float]:
        """The scores of the picture where the opacity (B, H, W) is 1 and its baseline where it is 0."""
        shown = torch.addcmul(self.baseline, self.picture - self.baseline, opacity.unsqueeze(-1))
        rows = torch.zeros(len(shown), dtype=torch.long, device=shown.device)
        scores: list[float] = self.target(shown.permute(0, 3, 1, 2), rows).double().tolist()
        return scores


@dataclass(frozen=True, eq=False)
class Curves:
    """cuts: (K + 1,) how many cells are ranked at each point.  deletion, insertion: (K + 1,) the scores there."""

    cuts: NDArray[np.int64]
    deletion: Curve
    insertion: Curve

    def areas(self) -> tuple[float, float]:
        """The areas under both curves by the trapezoid rule, over the share of ranked cells, 0 and 1 included."""
        return _area(self.cuts, self.deletion), _area(self.cuts, self.insertion)


def cuts(n_cells: int, steps: int) -> NDArray[np.int64]:
    """How many cells are ranked at each point: in even stretches, cell by cell where cells are few."""
    taken = min(steps, n_cells)
    return np.array([round(step * n_cells / taken) for step in range(taken + 1)])


def curves(ends: Ends, order: NDArray[np.int64], steps: int) -> Curves:
    """The curves of one map.  order: its cells (side x side), the most salient first, in row-major numbers.

    Binary maps are enlarged bilinearly to the picture.  Batches are of the same size for every map, so that a map's
    scores do not depend, in their last digits either, on what is scored beside it.
    """
    side = int(order.size**0.5)
    points = cuts(order.size, steps)
    device = ends.picture.device
    rank = torch.from_numpy(np.argsort(order)).view(side, side).to(device)

    def asked(some: Sequence[int]) -> Sequence[tuple[float, float]]:
        ranked = rank < torch.from_numpy(points[list(some)]).to(device)[:, None, None]
        shown = enlarged(ranked.float(), ends.side)
        scores = ends.scores(torch.cat([1 - shown, shown]))
        return list(zip(scores[: len(some)], scores[len(some) :], strict=True))

    batches = BatchSize(size=STEPS_AT_ONCE.get(device.type, 8), settled=True)
    between = list(batches.run(range(1, len(points) - 1), asked))
    whole = [(ends.clean, ends.hidden), *between, (ends.hidden, ends.clean)]
    return Curves(points, *np.array(whole).T)


def _area(points: NDArray[np.int64], curve: Curve) -> float:
    """Cells are counted before anything is divided, so that a constant's area is that constant to the last bit."""
    return float((np.diff(points) * (curve[1:] + curve[:-1])).sum() / (2 * points[-1]))
