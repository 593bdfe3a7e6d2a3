"""Networks by name: torchvision's architectures, their published weights, and a researcher's own module:function."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import cast
from urllib.error import URLError

import torch
from torch import Tensor, nn
from torchvision import models
from torchvision.models import WeightsEnum

from stimuli.dotted import load_dotted
from stimuli.errors import StimuliError
from stimuli.images import Preprocessing

_HEADS = frozenset({"classifier", "fc", "head", "heads", "avgpool"})
_WITH_SIDE_EXITS = frozenset({"googlenet", "inception_v3"})


def names() -> list[str]:
    """The classifiers that torchvision knows."""
    return cast(list[str], models.list_models(module=models))


def unknown(name: str) -> str | None:
    """What is wrong with an architecture's name, with the nearest known ones; None where it is known."""
    if ":" in name or name in names():
        return None
    near = get_close_matches(name, names(), n=4, cutoff=0.5)
    known = f"did you mean {', '.join(near)}?" if near else "see torchvision's list of classification models"
    return f"no architecture {name!r} in torchvision; {known}"


def network(name: str, n_classes: int) -> nn.Module:
    """A network with fresh weights; StimuliError where the name is unknown."""
    if ":" in name:
        return _own(name)
    fault = unknown(name)
    if fault:
        raise StimuliError(fault)
    options = {"init_weights": True} if name in _WITH_SIDE_EXITS else {}
    return cast(nn.Module, models.get_model(name, weights=None, num_classes=n_classes, **options))


def _own(name: str) -> nn.Module:
    made = load_dotted(name)
    made = made() if callable(made) and not isinstance(made, nn.Module) else made
    if not isinstance(made, nn.Module):
        raise StimuliError(f"{name}: gives a {type(made).__name__}, not a torch.nn.Module")
    return made


def published(name: str) -> tuple[nn.Module, WeightsEnum]:
    """A network with torchvision's own weights (downloaded where they are not yet here), and what they say of it."""
    fault = unknown(name)
    if fault:
        raise StimuliError(fault)
    weights = cast(WeightsEnum, models.get_model_weights(name).DEFAULT)
    try:
        return cast(nn.Module, models.get_model(name, weights=weights)), weights
    except (URLError, OSError, RuntimeError) as error:
        place = "connect to the network, or give a checkpoint's TOML instead"
        raise StimuliError(
            f"{name}: could not download its published weights from {weights.url}: {error}; {place}"
        ) from None


def published_preprocessing(weights: WeightsEnum) -> Preprocessing:
    """The preprocessing with which published weights were trained."""
    preset = weights.transforms()
    return Preprocessing(
        input_px=preset.crop_size[0],
        mean=tuple(preset.mean),
        std=tuple(preset.std),
        resize="crop",
        resize_px=preset.resize_size[0],
        interpolation="bicubic" if preset.interpolation.value == "bicubic" else "bilinear",
    )


def with_classes(net: nn.Module, n_classes: int) -> nn.Module:
    """The same network with its last linear (or 1 x 1 convolution) layer made new for another number of classes."""
    for name, layer in reversed(list(net.named_modules())):
        fresh: nn.Module
        if isinstance(layer, nn.Linear):
            fresh = nn.Linear(layer.in_features, n_classes)
        elif isinstance(layer, nn.Conv2d) and layer.kernel_size == (1, 1):
            fresh = nn.Conv2d(layer.in_channels, n_classes, kernel_size=1)
        else:
            continue
        net.set_submodule(name, fresh)
        return net
    raise StimuliError("the network has no last linear layer to make new")


def map_layer(net: nn.Module, input_px: int) -> str | None:
    """The layer that Grad-CAM reads: the last before the head whose activation is a map; None where there is none."""
    before_head = [name for name in maps(net, input_px) if name.split(".")[0] not in _HEADS]
    return before_head[-1] if before_head else None


@torch.no_grad()
def maps(net: nn.Module, input_px: int) -> dict[str, tuple[int, int, int]]:
    """The layers whose activation is a map larger than one cell, in the order they run, with (channels, height, width).

    Found by a dry run on a grey picture; the hooks are gone again afterwards.
    """
    found: dict[str, tuple[int, int, int]] = {}
    handles = [layer.register_forward_hook(_noting(name, found)) for name, layer in net.named_modules() if name]
    try:
        like = next(net.parameters(), torch.zeros(1))
        net(torch.zeros(1, 3, input_px, input_px, device=like.device, dtype=like.dtype))
    finally:
        for handle in handles:
            handle.remove()
    return found


def _noting(name: str, found: dict[str, tuple[int, int, int]]) -> Callable[[nn.Module, object, object], None]:
    def note(_layer: nn.Module, _inputs: object, output: object) -> None:
        if isinstance(output, Tensor) and output.ndim == 4 and min(output.shape[2:]) > 1:
            found.pop(name, None)
            found[name] = (output.shape[1], output.shape[2], output.shape[3])

    return note
