"""What the door tells of comparative counterfactual items.  Others take these values from `stimuli.manifest`.

An item shows two occluded versions of one picture; of exactly one the classifier still says the class.
"""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from stimuli.manifest_values import Asset, Probability, Value

Side = Literal["left", "right"]
Stratum = Literal["open", "root", "node"]


class Occluded(Value):
    """A version of a picture in which some patches are hidden under the baseline, exactly as the network saw it."""

    asset: Asset
    hidden: tuple[int, ...] = Field(min_length=1, description="patches, row by row from 0, rising")
    hidden_area: Probability = Field(description="share of the picture that is hidden, feathers counted")
    p: Probability = Field(description="of the item's class")
    share: float = Field(ge=0, description="p as a share of the whole picture's; may exceed 1")
    keeps_class: bool = Field(description="whether the item's class is still the most probable one")


class NodeOverlap(Value):
    """How much of one node of an attention graph each version hides: |hidden ∩ node| / |node|."""

    is_root: bool = Field(description="whether it is one of the graph's chosen sufficient sets")
    left: Probability
    right: Probability


class Item(Value):
    """A question: which of two occluded versions does the classifier still take for the class?

    Both hide equally many patches and, within the recipe's tolerance, an equal area.  The same for every arm.
    """

    id: str = Field(description="unique in the set; names the image, so it never reaches a participant")
    image: str = Field(description="the name of the stimulus")
    target: str = Field(description="the class that is asked about: the most probable one of the whole picture")
    cells: int = Field(gt=0, description="patches across and down")
    baseline: str = Field(description="what hidden patches show")
    p_full: Probability = Field(description="of the class, in the whole picture")
    left: Occluded
    right: Occluded
    correct: Side = Field(description="the version that keeps the class")
    gap: float = Field(ge=0, description="share of the version that keeps the class, less the share of the other")
    difficulty: Probability = Field(description="1 - gap, 0 where the gap exceeds 1: the harder, the nearer to 1")
    n_hidden: int = Field(gt=0, description="patches hidden, in each version")
    overlaps: Mapping[str, tuple[NodeOverlap, ...]] = Field(
        default={},
        description="per explanation that is an attention graph of the same class: one for each node, in its order",
    )
    stratum: Stratum = Field(
        default="open",
        description="node: what a version shows is a node of a graph, whose percent answers; root: one version alone "
        "leaves a chosen sufficient set of a graph wholly visible, which points to it, rightly or not; else open",
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.left.keeps_class == self.right.keeps_class:
            raise ValueError(f"item {self.id!r}: exactly one version keeps the class")
        if not self.version(self.correct).keeps_class:
            raise ValueError(f"item {self.id!r}: the correct version keeps the class, the {self.correct} one does not")
        if {len(self.left.hidden), len(self.right.hidden)} != {self.n_hidden}:
            raise ValueError(f"item {self.id!r}: both versions hide {self.n_hidden} patches")
        return self

    def version(self, side: Side) -> Occluded:
        """The version on that side."""
        return self.left if side == "left" else self.right
