"""The weights of a described classifier, read safely and checked against its network."""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from stimuli import architectures
from stimuli.description import Description
from stimuli.errors import StimuliError

MOST_NAMED = 4


def load_network(description: Description, path: Path) -> nn.Module:
    """The network that a description at path means, in float32; StimuliError listing all that does not fit."""
    net = architectures.network(description.architecture, len(description.classes)).float()
    if description.weights is None:
        if ":" in description.architecture:
            return net
        raise StimuliError(f"{path}: weights: missing; without weights {description.architecture!r} would guess")
    file = path.parent / description.weights
    state = read_weights(file)
    faults = misfits(net.state_dict(), state)
    if faults:
        raise StimuliError.of([f"{file}: does not fit {description.architecture!r}: {fault}" for fault in faults])
    net.load_state_dict(
        {name: state[name].to(like.dtype) for name, like in net.state_dict().items() if name in state}, strict=False
    )
    return net


def read_weights(file: Path) -> dict[str, Tensor]:
    """The tensors of a .safetensors or .pt file; StimuliError where it is missing, torn, or holds other things."""
    try:
        if file.suffix == ".safetensors":
            return load_file(file)
        loaded = torch.load(file, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise StimuliError(f"{file}: no such weights file") from None
    except SafetensorError as fault:
        raise StimuliError(f"{file}: torn or not safetensors: {fault}") from None
    except Exception as fault:
        reason = str(fault).splitlines()[0]
        raise StimuliError(f"{file}: cannot be read as weights only (tensors by name): {reason}") from fault
    return _tensors(loaded, file)


def _tensors(loaded: object, file: Path) -> dict[str, Tensor]:
    for wrapper in ("state_dict", "model"):
        if isinstance(loaded, Mapping) and isinstance(loaded.get(wrapper), Mapping):
            loaded = loaded[wrapper]
    if not isinstance(loaded, Mapping) or not all(isinstance(value, Tensor) for value in loaded.values()):
        raise StimuliError(f"{file}: holds a {type(loaded).__name__}, not tensors by name (a state_dict)")
    return {str(name).removeprefix("module."): value for name, value in loaded.items()}


def misfits(wanted: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> list[str]:
    """How tensors differ from those a network wants: missing, of another shape, unknown to it."""
    missing = [name for name in wanted if name not in given and not name.endswith("num_batches_tracked")]
    unknown = [name for name in given if name not in wanted]
    shapes = [
        f"{name} is {tuple(given[name].shape)}, wanted {tuple(like.shape)}"
        for name, like in wanted.items()
        if name in given and given[name].shape != like.shape
    ]
    listed = (("missing", missing), ("other shape", shapes), ("not in this network", unknown))
    return [f"{what}: {_few(names)}" for what, names in listed if names] + _other_classes(wanted, given)


def _other_classes(wanted: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> list[str]:
    """Says it plainly where all that differs is the number of classes."""
    last = next((name for name in reversed(list(wanted)) if name.endswith(".bias")), None)
    if last is None or last not in given or given[last].shape == wanted[last].shape:
        return []
    return [f"the weights have {len(given[last])} classes, the description names {len(wanted[last])}"]


def _few(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
