"""What the values of the door are made of.  Others take them from `stimuli.manifest`."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]


class Value(BaseModel):
    """A frozen value that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Asset(Value):
    """One picture file: its name is its hash, so the name says nothing of class or arm."""

    sha256: Sha256
    suffix: str = Field(pattern=r"^\.(webp|png|svg)$")
    media_type: str
    width_px: int = Field(gt=0)
    height_px: int = Field(gt=0)
    size_bytes: int = Field(gt=0)
    alt: str = Field(description="what a screen reader says; never gives the class away")
    caption: str = Field(default="", description="stands under it as text; empty: nothing does")

    @property
    def file_name(self) -> str:
        """The file's name inside the asset folder."""
        return self.sha256 + self.suffix
