"""What a training run is asked to do."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class TrainingOptions(BaseModel):
    """The options of `gullseye train`; written into metrics.json and the resume file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    images: tuple[Path, ...] = Field(
        min_length=1, description="folders with one sub-folder of pictures per class, the same in each"
    )
    out: Path = Field(description="the folder that gets weights, classifier.toml, metrics.json, confusion.png")
    architecture: str
    validation: Path | None = Field(
        default=None, description="a folder like these; absent: a share of images is kept back"
    )
    validation_share: float = Field(default=0.1, gt=0, lt=1)
    start: Literal["scratch", "pretrained", "checkpoint"] = "scratch"
    checkpoint: Path | None = Field(default=None, description="the classifier.toml to start from")
    epochs: int = Field(default=30, gt=0)
    batch: int = Field(default=32, gt=1)
    input_px: int = Field(default=224, ge=32)
    learning_rate: float | None = Field(default=None, gt=0, description="absent: 0.002, or 0.0003 when fine-tuning")
    weight_decay: float = Field(default=0.02, ge=0)
    label_smoothing: float = Field(default=0.1, ge=0, lt=1)
    average: float = Field(default=0.998, ge=0, lt=1, description="decay of the running mean of weights; 0: none")
    augment: bool = True
    grow: bool = Field(default=True, description="begin with small pictures and let them grow to input_px")
    patience: int = Field(
        default=8, gt=0, description="epochs at full size without a better validation loss before stopping"
    )
    limit_minutes: float | None = Field(default=None, gt=0)
    seed: int = Field(default=0, ge=0)
    threads: int | None = Field(default=None, gt=0, description="processor threads; absent: measured at every epoch")
    half: bool = Field(default=True, description="store the weights in half precision")
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"

    @property
    def peak_rate(self) -> float:
        """The highest learning rate of the run."""
        return self.learning_rate or (0.002 if self.start == "scratch" else 0.0003)
