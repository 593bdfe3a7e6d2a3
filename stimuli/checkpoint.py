"""A classifier described by a small TOML: architecture, weights file, classes, mean, std, input size."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from stimuli import architectures
from stimuli.errors import StimuliError
from stimuli.images import Preprocessing
from stimuli.toml import faults_of, toml_text

Channel = Annotated[float, Field(ge=0, le=1)]
Deviation = Annotated[float, Field(gt=0)]
MOST_NAMED = 4


class Description(BaseModel):
    """classifier.toml: which network, which weights, what it takes and what its outputs mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    architecture: str = Field(description="a torchvision name, or module:function that gives a torch.nn.Module")
    weights: str | None = Field(
        default=None, description="file beside this one: .safetensors, or .pt with tensors only"
    )
    classes: tuple[str, ...] = Field(min_length=2, description="in the order of the network's outputs")
    input_px: int = Field(gt=0)
    mean: tuple[Channel, Channel, Channel]
    std: tuple[Deviation, Deviation, Deviation]
    resize: Literal["squash", "crop"] = "squash"
    resize_px: int | None = Field(default=None, gt=0, description="crop: length of the short side before cropping")
    interpolation: Literal["bilinear", "bicubic"] = "bilinear"
    layer: str | None = Field(
        default=None, description="the layer Grad-CAM reads; absent: the last map before the head"
    )

    @property
    def preprocessing(self) -> Preprocessing:
        """How its pictures are made ready."""
        chosen = self.model_dump(include={"input_px", "mean", "std", "resize", "resize_px", "interpolation"})
        return Preprocessing(**chosen)


def read_description(path: Path) -> Description:
    """The checked content of a classifier.toml; StimuliError naming all faults."""
    try:
        return Description.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise StimuliError(f"{path}: no such classifier description") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise StimuliError(f"{path}: not TOML: {fault}") from None
    except ValidationError as fault:
        raise StimuliError.of(faults_of(fault, path, Description)) from None


def write_description(description: Description, path: Path) -> None:
    """Writes a classifier.toml."""
    path.write_text(toml_text(description.model_dump(exclude_none=True, exclude_defaults=True)), encoding="utf-8")


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
    return [f"{what}: {_few(names)}" for what, names in listed if names]


def _few(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
