"""Asks the network about pictures of which only some patches are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from stimuli.attention_graphs.asking import Question
from stimuli.attention_graphs.grid import Grid
from stimuli.images import Preprocessing
from stimuli.inputs import normalised
from stimuli.masked_pictures import MOST_AT_ONCE
from stimuli.target import Target


@dataclass(frozen=True, eq=False)
class Scorer:
    """The scores of sets of patches of a batch of images.

    pictures, baselines: (B, 3, H, W) uint8, so that what is scored can be shown exactly.
    """

    target: Target
    preprocessing: Preprocessing
    grid: Grid
    pictures: Tensor
    baselines: Tensor

    @torch.no_grad()
    def __call__(self, questions: Sequence[Question]) -> list[float]:
        """The scores, in the order of the questions, whatever the images: in one stream of full batches."""
        most = MOST_AT_ONCE.get(self.pictures.device.type, 16)
        scores: list[float] = []
        for first in range(0, len(questions), most):
            scores += self._batch(questions[first : first + most])
        return scores

    def _batch(self, questions: Sequence[Question]) -> list[float]:
        device = self.pictures.device
        rows = torch.tensor([n for n, _ in questions], device=device)
        places = [(k, patch) for k, (_, shown) in enumerate(questions) for patch in shown]
        cells = torch.zeros(len(questions), self.grid.n_patches)
        if places:
            cells[tuple(torch.tensor(places).T)] = 1
        values: list[float] = self.target(self._composed(cells.to(device), rows), rows).double().tolist()
        return values

    def _composed(self, cells: Tensor, rows: Tensor) -> Tensor:
        """What the network takes: (N, 3, H, W).  cells: (N, r * r), 1 where shown."""
        square = cells.view(-1, self.grid.cells, self.grid.cells)
        opacity = (self._line @ square @ self._line.T)[:, None]
        if self.grid.is_hard:
            return torch.where(opacity > 0, self._shown[rows], self._hidden[rows])
        under = self.baselines[rows].float()
        mixed = torch.addcmul(under, self.pictures[rows].float() - under, opacity)
        return normalised(mixed.round() / 255, self.preprocessing)

    @cached_property
    def _line(self) -> Tensor:
        return torch.tensor(self.grid.spread(), device=self.pictures.device)

    @cached_property
    def _shown(self) -> Tensor:
        return _as_input(self.pictures, self.preprocessing)

    @cached_property
    def _hidden(self) -> Tensor:
        return _as_input(self.baselines, self.preprocessing)


def _as_input(pictures: Tensor, preprocessing: Preprocessing) -> Tensor:
    return normalised(pictures, preprocessing).contiguous(memory_format=torch.channels_last)
