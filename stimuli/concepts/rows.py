"""What explanation networks learn from: feature vectors with class scores, and the batches of an epoch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from stimuli.gulls.streams import child_seed

Features = np.ndarray[tuple[int, int], np.dtype[np.float32]]


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of several classes' networks, in the units in which they learn.

    names: the C classes.  features: (R, d), shared by all.  scores: (C, R).  own, others: per class, positions of the
    rows of its own images and of others'.  scale: a feature of 1 here is that much in the network.  centre, unit: (C,):
    a score s here is centre + unit * s in the network.
    """

    names: tuple[str, ...]
    features: Tensor
    scores: Tensor
    own: tuple[Tensor, ...]
    others: tuple[Tensor, ...]
    scale: float
    centre: Tensor
    unit: Tensor

    @classmethod
    def of(cls, names: Sequence[str], features: Tensor, scores: Tensor, labels: Sequence[str]) -> "Rows":
        """features: (R, d).  scores: (C, R), of the named classes.  labels: (R,), the class of each row's image.

        Features are counted in their root mean square.  A class's scores are counted from their mean over the others'
        rows, so that concepts are what lifts an image of the class above other images, and in their standard deviation
        over its own rows, so that the loss weighs what is to be explained: why one image of the class is more of it
        than another.
        """
        own = tuple(_where(labels, name, same=True) for name in names)
        others = tuple(_where(labels, name, same=False) for name in names)
        within = [scores[n, rows] for n, rows in enumerate(own)]
        centre = torch.stack([scores[n, rows].mean() for n, rows in enumerate(others)])
        unit = torch.stack([one.std(correction=0) for one in within]).clamp(min=1e-6)
        scale = float(features.square().mean().sqrt().clamp(min=1e-6))
        counted = (scores - centre[:, None]) / unit[:, None]
        return cls(tuple(names), features / scale, counted, own, others, scale, centre, unit)

    def __len__(self) -> int:
        return len(self.names)

    def only(self, which: Sequence[int]) -> "Rows":
        """Some of the classes."""
        rows = torch.tensor(which)
        return replace(
            self,
            names=tuple(self.names[n] for n in which),
            scores=self.scores[rows],
            own=tuple(self.own[n] for n in which),
            others=tuple(self.others[n] for n in which),
            centre=self.centre[rows],
            unit=self.unit[rows],
        )


def generators(names: Sequence[str], *path: int | str) -> list[torch.Generator]:
    """One per class, so that a class learns alike whichever others learn beside it."""
    return [torch.Generator().manual_seed(child_seed(0, "concepts", name, *path)) for name in names]


def epoch(rows: Rows, n_rows: int, own_share: float, chance: Sequence[torch.Generator]) -> Tensor:
    """The positions of the rows of one epoch: (C, n_rows), own and others' mixed in every part of it.

    Of each kind no row comes again before all have come, as often as it takes.
    """
    n_own = round(n_rows * own_share)
    drawn = []
    for own, others, generator in zip(rows.own, rows.others, chance, strict=True):
        parts = torch.cat([_going_round(own, n_own, generator), _going_round(others, n_rows - n_own, generator)])
        drawn.append(parts[_interleaved(n_own, n_rows)])
    return torch.stack(drawn)


def _going_round(rows: Tensor, n: int, generator: torch.Generator) -> Tensor:
    times = -(-n // max(1, len(rows)))
    turns = [rows[torch.randperm(len(rows), generator=generator)] for _ in range(times)]
    return torch.cat(turns)[:n] if turns else rows[:0]


def _interleaved(n_own: int, n_rows: int) -> Tensor:
    """An order in which the first n_own are spread evenly over all."""
    places = torch.cat([torch.arange(n_own) / max(1, n_own), torch.arange(n_rows - n_own) / max(1, n_rows - n_own)])
    return torch.argsort(places, stable=True)


def _where(labels: Sequence[str], name: str, *, same: bool) -> Tensor:
    return torch.tensor([n for n, label in enumerate(labels) if (label == name) is same], dtype=torch.long)
