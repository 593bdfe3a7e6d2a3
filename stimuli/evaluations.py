"""What an explanation cost: images through the network, forward and backward, image by image."""

from dataclasses import dataclass

import torch
from torch import Tensor

from stimuli.classifier import Classifier
from stimuli.target import Target


@dataclass(frozen=True)
class Cost:
    """Of one explanation.  seconds: its share of its batch's wall time."""

    images_forward: int
    images_backward: int
    seconds: float


class Counted:
    """A target that counts, per image of its batch, how often it was asked and how often it was differentiated.

    The counts stay on the device until they are asked for, so that counting never makes the device wait.
    """

    def __init__(self, target: Target, n_images: int, device: torch.device) -> None:
        self._target = target
        self._forward = torch.zeros(n_images, dtype=torch.long, device=device)
        self._backward = torch.zeros(n_images, dtype=torch.long, device=device)
        self._owners: Tensor | None = None

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        """The target's numbers."""
        ones, paying = torch.ones_like(rows), rows if self._owners is None else self._owners[rows]
        self._forward.index_add_(0, paying, ones)
        values = self._target(inputs, rows)
        if values.requires_grad:

            def count(_: Tensor) -> None:
                self._backward.index_add_(0, paying, ones)

            values.register_hook(count)  # type: ignore[no-untyped-call]
        return values

    def on(self, classifier: Classifier) -> "Counted":
        """The same number read off another network, counted in the same place."""
        return self._sharing(self._target.on(classifier), self._owners)

    def instead(self, target: Target, owners: Tensor) -> "Counted":
        """Another number, counted in the same place.  owners: (M,), the image that each of its rows is a version of."""
        return self._sharing(target, owners)

    def _sharing(self, target: Target, owners: Tensor | None) -> "Counted":
        other = Counted(target, 0, self._forward.device)
        other._forward, other._backward, other._owners = self._forward, self._backward, owners
        return other

    def costs(self, seconds: float) -> list[Cost]:
        """What each image took.  seconds: of the whole batch."""
        share = seconds / max(1, len(self._forward))
        counts = zip(self._forward.tolist(), self._backward.tolist(), strict=True)
        return [Cost(forward, backward, share) for forward, backward in counts]
