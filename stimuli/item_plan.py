"""Which comparative counterfactual items are made, as a recipe's [items] says it.  No torch here."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

NamedBaseline = Literal["blur", "heavy_blur", "inpaint", "noise", "grey", "black"]


class ItemPlan(BaseModel):
    """[items]: two versions of a picture that hide equally much, of which one keeps the class; the same for every arm.

    baseline: named, never chosen picture by picture, so that what hidden places show is one thing in a whole study.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    baseline: NamedBaseline = Field(description="what hidden patches show; one for the whole study")
    cells: int = Field(default=7, ge=3, le=14, description="patches across and down")
    feather_px: float = Field(default=0.0, ge=0, le=16, description="blur of the patches' edges")
    of: Literal["label", "predicted"] = Field(
        default="predicted", description="the class that is asked about; an image that is not taken for it gives none"
    )
    per_image: int = Field(default=1, ge=1, le=10)
    seed: int = Field(default=0, ge=0, description="of what is hidden, which pairs are taken, and which side is right")
    draws: int = Field(default=64, ge=4, le=1000, description="sets tried of each of two sizes, image by image")
    least_gap: float = Field(
        default=0.3, gt=0, le=1, description="between the versions' probabilities, as a share of the whole picture's"
    )
    area_tolerance: float = Field(
        default=0.02, ge=0, lt=1, description="difference of the hidden areas, as a share of the larger"
    )
    look_ups: Literal["exclude", "label"] = Field(
        default="exclude", description="items whose answer is printed at a node of a graph that is shown"
    )
    balance: Literal["class", "all"] = Field(
        default="class", description="left and right are equally often right within each class, or over all items alone"
    )

    def drawn_by(self) -> dict[str, object]:
        """What settles which sets are tried and what the network says of them; the rest only chooses among them."""
        return self.model_dump(mode="json", include={"baseline", "cells", "feather_px", "seed", "draws"})
