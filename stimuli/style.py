"""How explanations are drawn: the recipe's [picture] table."""

from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

from stimuli.concept_style import ConceptStyle
from stimuli.graph_style import GraphStyle

COLOUR_MAPS = ("cividis", "viridis", "inferno", "magma", "plasma")
_MISLEADING = frozenset({"jet", "rainbow", "hsv", "hot", "gist_rainbow", "nipy_spectral", "spectral", "turbo", "prism"})


class PictureStyle(BaseModel):
    """[picture]: look, colour map, opacity, what is drawn at full strength, file quality, what a screen reader says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    look: Literal["overlay", "spotlight"] = Field(
        default="overlay", description="of heat maps; spotlight: own colours where the map is strong, grey elsewhere"
    )
    colour_map: str = "cividis"
    opacity: float = Field(default=0.6, gt=0, le=1, description="of the map over the picture where it is strongest")
    shade: float = Field(default=0.25, gt=0, le=1, description="light that a spotlight takes away where the map is 0")
    full: float = Field(default=0.995, gt=0.5, le=1, description="quantile of a pixel-fine map drawn at full strength")
    quality: int = Field(default=90, ge=50, le=100, description="of the WebP files")
    alt: str = Field(default="Picture", min_length=1, description="for screen readers; must not give the class away")
    class_page_alt: str = Field(
        default="Pictures of one class, in each of them the places that mattered to the computer",
        min_length=1,
        description="for screen readers, of a page of a class's explanations",
    )
    concepts: ConceptStyle = ConceptStyle()
    attention_graph: GraphStyle = GraphStyle()

    @field_validator("colour_map")
    @classmethod
    def _perceptually_uniform(cls, name: str) -> str:
        if name in COLOUR_MAPS:
            return name
        known = f"use one of {', '.join(COLOUR_MAPS)}"
        if name.lower().removesuffix("_r") in _MISLEADING:
            raise ValueError(f"{name!r} shows edges where there are none and fails colour-blind readers; {known}")
        raise ValueError(f"{name!r} is not a perceptually uniform, colour-blind-safe map; {known}")


S = TypeVar("S", bound=BaseModel)


def overridden(style: S, by: S) -> S:
    """A style with whatever was given of another in its place, table within table."""
    given = {name: (getattr(style, name), getattr(by, name)) for name in by.model_fields_set}
    return style.model_copy(
        update={name: overridden(*pair) if isinstance(pair[0], BaseModel) else pair[1] for name, pair in given.items()}
    )
