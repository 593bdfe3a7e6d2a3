"""Where everything of an attention graph stands on a participant's page: numbers only, all drawing is the template's.

Lengths are px at a page 1024 px wide; tiles are measured in px of their file.
What an arm may not see, shares or relations, is left out here, so that no template can give it away.
"""

from dataclasses import dataclass, field
from math import hypot

from stimuli.manifest import AttentionGraph, GraphEdge

PAGE_PX = 720.0  # beside the column of words
ROOM_PX = 250.0  # below the pictures, as far as there is no need to scroll
LARGEST_PX = 92.0
READABLE_PX = 60.0
TARGET_PX = 27.0  # 24 where a window is so narrow that the page shrinks
MARGIN_PX = 8.0
LABEL_PX = 20.0
BETWEEN_PX = 26.0  # rows
HEAD_PX = 6.0
WHOLE_PERCENT = 100


@dataclass(frozen=True)
class Lost:
    """What a node lacks of a parent.  parent: its position among the graph's nodes; number: its number on the page.

    row, column: of the patch, from 1.  x, y: of its square, in the tile.  points, percent: None: not to be seen.
    """

    parent: int
    number: int
    row: int
    column: int
    x: float
    y: float
    points: int | None = field(metadata={"meaning": "percentage points less than the parent's, as both are shown"})
    percent: int | None = field(metadata={"meaning": "of the parent"})


@dataclass(frozen=True)
class DrawnNode:
    """A node.  position: among the graph's nodes; number: in reading order, from 1, as is the row.

    x, y: its left upper corner.  tile_x, tile_y: the same of its tile.  percent: None: not to be seen.
    """

    position: int
    number: int
    row: int
    n_patches: int
    x: float
    y: float
    tile_x: int
    tile_y: int
    percent: int | None
    lost: tuple[Lost, ...]

    @property
    def parents(self) -> tuple[int, ...]:
        """Positions among the graph's nodes."""
        return tuple(one.parent for one in self.lost)


@dataclass(frozen=True)
class DrawnEdge:
    """An arrow from parent to child, positions among the graph's nodes.  path: SVG path data."""

    parent: int
    child: int
    path: str


@dataclass(frozen=True)
class GraphPicture:
    """The whole drawing.  nodes: in reading order.  side: of a node.  patch: side of a patch in its tile."""

    width: float
    height: float
    side: float
    patch: float
    n_patches: int
    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]

    @property
    def surer_than_whole(self) -> bool:
        """Whether some part alone makes the classifier surer than the whole picture does, as far as it may be seen."""
        return any(node.percent is not None and node.percent > WHOLE_PERCENT for node in self.nodes)

    @property
    def width_percent(self) -> float | None:
        """The share of the page's width; None where it needs more than the page, which must be scrolled then."""
        return round(100 * self.width / PAGE_PX, 2) if self.width <= PAGE_PX else None


def drawn(graph: AttentionGraph) -> GraphPicture:
    """The drawing of that graph."""
    n_rows = 1 + max((node.row for node in graph.nodes), default=0)
    side = _side(graph.width, n_rows)
    reading = sorted(range(len(graph.nodes)), key=lambda n: (graph.nodes[n].row, graph.nodes[n].centre))
    numbers = {position: number for number, position in enumerate(reading, start=1)}
    nodes = tuple(_node(graph, position, numbers, side) for position in reading)
    places = {node.position: node for node in nodes}
    edges = graph.edges if graph.links else ()
    start = side + (LABEL_PX if graph.numbers else 2)
    return GraphPicture(
        width=round(graph.width * side + 2 * MARGIN_PX, 2),
        height=round(2 * MARGIN_PX + n_rows * (side + LABEL_PX) + (n_rows - 1) * BETWEEN_PX, 2),
        side=round(side, 2),
        patch=round(graph.tile_px / graph.cells, 2),
        n_patches=graph.cells**2,
        nodes=nodes,
        edges=tuple(_edge(edge, places, side, start) for edge in edges),
    )


def _side(width: float, n_rows: int) -> float:
    across = (PAGE_PX - 2 * MARGIN_PX) / width
    down = (ROOM_PX - 2 * MARGIN_PX + BETWEEN_PX) / n_rows - LABEL_PX - BETWEEN_PX
    return max(min(LARGEST_PX, across, max(down, READABLE_PX)), TARGET_PX)


def _node(graph: AttentionGraph, position: int, numbers: dict[int, int], side: float) -> DrawnNode:
    node = graph.nodes[position]
    row, column = divmod(position, graph.columns)
    above = [edge for edge in graph.edges if edge.child == position] if graph.links else []
    return DrawnNode(
        position=position,
        number=numbers[position],
        row=node.row + 1,
        n_patches=len(node.patches),
        x=round(MARGIN_PX + (node.centre - 0.5) * side, 2),
        y=round(MARGIN_PX + node.row * (side + LABEL_PX + BETWEEN_PX), 2),
        tile_x=column * graph.tile_px,
        tile_y=row * graph.tile_px,
        percent=node.percent if graph.numbers else None,
        lost=tuple(sorted((_lost(graph, edge, numbers) for edge in above), key=lambda one: one.number)),
    )


def _lost(graph: AttentionGraph, edge: GraphEdge, numbers: dict[int, int]) -> Lost:
    row, column = divmod(edge.removed, graph.cells)
    patch = graph.tile_px / graph.cells
    before = graph.nodes[edge.parent].percent
    after = graph.nodes[edge.child].percent
    return Lost(
        parent=edge.parent,
        number=numbers[edge.parent],
        row=row + 1,
        column=column + 1,
        x=round(column * patch, 2),
        y=round(row * patch, 2),
        points=before - after if graph.numbers else None,
        percent=before if graph.numbers else None,
    )


def _edge(edge: GraphEdge, nodes: dict[int, DrawnNode], side: float, start: float) -> DrawnEdge:
    """From below the parent's label to just above the child, with an open head."""
    parent, child = nodes[edge.parent], nodes[edge.child]
    x1, y1, x2, y2 = parent.x + side / 2, parent.y + start, child.x + side / 2, child.y - 4
    length = hypot(x2 - x1, y2 - y1) or 1.0
    back_x, back_y = HEAD_PX * (x2 - x1) / length, HEAD_PX * (y2 - y1) / length
    left, right = ((x2 - back_x - turn * back_y, y2 - back_y + turn * back_x) for turn in (0.7, -0.7))
    points = [(x1, y1), (x2, y2), left, (x2, y2), right]
    path = "M{} {}L{} {}M{} {}L{} {}L{} {}".format(*(round(value, 1) for point in points for value in point))
    return DrawnEdge(edge.parent, edge.child, path)
