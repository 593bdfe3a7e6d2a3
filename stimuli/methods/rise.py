"""RISE (Petsiuk et al. 2018): random soft masks on the picture, averaged by the score that each leaves.

As the authors' program has it: a grid of cells, each shown with probability p, is enlarged bilinearly to one cell more
than the picture and cut out at a random place; the map is the sum of score times mask.  No kept library has it.

Departures: the masks' mean score is taken off first, which changes the map by a constant in expectation but lets a
network that sees nothing give a flat map instead of the masks' noise; and the smallest value becomes 0, because the
map's floor is the mean score and would hide what stands out.
"""

from collections.abc import Iterator

import torch
from pydantic import Field
from torch import Tensor

from stimuli.attribution import FORWARD_AT_ONCE, heatmap, images, of_image
from stimuli.baselines import BaselineName, baselines
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.masks import composed, upsampling
from stimuli.method import Method, Parameters, Request

LEAST_SPREAD = 1e-5  # of scores, as a share of the largest: less is the noise of single precision


class RiseParameters(Parameters):
    """Options of rise."""

    seed: int = Field(default=0, ge=0)
    cells: int = Field(default=7, ge=2, le=32, description="of a mask's grid, across and down")
    masks: int = Field(default=4000, ge=2, description="per image; the same for every image")
    shown: float = Field(default=0.5, gt=0, lt=1, description="probability p that a cell is shown")
    baseline: BaselineName = Field(default="grey", description="what is seen where hidden; grey as the paper has it")


@torch.no_grad()
def explain(classifier: Classifier, request: Request, parameters: RiseParameters) -> list[Heatmap]:
    """One map per image, a value per pixel of the input."""
    hidden = baselines(parameters.baseline, request.target, request.inputs, classifier.preprocessing)
    sums = [_Sums(request.inputs.shape[-1]) for _ in request.inputs]
    for masks in _masks(parameters, request.inputs.shape[-1]):
        opacity, precise = masks.to(request.inputs).unsqueeze(1), masks.double()
        for n, image in images(request.inputs):
            versions = composed(image, hidden.images[n : n + 1], opacity)
            sums[n].add(of_image(request.target, n)(versions).cpu().double(), precise)
    return [heatmap(one.map(), told) for one, told in zip(sums, hidden.warnings(), strict=True)]


class _Sums:
    """What is kept of one image's masks and scores, however many there are."""

    def __init__(self, side: int) -> None:
        self.masks, self.weighted = (torch.zeros(side, side, dtype=torch.double) for _ in range(2))
        self.scores, self.n, self.least, self.most = 0.0, 0, float("inf"), float("-inf")

    def add(self, scores: Tensor, masks: Tensor) -> None:
        """scores: (N,).  masks: (N, side, side)."""
        self.masks += masks.sum(0)
        self.weighted += torch.tensordot(scores, masks, 1)
        self.scores, self.n = self.scores + float(scores.sum()), self.n + len(scores)
        self.least, self.most = min(self.least, float(scores.min())), max(self.most, float(scores.max()))

    def map(self) -> Tensor:
        """The sum of (score - mean score) times mask, from its smallest value upwards: (side, side)."""
        if self.most - self.least <= LEAST_SPREAD * max(abs(self.least), abs(self.most)):
            return torch.zeros_like(self.masks)
        found = self.weighted - self.scores / self.n * self.masks
        return found - found.min()


def _masks(parameters: RiseParameters, side: int) -> Iterator[Tensor]:
    """All masks, (N, side, side) at a time; drawn on the processor, so that every device gets the same."""
    generator = torch.Generator().manual_seed(parameters.seed)
    cells, cell_px = parameters.cells, -(-side // parameters.cells)
    spread, pixels = upsampling(cells, (cells + 1) * cell_px), torch.arange(side)
    for done in range(0, parameters.masks, FORWARD_AT_ONCE):
        n = min(FORWARD_AT_ONCE, parameters.masks - done)
        grids = (torch.rand(n, cells, cells, generator=generator) < parameters.shown).float()
        corners = torch.randint(cell_px, (2, n, 1), generator=generator)
        down, across = (spread[corner + pixels] for corner in corners)  # each (n, side, cells)
        yield down @ grids @ across.transpose(1, 2)


METHOD = Method(makes=Heatmap, parameters=RiseParameters, explain=explain, score="probability")
