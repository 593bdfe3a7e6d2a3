"""How explanations are drawn: the recipe's [picture] table."""

from pydantic import BaseModel, ConfigDict, Field, field_validator

COLOUR_MAPS = ("cividis", "viridis", "inferno", "magma", "plasma")
_MISLEADING = frozenset({"jet", "rainbow", "hsv", "hot", "gist_rainbow", "nipy_spectral", "spectral", "turbo", "prism"})


class PictureStyle(BaseModel):
    """[picture]: colour map, opacity, what is drawn at full strength, file quality, what a screen reader says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    colour_map: str = "cividis"
    opacity: float = Field(default=0.6, gt=0, le=1, description="of the map over the picture where it is strongest")
    full: float = Field(default=0.995, gt=0.5, le=1, description="quantile of a pixel-fine map drawn at full strength")
    quality: int = Field(default=90, ge=50, le=100, description="of the WebP files")
    alt: str = Field(default="Picture", min_length=1, description="for screen readers; must not give the class away")

    @field_validator("colour_map")
    @classmethod
    def _perceptually_uniform(cls, name: str) -> str:
        if name in COLOUR_MAPS:
            return name
        known = f"use one of {', '.join(COLOUR_MAPS)}"
        if name.lower().removesuffix("_r") in _MISLEADING:
            raise ValueError(f"{name!r} shows edges where there are none and fails colour-blind readers; {known}")
        raise ValueError(f"{name!r} is not a perceptually uniform, colour-blind-safe map; {known}")
