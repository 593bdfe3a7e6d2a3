"""The classifier that is explained: frozen, in eval mode, on one device."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from stimuli.batching import BatchSize
from stimuli.errors import StimuliError
from stimuli.images import Pixels, Preprocessing
from stimuli.inputs import normalised, stacked


@dataclass
class Evaluations:
    """How many images have gone through the network."""

    forward: int = 0
    backward: int = 0


@dataclass(frozen=True, eq=False)
class Classifier:
    """A network with what it takes and what its outputs mean.  Methods see nothing else of it.

    network: logits (B, n_classes) from inputs (B, 3, input_px, input_px).
    weights_sha256: of the tensors' names, types, shapes and numbers.
    identity: changes with anything that can change an answer: weights, architecture, preprocessing.
    map_layer: the layer whose map Grad-CAM reads where nothing else is asked for.
    """

    name: str
    architecture: str
    classes: tuple[str, ...]
    preprocessing: Preprocessing
    network: nn.Module
    device: torch.device
    weights_sha256: str
    identity: str
    map_layer: str | None
    evaluations: Evaluations = field(default_factory=Evaluations)
    batch_size: BatchSize = field(default_factory=BatchSize)

    def __call__(self, inputs: Tensor) -> Tensor:
        """The logits of inputs: (B, 3, H, W) → (B, n_classes) float32; differentiable, and counted."""
        self.evaluations.forward += len(inputs)
        logits: Tensor = self.network(inputs).float()
        if logits.requires_grad:
            logits.register_hook(self._count_backward)  # type: ignore[no-untyped-call]
        return logits

    def _count_backward(self, gradient: Tensor) -> None:
        self.evaluations.backward += len(gradient)

    def inputs(self, pictures: Sequence[Pixels]) -> Tensor:
        """What the network takes, on its device; the pictures are as `images.as_input` gives them."""
        batch = stacked(pictures).to(self.device)
        return normalised(batch, self.preprocessing).to(memory_format=torch.channels_last)

    def predict(self, pictures: Sequence[Pixels]) -> NDArray[np.float32]:
        """The probabilities of all classes for every picture: (N, n_classes)."""
        logits = torch.from_numpy(self.logits(pictures))
        rows: NDArray[np.float32] = logits.softmax(1).numpy()
        return rows

    def logits(self, pictures: Sequence[Pixels]) -> NDArray[np.float32]:
        """The logits of all classes for every picture: (N, n_classes); as many at once as the machine can take."""
        rows = list(self.batch_size.run(pictures, lambda batch: list(self._logits_of(batch))))
        return np.stack(rows) if rows else np.empty((0, len(self.classes)), dtype=np.float32)

    @torch.inference_mode()
    def _logits_of(self, pictures: Sequence[Pixels]) -> NDArray[np.float32]:
        rows: NDArray[np.float32] = self(self.inputs(pictures)).cpu().numpy()
        return rows

    def index(self, class_name: str) -> int:
        """The output that stands for a class; StimuliError where it has none."""
        if class_name not in self.classes:
            raise StimuliError(f"{self.name}: knows no class {class_name!r}; known: {', '.join(self.classes[:20])}")
        return self.classes.index(class_name)

    def layer(self, name: str | None = None) -> nn.Module:
        """A layer by its name in the network; without a name, the one whose map Grad-CAM reads."""
        wanted = name or self.map_layer
        if wanted is None:
            raise StimuliError(f"{self.name}: {self.architecture} makes no map that Grad-CAM could read; name a layer")
        try:
            return self.network.get_submodule(wanted)
        except AttributeError:
            known = ", ".join(name for name, _ in self.network.named_children())
            raise StimuliError(f"{self.name}: no layer {wanted!r}; at the top are: {known}") from None
