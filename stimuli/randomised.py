"""A copy of a classifier whose weights say nothing any more.

The sanity check of Adebayo et al. (2018) explains such a network: a map that stays as it was did not come from what the
network has learnt.
"""

import hashlib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import torch
from torch import Generator, Tensor, nn

from stimuli.batching import BatchSize
from stimuli.classifier import Classifier
from stimuli.fingerprint import arrays_sha256, digest

How = Literal["permute", "redraw"]
N_PROBES = 4


@dataclass(frozen=True)
class Randomisation:
    """What is made anew.  top: how many layers with weights, counted from the output; None: all of the network.

    permute: the numbers of each tensor change places.  redraw: they are drawn from a normal distribution with the
    tensor's own mean and standard deviation; the paper draws anew from what the training began with, which a finished
    network does not tell.
    """

    how: How
    top: int | None
    seed: int


@dataclass(frozen=True, eq=False)
class Randomised:
    """classifier: the other network.  answers: whether its outputs are numbers that depend on the picture."""

    classifier: Classifier
    answers: bool


@lru_cache(maxsize=1)  # the batches of a set share one copy
def randomised(classifier: Classifier, way: Randomisation) -> Randomised:
    """A copy with other weights and its own identity; the classifier itself is left as it was.

    The layer that belongs to a seed is made anew alike whatever `top` says, so that more layers are a cascade.
    Layers count in the order in which the network lists them, which in torchvision's is the order in which they run.
    A batch normalisation's scale and shift are weights like all others and are made anew; its running statistics are
    kept, so it no longer centres what it gets: the network stays random, but its activations may be out of scale.
    What goes through the copy counts as the classifier's own evaluations.
    """
    network = deepcopy(classifier.network)
    with torch.no_grad():
        for name, parameter in _chosen(network, way.top):
            parameter.copy_(_anew(parameter, way.how, _generator(way.seed, name)))
    other = replace(
        classifier,
        name=f"{classifier.name}, randomised",
        network=network,
        weights_sha256=arrays_sha256({name: value.cpu().numpy() for name, value in network.state_dict().items()}),
        identity=digest([classifier.identity, way.how, way.top, way.seed]),
        batch_size=BatchSize(),
    )
    return Randomised(other, _answers(other))


def _chosen(network: nn.Module, top: int | None) -> Iterator[tuple[str, Tensor]]:
    """The parameters to be made anew: all, or those from the first of the top layers on."""
    layers = [(name, layer) for name, layer in network.named_modules() if list(layer.parameters(recurse=False))]
    weighty = [n for n, (_, layer) in enumerate(layers) if any(p.ndim > 1 for p in layer.parameters(recurse=False))]
    begin = 0 if top is None or top >= len(weighty) else weighty[-top]
    for layer_name, layer in layers[begin:]:
        for name, parameter in layer.named_parameters(recurse=False):
            yield f"{layer_name}.{name}", parameter


def _generator(seed: int, name: str) -> Generator:
    word = int.from_bytes(hashlib.sha256(f"{seed} {name}".encode()).digest()[:7])
    return Generator().manual_seed(word)


def _anew(parameter: Tensor, how: How, generator: Generator) -> Tensor:
    """Other numbers for a tensor, drawn on the CPU so that every device draws the same."""
    values = parameter.detach().cpu().float()
    if how == "permute":
        return values.reshape(-1)[torch.randperm(values.numel(), generator=generator)].reshape(values.shape)
    spread, mean = torch.std_mean(values, correction=0)
    return mean + spread * torch.randn(values.shape, generator=generator)


@torch.no_grad()
def _answers(classifier: Classifier) -> bool:
    """Whether noise pictures get finite logits that are not all alike."""
    side = classifier.preprocessing.input_px
    probes = torch.randn(N_PROBES, 3, side, side, generator=Generator().manual_seed(0))
    logits: Tensor = classifier.network(probes.to(classifier.device))
    return bool(logits.isfinite().all()) and bool((logits.max(0).values > logits.min(0).values).any())
