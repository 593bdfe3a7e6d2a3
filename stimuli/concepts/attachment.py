"""Where an explanation network is attached: a layer of the classifier whose activation is, or pools to, a vector."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from stimuli.classifier import Classifier
from stimuli.errors import StimuliError

HEAD = "what the last linear layer is given"


@dataclass(frozen=True, eq=False)
class Attachment:
    """What is read of a classifier on its way to the scores.

    layer: read after it, or, with before, what it is given.  name: says which, in words.
    Maps (B, d, h, w) are averaged over places, sequences (B, t, d) over tokens.
    """

    classifier: Classifier
    layer: nn.Module
    before: bool
    name: str

    @classmethod
    def of(cls, classifier: Classifier, layer: str | None = None) -> "Attachment":
        """At the layer of that name; without one, at what the last linear layer is given, else at the last map.

        StimuliError where there is no such layer.
        """
        if layer is not None:
            return cls(classifier, classifier.layer(layer), before=False, name=layer)
        named = [(name, one) for name, one in classifier.network.named_modules() if isinstance(one, nn.Linear)]
        if named and named[-1][1].out_features == len(classifier.classes):
            return cls(classifier, named[-1][1], before=True, name=f"{HEAD}, {named[-1][0]}")
        return cls(classifier, classifier.layer(), before=False, name=str(classifier.map_layer))

    def on(self, classifier: Classifier) -> "Attachment":
        """The same place in another network of the same architecture."""
        path = next(name for name, one in self.classifier.network.named_modules() if one is self.layer)
        return Attachment(classifier, classifier.network.get_submodule(path), self.before, self.name)

    def read(self, inputs: Tensor) -> tuple[Tensor, Tensor]:
        """Features (B, d) and logits (B, n_classes) of inputs (B, 3, H, W); differentiable."""
        seen = list[Tensor]()

        def see(activation: object) -> None:  # at once, as the next layer may write over it
            seen.append(self._vector(activation, len(inputs)))

        if self.before:
            handle = self.layer.register_forward_pre_hook(lambda _layer, given: see(given[0]))
        else:
            handle = self.layer.register_forward_hook(lambda _layer, _given, made: see(made))
        try:
            logits = self.classifier(inputs)
        finally:
            handle.remove()
        if not seen:
            raise StimuliError(f"xnn: layer: {self.name!r} is not on the way of a picture through {self._network}")
        return seen[-1], logits

    def features(self, inputs: Tensor) -> Tensor:
        """(B, 3, H, W) → (B, d)."""
        return self.read(inputs)[0]

    @torch.inference_mode()
    def rows(self, inputs: Tensor) -> tuple[Tensor, Tensor]:
        """Features and logits of inputs, on the processor, without what differentiating needs."""
        features, logits = self.read(inputs)
        return features.float().cpu(), logits.float().cpu()

    @property
    def _network(self) -> str:
        return self.classifier.architecture

    def _vector(self, activation: object, n_images: int) -> Tensor:
        if isinstance(activation, Tensor) and activation.shape[:1] == (n_images,):
            if activation.ndim == 4:
                return activation.mean((2, 3))
            if activation.ndim == 3:
                return activation.mean(1)
            if activation.ndim == 2:
                return activation.clone()
        shape = tuple(activation.shape) if isinstance(activation, Tensor) else type(activation).__name__
        raise StimuliError(
            f"xnn: layer: {self.name!r} of {self._network} gives {shape} for {n_images} images; "
            "choose a layer that gives a vector, a map or a sequence per image"
        )
