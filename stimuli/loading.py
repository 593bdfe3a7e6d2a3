"""Loads the classifier that a source means."""

from pathlib import Path

import torch
from torch import nn

from stimuli import architectures
from stimuli.checkpoint import load_network
from stimuli.classifier import Classifier
from stimuli.classifier_source import find_classifier, own_code
from stimuli.description import Description, read_description
from stimuli.device import device_named
from stimuli.errors import StimuliError
from stimuli.fingerprint import arrays_sha256, digest


def load_classifier(source: str, folder: Path | None = None, device: str = "auto") -> Classifier:
    """The classifier that a source text means (`gulls`, a torchvision name, a classifier.toml), ready to be explained.

    Paths are seen from folder (the current one where None).  StimuliError names all that does not fit.
    """
    found = find_classifier(source, folder or Path())
    if found.description is None:
        net, description = _published(found.name)
    else:
        description = read_description(found.description)
        net = load_network(description, found.description)
    return classifier_of(net, description, found.name, device)


def classifier_of(net: nn.Module, description: Description, name: str, device: str = "cpu") -> Classifier:
    """A network, frozen, in eval mode, on its device, with what its description says; it is tried once."""
    where = device_named(device)
    net = net.float().eval().requires_grad_(False).to(where, memory_format=torch.channels_last)  # type: ignore[call-overload]
    _check_outputs(net, description, name)
    weights = arrays_sha256({name: value.cpu().numpy() for name, value in net.state_dict().items()})
    facts = description.model_dump(mode="json", exclude={"weights"})
    return Classifier(
        name=name,
        architecture=description.architecture,
        classes=description.classes,
        preprocessing=description.preprocessing,
        network=net,
        device=where,
        weights_sha256=weights,
        identity=digest([weights, facts, own_code(description.architecture)]),
        map_layer=description.layer or architectures.map_layer(net, description.input_px),
    )


def _published(name: str) -> tuple[nn.Module, Description]:
    net, weights = architectures.published(name)
    made_ready = architectures.published_preprocessing(weights)
    return net, Description(architecture=name, classes=tuple(weights.meta["categories"]), **vars(made_ready))


def _check_outputs(net: nn.Module, description: Description, name: str) -> None:
    side = description.input_px
    like = next(net.parameters(), torch.zeros(1))
    try:
        with torch.inference_mode():
            output = net(torch.zeros(1, 3, side, side, device=like.device))
    except Exception as error:
        raise StimuliError(f"{name}: fails on a picture of {side} px: {type(error).__name__}: {error}") from error
    wanted = (1, len(description.classes))
    shape = tuple(output.shape) if isinstance(output, torch.Tensor) else type(output).__name__
    if shape != wanted:
        raise StimuliError(f"{name}: gives {shape} for one picture; its {wanted[1]} classes want {wanted}")
