"""I-GOS as its first program runs ("v0", 2019).

Quirks that are kept: noise of twice the intended spread and on the red channel alone, as the program's call of OpenCV
gives it; the weight of the mask's size falls where the score has hardly moved after half, and after four fifths, of
the iterations.
"""

import torch
from torch import Tensor

from stimuli.authors.pair import AuthorsSettings, Pair, searched
from stimuli.masks import total_variation


def igos_v0(pair: Pair, settings: AuthorsSettings) -> Tensor:
    """The mask that the program finds for one picture: (s, s), low = salient."""
    generator = torch.Generator().manual_seed(settings.seed)
    mask = pair.picture.new_ones(1, settings.cells, settings.cells)
    area, first = settings.area, float("nan")
    for n in range(settings.iterations):
        slope = _direction(pair, mask, area, settings, generator)
        score = _score(pair, mask)
        first = score if n == 0 else first
        before = score + _penalty(mask, area, settings).item()
        mask = _moved(pair, mask, slope, before, area, settings)
        area = _eased(area, n, abs(first - score), settings.iterations)
    return mask[0]


def _direction(pair: Pair, mask: Tensor, area: float, settings: AuthorsSettings, generator: torch.Generator) -> Tensor:
    mask = mask.clone().requires_grad_()
    images = pair.deleted(pair.path(settings.path_images) * mask)
    noise = torch.zeros(images.shape)
    noise[:, 0] = 2 * settings.noise * torch.randn(noise[:, 0].shape, generator=generator)
    scores = pair.scores(images + noise.to(images))
    (slope,) = torch.autograd.grad(scores.mean() + _penalty(mask, area, settings), mask)
    return slope


def _moved(pair: Pair, mask: Tensor, slope: Tensor, before: float, area: float, settings: AuthorsSettings) -> Tensor:
    def objective(step: float) -> float:
        moved = (mask - step * slope).clamp(0, 1)
        return _score(pair, moved) + _penalty(moved, area, settings).item()

    step = searched(objective, before, slope.square().sum().item(), settings.step)
    return (mask - step * slope).clamp(0, 1)


@torch.no_grad()
def _score(pair: Pair, mask: Tensor) -> float:
    return pair.scores(pair.deleted(mask)).item()


def _penalty(mask: Tensor, area: float, settings: AuthorsSettings) -> Tensor:
    return area * (1 - mask).abs().mean() + settings.roughness * total_variation(mask)[0]


def _eased(area: float, n: int, moved: float, iterations: int) -> float:
    """The weight of the size, less where the score has hardly moved."""
    if n == int(iterations / 2) and moved <= 0.001:
        return area / 10
    if n == int(iterations / 1.25) and moved <= 0.01:
        return area / 5
    return area
