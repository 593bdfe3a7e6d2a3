"""What a picture looks like where it is hidden: blurred, grey, inpainted … and which of these hides a class.

An explanation by masks compares a picture with a baseline.  Where the baseline still shows the class, the comparison
says nothing; so a baseline is asked what the network says of it before it is used.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor

from stimuli import baseline_names
from stimuli.images import Preprocessing
from stimuli.inputs import normalised
from stimuli.target import Target

BaselineName = baseline_names.BaselineName
TRIED: tuple[str, ...] = ("blur", "heavy_blur", "inpaint", "noise", "grey", "black")  # by auto, in this order
HIDES = 0.1  # a baseline hides the class where it leaves at most this share of the picture's own score
KERNEL_PX = 51  # of 224, standard deviation one less: what the authors of I-GOS blur with


@dataclass(frozen=True, eq=False)
class Baselines:
    """One baseline per image of a batch.

    images: (B, 3, H, W).  names: which kind each is.  clean, hidden: (B,) the score of the picture and of its baseline.
    """

    images: Tensor
    names: tuple[str, ...]
    clean: Tensor
    hidden: Tensor

    def warnings(self) -> list[tuple[str, ...]]:
        """Per image: whether its baseline leaves too much of the score."""
        pairs = zip(self.names, self.clean.tolist(), self.hidden.tolist(), strict=True)
        return [_warnings(name, clean, hidden) for name, clean, hidden in pairs]


def _warnings(name: str, clean: float, hidden: float) -> tuple[str, ...]:
    if hides(clean, hidden):
        return ()
    return (f"the baseline does not hide the class: {name} leaves {hidden:.3g} of {clean:.3g}",)


def hides(clean: float, hidden: float) -> bool:
    """Whether a baseline with that score hides what a picture with this score shows."""
    return hidden <= HIDES * clean


def baselines(name: BaselineName, target: Target, inputs: Tensor, preprocessing: Preprocessing) -> Baselines:
    """A baseline for every image of inputs (B, 3, H, W).

    auto: the first of TRIED that hides the class; where none does, the one that leaves least.  Each image is asked as
    many times as kinds were tried, and once for its own score.
    """
    names, rows = (TRIED if name == "auto" else (name,)), torch.arange(len(inputs), device=inputs.device)
    with torch.no_grad():
        clean = target(inputs, rows)
        images = baseline(names[0], inputs, preprocessing)
        hidden, chosen = target(images, rows), [names[0]] * len(inputs)
        for other in names[1:]:
            open_ones = rows[~(hidden <= HIDES * clean)]
            if not len(open_ones):
                break
            tried = baseline(other, inputs[open_ones], preprocessing)
            left = target(tried, open_ones)
            better = (left < hidden[open_ones]) | (hidden[open_ones].isnan() & ~left.isnan())
            images[open_ones[better]], hidden[open_ones[better]] = tried[better], left[better]
            for row in open_ones[better].tolist():
                chosen[row] = other
    return Baselines(images, tuple(chosen), clean, hidden)


def baseline(name: str, inputs: Tensor, preprocessing: Preprocessing) -> Tensor:
    """The baseline of that kind, for inputs (B, 3, H, W) as the network takes them; the same shape."""
    return _KINDS[name](inputs, preprocessing).contiguous(memory_format=torch.channels_last)


def blurred(inputs: Tensor, kernel_px: int, sigma: float) -> Tensor:
    """A Gaussian blur with a kernel cut off at kernel_px, edges mirrored without repeating the last pixel."""
    rows, columns = (_blurring(side, kernel_px, sigma).to(inputs) for side in inputs.shape[2:])
    return rows @ inputs @ columns.T


@cache
def _blurring(side: int, kernel_px: int, sigma: float) -> Tensor:
    """The blur of a line of pixels as a matrix: (side, side)."""
    reach = kernel_px // 2
    steps = torch.arange(-reach, reach + 1)
    weights = torch.exp(-0.5 * (steps / sigma).double() ** 2)
    places = (torch.arange(side)[:, None] + steps).abs()
    places = (side - 1) - ((side - 1) - places % max(1, 2 * side - 2)).abs()
    blurring = torch.zeros(side, side, dtype=torch.double)
    return blurring.scatter_add_(1, places, (weights / weights.sum()).expand(side, -1)).float()


def _blur(inputs: Tensor, _preprocessing: Preprocessing) -> Tensor:
    kernel = _kernel(inputs, 1)
    return blurred(inputs, kernel, kernel - 1)


def _heavy_blur(inputs: Tensor, _preprocessing: Preprocessing) -> Tensor:
    kernel = _kernel(inputs, 3)
    return blurred(inputs, kernel, kernel - 1)


def _kernel(inputs: Tensor, times: int) -> int:
    return 2 * round((times * KERNEL_PX * inputs.shape[-1] / 224 - 1) / 2) + 1


def _grey(inputs: Tensor, _preprocessing: Preprocessing) -> Tensor:
    """The network's mean colour everywhere."""
    return torch.zeros_like(inputs)


def _black(inputs: Tensor, preprocessing: Preprocessing) -> Tensor:
    return normalised(torch.zeros_like(inputs), preprocessing)


def _noise(inputs: Tensor, _preprocessing: Preprocessing) -> Tensor:
    """Independent pixels with the mean and the spread of the picture's own colours; the same draw for every image."""
    generator = torch.Generator().manual_seed(0)
    field = torch.randn(inputs.shape[1:], generator=generator).to(inputs)
    spread, mean = torch.std_mean(inputs, (2, 3), keepdim=True)
    return mean + spread * field


def _inpaint(inputs: Tensor, _preprocessing: Preprocessing) -> Tensor:
    """The picture's outermost pixels carried inwards as smoothly as can be: the solution of Laplace's equation."""
    height, width = (side - 2 for side in inputs.shape[2:])
    source = torch.zeros_like(inputs[..., 1:-1, 1:-1])
    source[..., 0, :] += inputs[..., 0, 1:-1]
    source[..., -1, :] += inputs[..., -1, 1:-1]
    source[..., :, 0] += inputs[..., 1:-1, 0]
    source[..., :, -1] += inputs[..., 1:-1, -1]
    (rows, down), (columns, across) = (tuple(part.to(inputs) for part in _sines(n)) for n in (height, width))
    inside = rows @ ((rows @ source @ columns) / (down[:, None] + across)) @ columns
    filled = inputs.clone()
    filled[..., 1:-1, 1:-1] = inside
    return filled


@cache
def _sines(n: int) -> tuple[Tensor, Tensor]:
    """Eigenvectors (n, n), orthonormal and symmetric, and eigenvalues of the second difference with zero ends."""
    angles = math.pi / (n + 1) * torch.arange(1, n + 1, dtype=torch.double)
    vectors = math.sqrt(2 / (n + 1)) * torch.sin(angles[:, None] * torch.arange(1, n + 1))
    return vectors.float(), (2 - 2 * torch.cos(angles)).float()


_KINDS: Mapping[str, Callable[[Tensor, Preprocessing], Tensor]] = {
    "blur": _blur,
    "heavy_blur": _heavy_blur,
    "inpaint": _inpaint,
    "noise": _noise,
    "grey": _grey,
    "black": _black,
}
