"""A classifier described by a small TOML: architecture, weights, classes, mean, std, input size.  No torch here."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stimuli.errors import StimuliError
from stimuli.images import Preprocessing
from stimuli.toml import fault_lines, toml_text

Channel = Annotated[float, Field(ge=0, le=1)]
Deviation = Annotated[float, Field(gt=0)]


class Description(BaseModel):
    """classifier.toml: which network, which weights, what it takes and what its outputs mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    architecture: str = Field(description="a torchvision name, or module:function that gives a torch.nn.Module")
    weights: str | None = Field(default=None, description="file beside this one: .safetensors, or .pt of tensors")
    classes: tuple[str, ...] = Field(min_length=2, description="in the order of the network's outputs")
    input_px: int = Field(gt=0)
    mean: tuple[Channel, Channel, Channel]
    std: tuple[Deviation, Deviation, Deviation]
    resize: Literal["squash", "crop"] = "squash"
    resize_px: int | None = Field(default=None, gt=0, description="crop: length of the short side before cropping")
    interpolation: Literal["bilinear", "bicubic"] = "bilinear"
    layer: str | None = Field(default=None, description="what Grad-CAM reads; absent: the last map before the head")

    @property
    def preprocessing(self) -> Preprocessing:
        """How its pictures are made ready."""
        chosen = self.model_dump(include={"input_px", "mean", "std", "resize", "resize_px", "interpolation"})
        return Preprocessing(**chosen)


def read_description(path: Path) -> Description:
    """The checked content of a classifier.toml; StimuliError naming all faults."""
    try:
        return Description.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as fault:
        raise StimuliError(f"{path}: cannot be read: {fault.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise StimuliError(f"{path}: not TOML: {fault}") from None
    except ValidationError as fault:
        raise StimuliError.of(fault_lines(fault, path, Description)) from None


def write_description(description: Description, path: Path) -> None:
    """Writes a classifier.toml."""
    path.write_text(toml_text(description.model_dump(exclude_none=True, exclude_defaults=True)), encoding="utf-8")
