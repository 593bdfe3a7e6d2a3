"""iGOS++ as its program runs ("v1", 2021), and with one mask iGOS+.

Quirks that are kept: the line search compares integrated scores with noise drawn anew for every trial, and sums them
without the halving that the direction has; edges of the picture weigh differently down and across.
"""

from collections.abc import Iterator

import torch
from torch import Tensor

from stimuli.authors.pair import AuthorsSettings, Pair, searched
from stimuli.masks import enlarged, total_variation

EDGE_SIGMA = 0.01


def igospp_v1(pair: Pair, settings: AuthorsSettings) -> Tensor:
    """The product of the masks that the program finds for one picture: (s, s), low = salient."""
    generator = torch.Generator().manual_seed(settings.seed)
    masks = pair.picture.new_ones(1 if settings.single else 2, settings.cells, settings.cells)
    edges = _edges(pair.picture)
    for _ in range(settings.iterations):
        slopes = _direction(pair, masks, edges, settings, generator)
        masks = _moved(pair, masks, slopes, edges, settings, generator)
    return _whole(masks)


def _whole(masks: Tensor) -> Tensor:
    """What is shown: the product of the two masks, or the one mask."""
    return masks[0] * masks[1] if len(masks) == 2 else masks[0]


def _terms(pair: Pair, masks: Tensor, settings: AuthorsSettings, generator: torch.Generator) -> Iterator[Tensor]:
    """The scores that are to fall, each integrated along its path with noise of its own."""
    deletions = (masks[0], _whole(masks)) if len(masks) == 2 else (masks[0],)
    insertions = (masks[1], _whole(masks)) if len(masks) == 2 else (masks[0],)
    for mask in deletions:
        yield _noisy_mean(pair, pair.deleted(pair.path(settings.path_images) * mask), settings.noise, generator)
    for mask in insertions:
        yield -_noisy_mean(pair, pair.inserted(pair.path(settings.path_images) * mask), settings.noise, generator)


def _noisy_mean(pair: Pair, images: Tensor, spread: float, generator: torch.Generator) -> Tensor:
    noise = spread * torch.randn(images.shape, generator=generator)
    return pair.scores(images + noise.to(images)).mean()


def _direction(
    pair: Pair, masks: Tensor, edges: tuple[Tensor, Tensor], settings: AuthorsSettings, generator: torch.Generator
) -> Tensor:
    masks = masks.clone().requires_grad_()
    half = 0.5 if len(masks) == 2 else 1.0
    slope = torch.zeros_like(masks)
    for term in _terms(pair, masks, settings, generator):
        slope += half * torch.autograd.grad(term, masks)[0]
    return slope + torch.autograd.grad(_penalty(masks, edges, settings), masks)[0]


@torch.no_grad()
def _moved(
    pair: Pair,
    masks: Tensor,
    slopes: Tensor,
    edges: tuple[Tensor, Tensor],
    settings: AuthorsSettings,
    generator: torch.Generator,
) -> Tensor:
    def objective(step: float) -> float:
        moved = (masks - step * slopes).clamp(0, 1)
        scores = torch.stack(list(_terms(pair, moved, settings, generator)))
        return (scores.sum() + _penalty(moved, edges, settings)).item()

    step = searched(objective, objective(0.0), slopes.square().sum().item(), settings.step)
    return (masks - step * slopes).clamp(0, 1)


def _penalty(masks: Tensor, edges: tuple[Tensor, Tensor], settings: AuthorsSettings) -> Tensor:
    """Size and bilateral roughness of the whole mask."""
    whole = _whole(masks)
    opacity = enlarged(whole, edges[0].shape[-1], corners=True)
    down = (edges[0] * (opacity[1:] - opacity[:-1]).square()).mean()
    across = (edges[1] * (opacity[:, 1:] - opacity[:, :-1]).square()).mean()
    rough = 0.5 * (total_variation(whole) + down + across)
    return settings.area * (1 - whole).abs().mean() + settings.roughness * rough


def _edges(picture: Tensor) -> tuple[Tensor, Tensor]:
    """Down: of the difference averaged over channels; across: averaged over channels afterwards."""
    image = picture[0]
    down = torch.exp(-(image[:, 1:] - image[:, :-1]).mean(0).square() / EDGE_SIGMA)
    across = torch.exp(-(image[:, :, 1:] - image[:, :, :-1]).square() / EDGE_SIGMA).mean(0)
    return down, across
