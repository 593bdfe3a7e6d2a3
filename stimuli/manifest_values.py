"""What the values of the door are made of.  Others take them from `stimuli.manifest`."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]


class Value(BaseModel):
    """A frozen value that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PictureFile(Value):
    """One picture file: its name is its hash, so the name says nothing of class or arm."""

    sha256: Sha256
    suffix: str = Field(pattern=r"^\.(webp|png|jpg|svg)$")
    media_type: str
    width_px: int = Field(gt=0)
    height_px: int = Field(gt=0)
    size_bytes: int = Field(gt=0)

    @property
    def file_name(self) -> str:
        """The file's name inside the asset folder."""
        return self.sha256 + self.suffix


class Asset(PictureFile):
    """One picture as it is shown: its file, copies of it for other screens and browsers, and what is said of it."""

    alt: str = Field(description="what a screen reader says; never gives the class away")
    caption: str = Field(default="", description="stands under it as text; empty: nothing does")
    smaller: tuple[PictureFile, ...] = Field(
        default=(), description="the picture in smaller sizes, smallest first, for screens with fewer pixels"
    )
    fallback: PictureFile | None = Field(default=None, description="PNG or JPEG, for a browser that cannot read WebP")

    @property
    def files(self) -> tuple[PictureFile, ...]:
        """The picture's file and all copies of it."""
        return (self, *self.smaller, *((self.fallback,) if self.fallback else ()))

    @property
    def widths(self) -> tuple[PictureFile, ...]:
        """What a browser may choose from by size, smallest first."""
        return (*self.smaller, self)
