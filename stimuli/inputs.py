"""What a network takes, from pictures and back.  The only place that knows what mean and std do."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from stimuli.images import Pixels, Preprocessing


def stacked(pictures: Sequence[Pixels]) -> Tensor:
    """Pictures of one size as one tensor: (B, 3, H, W), uint8."""
    return torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).contiguous()


def normalised(values: Tensor, preprocessing: Preprocessing) -> Tensor:
    """What the network takes: (B, 3, H, W) float32, from uint8, or from floats in [0, 1]."""
    unit = values.float() / 255 if values.dtype == torch.uint8 else values
    mean, std = _channels(preprocessing, unit)
    return (unit - mean) / std


def denormalised(inputs: Tensor, preprocessing: Preprocessing) -> Tensor:
    """The picture behind a network's input: (B, 3, H, W) uint8."""
    mean, std = _channels(preprocessing, inputs)
    return ((inputs.detach() * std + mean) * 255).round().clamp(0, 255).to(torch.uint8)


def _channels(preprocessing: Preprocessing, like: Tensor) -> tuple[Tensor, Tensor]:
    mean, std = (like.new_tensor(values).view(1, 3, 1, 1) for values in (preprocessing.mean, preprocessing.std))
    return mean, std
