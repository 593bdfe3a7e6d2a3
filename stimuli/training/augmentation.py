"""Many looks of the same pictures: moved, mirrored, a little lighter, noisier or blurred, a whole batch at once.

Colours change only mildly, because the colour of a mark can be what tells two classes apart; and a picture is never cut
by more than a few per cent, because the mark can be at the tip of a bill.
"""

import torch
import torch.nn.functional as F  # noqa: N812 - as torch's own pages name it
from torch import Generator, Tensor

SMALLEST_SCALE, LARGEST_SCALE = 0.88, 1.12
SHIFT = 0.06
TURN_RADIANS = 0.12
BRIGHTNESS = CONTRAST = SATURATION = 0.15
NOISE_SD = 0.025
BLUR_SHARE = 0.25


def augmented(pictures: Tensor, side: int, rng: Generator) -> Tensor:
    """Another look of every picture: (B, 3, H, W) uint8 → (B, 3, side, side) float32 in [0, 1]."""
    views = _moved(pictures.float().div_(255), side, rng)
    views = _blurred(_recoloured(views, rng), rng)
    sd = NOISE_SD * torch.rand(len(views), 1, 1, 1, generator=rng)
    return views.add_(torch.randn(views.shape, generator=rng).mul_(sd)).clamp_(0, 1)


def plain(pictures: Tensor, side: int) -> Tensor:
    """The pictures as they are: (B, 3, side, side) float32 in [0, 1]."""
    values = pictures.float().div_(255)
    if values.shape[-1] == side:
        return values
    return F.interpolate(values, size=(side, side), mode="bilinear", antialias=True)


def _moved(pictures: Tensor, side: int, rng: Generator) -> Tensor:
    n = len(pictures)
    scale = _between(SMALLEST_SCALE, LARGEST_SCALE, n, rng)
    shape = _between(0.9, 1.1, n, rng)
    turn = _between(-TURN_RADIANS, TURN_RADIANS, n, rng)
    mirror = torch.where(torch.rand(n, generator=rng) < 0.5, -1.0, 1.0)
    across, down = scale * shape.sqrt(), scale / shape.sqrt()
    theta = torch.empty(n, 2, 3)
    theta[:, 0, 0], theta[:, 0, 1] = across * turn.cos() * mirror, -across * turn.sin()
    theta[:, 1, 0], theta[:, 1, 1] = down * turn.sin() * mirror, down * turn.cos()
    theta[:, :, 2] = _between(-2 * SHIFT, 2 * SHIFT, 2 * n, rng).view(n, 2)
    grid = F.affine_grid(theta, [n, 3, side, side], align_corners=False)
    return F.grid_sample(_shrunk(pictures, side), grid, padding_mode="reflection", align_corners=False)


def _shrunk(pictures: Tensor, side: int) -> Tensor:
    """Pictures at about the size at which they will be seen, so that sampling them does not alias."""
    size = max(side, round(side * 8 / 7))
    if pictures.shape[-1] <= size:
        return pictures
    return F.interpolate(pictures, size=(size, size), mode="bilinear", antialias=True)


def _recoloured(views: Tensor, rng: Generator) -> Tensor:
    n, _, height, width = views.shape
    brightness, contrast, saturation = (
        _between(1 - spread, 1 + spread, n, rng).view(n, 1, 1) for spread in (BRIGHTNESS, CONTRAST, SATURATION)
    )
    flat = views.view(n, 3, height * width)
    level = flat.mean((1, 2), keepdim=True)
    mixed = brightness * contrast * (saturation * torch.eye(3) + (1 - saturation) / 3)  # (n, 3, 3)
    shift = (brightness * (1 - contrast) * level).expand(n, 3, 1)
    return torch.baddbmm(shift, mixed, flat).view(n, 3, height, width)


def _blurred(views: Tensor, rng: Generator) -> Tensor:
    chosen = torch.rand(len(views), generator=rng) < BLUR_SHARE
    if chosen.any():
        views[chosen] = F.avg_pool2d(F.pad(views[chosen], (1, 1, 1, 1), mode="replicate"), 3, stride=1)
    return views


def _between(low: float, high: float, n: int, rng: Generator) -> Tensor:
    return low + (high - low) * torch.rand(n, generator=rng)
