"""Masks on coarse grids: enlarged to pictures, laid between a picture and its baseline, and how rough they are.

A mask is 1 where the picture stays and 0 where its baseline shows; I-GOS, iGOS++ and attention graphs stand on this.
"""

from functools import cache

import torch
from torch import Tensor


def enlarged(masks: Tensor, side: int, *, corners: bool = False) -> Tensor:
    """Masks (..., s, s) enlarged bilinearly to (..., side, side).

    corners: whether the outermost cells' centres lie on the picture's corners (align_corners), instead of each cell
    covering its own square.  Two products with a narrow matrix: as quick as a copy, and differentiable.
    """
    spread = upsampling(masks.shape[-1], side, corners).to(masks)
    return spread @ masks @ spread.T


@cache
def upsampling(cells: int, side: int, corners: bool = False) -> Tensor:
    """Bilinear enlargement of a line of cells as a matrix: (side, cells), rows sum to 1."""
    if cells == 1:
        return torch.ones(side, 1)
    pixels = torch.arange(side, dtype=torch.double)
    places = pixels * (cells - 1) / max(1, side - 1) if corners else (pixels + 0.5) * cells / side - 0.5
    places = places.clamp(0, cells - 1)
    low = places.floor().clamp(max=cells - 2).long()
    share = (places - low).unsqueeze(1)
    spread = torch.zeros(side, cells, dtype=torch.double)
    spread.scatter_add_(1, low.unsqueeze(1), 1 - share)
    spread.scatter_add_(1, low.unsqueeze(1) + 1, share)
    return spread.float()


def composed(pictures: Tensor, baselines: Tensor, opacity: Tensor) -> Tensor:
    """Pictures (B, C, H, W) where the opacity (B, 1, H, W) is 1, their baselines where it is 0."""
    return torch.addcmul(baselines, pictures - baselines, opacity)


def total_variation(masks: Tensor) -> Tensor:
    """How rough each mask (..., s, s) is: mean squared difference of neighbours down, plus that across.

    Means, not sums, as in the authors' code, so that a weight means the same at every resolution.
    """
    if masks.shape[-1] < 2:
        return masks.new_zeros(masks.shape[:-2])
    down = (masks[..., 1:, :] - masks[..., :-1, :]).square().mean((-2, -1))
    across = (masks[..., :, 1:] - masks[..., :, :-1]).square().mean((-2, -1))
    return down + across


def edge_weights(pictures: Tensor, sigma: float) -> tuple[Tensor, Tensor]:
    """1 where a picture (B, C, H, W) is even, near 0 across its edges: down (B, H-1, W) and across (B, H, W-1).

    exp(-d²/sigma), d the difference of neighbouring pixels averaged over channels.  The authors' code averages before
    squaring downwards and after the exponential across; here both directions average first.
    """
    grey = pictures.mean(1)
    down = torch.exp(-(grey[:, 1:] - grey[:, :-1]).square() / sigma)
    across = torch.exp(-(grey[:, :, 1:] - grey[:, :, :-1]).square() / sigma)
    return down, across


def bilateral_variation(masks: Tensor, opacity: Tensor, weights: tuple[Tensor, Tensor]) -> Tensor:
    """Roughness of masks (B, s, s) that edges of the picture excuse (bilateral total variation of iGOS++).

    Half of it is the mask's own total variation, half that of its enlargement (B, H, W), each difference weighted by
    `edge_weights`.  Returns (B,).
    """
    down = (weights[0] * (opacity[:, 1:] - opacity[:, :-1]).square()).mean((-2, -1))
    across = (weights[1] * (opacity[:, :, 1:] - opacity[:, :, :-1]).square()).mean((-2, -1))
    return 0.5 * (total_variation(masks) + down + across)
