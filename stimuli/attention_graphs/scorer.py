"""Asks the network about pictures of which only some patches are shown."""

from collections.abc import Iterator, Sequence
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
class Versions:
    """Versions of a batch of images in which only some patches are shown, as the network takes them.

    pictures, baselines: (B, 3, H, W) uint8, so that what is asked about can be shown exactly.
    """

    preprocessing: Preprocessing
    grid: Grid
    pictures: Tensor
    baselines: Tensor

    def batches(self, questions: Sequence[Question]) -> Iterator[tuple[Tensor, Tensor]]:
        """What is asked about, in full batches: (N, 3, H, W), and (N,), which image each is a version of."""
        most = MOST_AT_ONCE.get(self.pictures.device.type, 16)
        for first in range(0, len(questions), most):
            some = questions[first : first + most]
            rows = torch.tensor([n for n, _ in some], device=self.pictures.device)
            yield self._composed(self._cells(some), rows), rows

    def _cells(self, questions: Sequence[Question]) -> Tensor:
        places = [(k, patch) for k, (_, shown) in enumerate(questions) for patch in shown]
        cells = torch.zeros(len(questions), self.grid.n_patches)
        if places:
            cells[tuple(torch.tensor(places).T)] = 1
        return cells.to(self.pictures.device)

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


@dataclass(frozen=True, eq=False)
class Scorer:
    """The scores of sets of patches of a batch of images.  pictures, baselines: as those of Versions."""

    target: Target
    preprocessing: Preprocessing
    grid: Grid
    pictures: Tensor
    baselines: Tensor

    @torch.no_grad()
    def __call__(self, questions: Sequence[Question]) -> list[float]:
        """The scores, in the order of the questions, whatever the images: in one stream of full batches."""
        scores: list[float] = []
        for inputs, rows in self._versions.batches(questions):
            scores += self.target(inputs, rows).double().tolist()
        return scores

    @cached_property
    def _versions(self) -> Versions:
        return Versions(self.preprocessing, self.grid, self.pictures, self.baselines)


def _as_input(pictures: Tensor, preprocessing: Preprocessing) -> Tensor:
    return normalised(pictures, preprocessing).contiguous(memory_format=torch.channels_last)
