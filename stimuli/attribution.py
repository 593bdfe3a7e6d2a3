"""What the methods by captum share: one image's score, signs, and random numbers that leave no trace."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import torch
from torch import Tensor

from stimuli.explanation import Heatmap
from stimuli.target import Target

Sign = Literal["positive", "absolute"]
FORWARD_AT_ONCE = 64  # versions of an image through the network at once, where nothing is kept for a way back
BACKWARD_AT_ONCE = 16  # where it is


def of_image(target: Target, n: int) -> Callable[[Tensor], Tensor]:
    """The target as a function of versions (N, 3, H, W) of one image alone, the n-th of the batch."""

    def score(versions: Tensor) -> Tensor:
        return target(versions, torch.full((len(versions),), n, device=versions.device))

    return score


def images(inputs: Tensor) -> Iterator[tuple[int, Tensor]]:
    """Every image of inputs (B, 3, H, W) as a batch of its own: its position, and (1, 3, H, W) without a history."""
    for n in range(len(inputs)):
        yield n, inputs[n : n + 1].detach().clone()


def signed(attributions: Tensor, sign: Sign) -> Tensor:
    """What becomes of attributions for and against: those for it alone, or all by their size."""
    return attributions.clamp(min=0) if sign == "positive" else attributions.abs()


def heatmap(values: Tensor, warnings: tuple[str, ...] = ()) -> Heatmap:
    """A map (h, w) of any non-negative values, scaled by its largest."""
    return Heatmap.scaled(values.detach().float().cpu().numpy(), warnings)


@contextmanager
def seeded(seed: int, device: torch.device) -> Iterator[None]:
    """Inside, captum's random numbers follow from the seed; outside, torch's generators go on undisturbed."""
    with torch.random.fork_rng([device] if device.type == "cuda" else []):
        torch.manual_seed(seed)
        yield
