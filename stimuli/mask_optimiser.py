"""Finds masks by descending along integrated gradients, many images at once.

I-GOS, iGOS++, the guide of attention graphs and concept maps stand on this.  What differs from the authors' way, and
what each difference brought, is measured in docs/lessons.md:

- Scores are shares of the way from the baseline's score to the picture's, so that one weight of the penalties serves a
  sure picture and an unsure one, a probability and a logit.
- The path's images are drawn one from each of S equal parts of the path, anew in every iteration, so that few suffice.
- A step moves the fastest cell by a given amount, whatever the gradient's size; momentum carries it over flat places.
  A line search only bounds the step where it is asked for.
- Penalties yield where the score is flat: else they would push every cell back that has moved.
- A cell's evidence is how much of it was hidden on average over all iterations: cells that went first rank first,
  where the last mask has ties at 0 and at 1.
"""

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from stimuli.mask_objective import Objective, product
from stimuli.mask_search import FLAT, Search
from stimuli.masked_pictures import MaskedPictures
from stimuli.masks import enlarged, upsampling
from stimuli.precision import Precision, reckoned


@dataclass(frozen=True)
class Descent:
    """How masks are found.

    side: s, cells across and down.  iterations: at most.  path_images: S, of each integrated gradient.
    step: by how much the fastest cell moves.  momentum: share of the direction so far that is kept.
    most_pressure: penalties press no harder than this share of the steepest slope that the score has shown so far;
    None: as hard as they are.
    tries: how often a step that raises the objective is halved; 0: no line search.
    patience, tolerance: an image is done when for so many iterations its integrated objective has not fallen by more
    than so much below its lowest so far.
    noise: standard deviation of noise on the path's images, in the network's units.
    precision: of the network's numbers on the way; baselines are chosen and maps are scored in float32 all the same.
    """

    side: int
    iterations: int
    path_images: int
    step: float
    momentum: float
    most_pressure: float | None = None
    tries: int = 0
    patience: int = 15
    tolerance: float = 0.01
    noise: float = 0.0
    seed: int = 0
    precision: Precision = "float32"


@dataclass(frozen=True, eq=False)
class Masks:
    """What was found.

    masks: (B, n, s, s), those of the lowest objective.  evidence: (B, s, s) in [0, 1], mean over iterations of 1 - the
    masks' product.
    iterations: (B,), how many each image took.
    """

    masks: Tensor
    evidence: Tensor
    iterations: Tensor


def optimised(pictures: MaskedPictures, objective: Objective, descent: Descent) -> Masks:
    """The masks of a batch of pictures: each image as if it were alone, and left out as soon as it is done."""
    generator = torch.Generator().manual_seed(descent.seed)
    pictures = replace(pictures, target=reckoned(pictures.target, descent.precision))
    search = Search.begun(pictures, objective, descent.side)
    masks, evidence = torch.ones_like(search.masks), torch.zeros_like(search.hidden)
    iterations = torch.zeros_like(search.waited)
    places = torch.arange(len(pictures), device=masks.device)
    while len(places):
        _step(search, objective, descent, generator)
        done = (search.waited >= descent.patience) | (search.n >= descent.iterations)
        if bool(done.any()):
            left = places[done]
            masks[left], evidence[left] = search.best[done], search.hidden[done] / search.n
            iterations[left] = search.n
            staying = (~done).nonzero().flatten()
            places, search = places[staying], search.only(staying)
    return Masks(masks, evidence, iterations)


def _step(search: Search, objective: Objective, descent: Descent, generator: torch.Generator) -> None:
    path, noise = _path(search.pictures, descent, generator)
    score, slope = gradient(search.pictures, objective, search.masks, path, noise)
    penalty, back = penalty_gradient(search.pictures, objective, search.masks)
    search.steepest = torch.maximum(search.steepest, slope.abs().amax((1, 2, 3)))
    weight = search.weight(objective.pressure(descent.side, descent.step), descent.most_pressure)
    search.noted(score, penalty, weight, descent.tolerance)
    search.velocity = descent.momentum * search.velocity + slope + weight[:, None, None, None] * back
    fastest = search.velocity.abs().amax((1, 2, 3), keepdim=True)
    way = torch.where(fastest > FLAT, descent.step * search.velocity / fastest, 0.0)
    search.masks = _moved(search, objective, way, weight, descent.tries)
    search.hidden += 1 - search.masks.prod(1)
    search.n += 1


def _moved(search: Search, objective: Objective, way: Tensor, weight: Tensor, tries: int) -> Tensor:
    """The masks a step further; where that raises the objective, a half of it, a quarter …"""
    moved = (search.masks - way).clamp(0, 1)
    if not tries:
        return moved
    before = objective_of(search.pictures, objective, search.masks, weight)
    pictures, rows = search.pictures, torch.arange(len(moved), device=moved.device)
    for _ in range(tries):
        worse = objective_of(pictures, objective, moved[rows], weight[rows]) > before[rows]
        rows = rows[worse]
        if not len(rows):
            break
        way[rows] /= 2
        moved[rows] = (search.masks[rows] - way[rows]).clamp(0, 1)
        pictures = search.pictures.only(rows)
    return moved


def objective_of(pictures: MaskedPictures, objective: Objective, masks: Tensor, weight: Tensor) -> Tensor:
    """The objective of masks (B, n, s, s), without integration: (B,).  weight: (B,), of the penalties."""
    total = weight * objective.penalty(masks, pictures.edges)
    for term in objective.terms:
        opacity = enlarged(product(masks, term.masks), pictures.side)
        total = total + term.sign * pictures.scores(term.game, opacity)
    return total


def gradient(
    pictures: MaskedPictures, objective: Objective, masks: Tensor, path: Tensor, noise: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """The integrated scores of masks (B, n, s, s), summed over the terms: (B,), and their gradient (B, n, s, s)."""
    masks = masks.detach().requires_grad_()
    spread = upsampling(masks.shape[-1], pictures.side).to(masks)
    value, surrogate = masks.new_zeros(len(masks)), masks.new_zeros(())
    for term in objective.terms:
        cells = product(masks, term.masks)
        means, slopes = pictures.integrated(term.game, enlarged(cells.detach(), pictures.side), path, noise)
        value = value + term.sign * means
        surrogate = surrogate + term.sign * (cells * (spread.T @ slopes @ spread)).sum()
    (found,) = torch.autograd.grad(surrogate, masks)
    return value.detach(), found


def penalty_gradient(pictures: MaskedPictures, objective: Objective, masks: Tensor) -> tuple[Tensor, Tensor]:
    """The penalties of masks (B, n, s, s): (B,), and their gradient (B, n, s, s)."""
    masks = masks.detach().requires_grad_()
    penalty = objective.penalty(masks, pictures.edges)
    (found,) = torch.autograd.grad(penalty.sum(), masks)
    return penalty.detach(), found


def _path(pictures: MaskedPictures, descent: Descent, generator: torch.Generator) -> tuple[Tensor, Tensor | None]:
    """A place in each part of the path, and the noise there: drawn on the CPU, so that every device draws the same."""
    device, n = pictures.rows.device, descent.path_images
    path = (torch.arange(n) + torch.rand(n, generator=generator)) / n
    if not descent.noise:
        return path.to(device), None
    noise = descent.noise * torch.randn(n, *pictures.pictures.shape[1:], generator=generator)
    return path.to(device), noise.to(device)
