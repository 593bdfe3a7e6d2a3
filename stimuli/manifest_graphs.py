"""What the door tells of attention graphs that are walked through.  Others take them from `stimuli.manifest`."""

from typing import Self

from pydantic import Field, model_validator

from stimuli.manifest_values import Asset, Value
from stimuli.percents import percent


class GraphNode(Value):
    """A set of patches of an attention graph, and where it is drawn."""

    patches: tuple[int, ...] = Field(description="row by row from 0, rising")
    row: int = Field(ge=0, description="of the drawing, from the top")
    centre: float = Field(ge=0, description="across the drawing, in widths of a node")
    share: float = Field(description="its score, as a share of the whole picture's; may exceed 1")

    @property
    def percent(self) -> int:
        """The share as people read it."""
        return percent(self.share)


class GraphEdge(Value):
    """What is lost between a node and the same without one patch.  parent, child: positions among the nodes."""

    parent: int = Field(ge=0)
    child: int = Field(ge=0)
    removed: int = Field(ge=0, description="the patch that the child lacks")


class AttentionGraph(Value):
    """An attention graph that can be walked through in the page; node 0 … n_roots - 1 are the sufficient sets."""

    cells: int = Field(gt=0, description="patches across and down")
    n_roots: int = Field(ge=0)
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    width: float = Field(gt=0, description="of the drawing, in widths of a node")
    tiles: Asset | None = Field(
        description="the nodes' pictures exactly as the network saw them, row by row; None: there is no node"
    )
    columns: int = Field(gt=0, description="tiles side by side")
    tile_px: int = Field(gt=0, description="side of a tile in the file")
    numbers: bool = Field(default=True, description="whether people see shares")
    links: bool = Field(default=True, description="whether people see edges, and which patch each takes away")
    alt: str = Field(description="what a screen reader says of the whole; never gives the class away")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        ends = {end for edge in self.edges for end in (edge.parent, edge.child)}
        if not ends <= set(range(len(self.nodes))) or self.n_roots > len(self.nodes):
            raise ValueError(f"edges and roots are among {len(self.nodes)} nodes")
        if (self.tiles is None) != (not self.nodes):
            raise ValueError("nodes have tiles, and only they")
        return self
