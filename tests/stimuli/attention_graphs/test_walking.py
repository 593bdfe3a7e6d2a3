import numpy as np
import pytest

from stimuli.attention_graphs.walking import columns_of, tiles, walked
from stimuli.graph_style import GraphStyle
from stimuli.manifest import Asset
from tests.stimuli.attention_graphs.invented import EMPTY, SIDE_PX, TWO_ROOTS

TILES = Asset(
    sha256="0" * 64, suffix=".webp", media_type="image/webp", width_px=144, height_px=96, size_bytes=1, alt="tiles"
)


def test_tiles_are_what_the_network_saw_row_by_row() -> None:
    whole = tiles(TWO_ROOTS, columns_of(TWO_ROOTS))
    assert whole.shape == (2 * SIDE_PX, 3 * SIDE_PX, 3)
    assert (whole[SIDE_PX:, :SIDE_PX] == TWO_ROOTS.composed(3)).all()
    assert (whole[:SIDE_PX, 2 * SIDE_PX :] == TWO_ROOTS.composed(2)).all()
    assert (whole[SIDE_PX:, 2 * SIDE_PX :] == 255).all()


def test_the_manifest_says_where_each_node_is_and_what_each_edge_takes_away() -> None:
    graph = walked(TWO_ROOTS, GraphStyle(), TILES)
    assert [node.patches for node in graph.nodes] == [(0, 1), (1, 4), (1,), (0,), (4,)]
    assert [node.row for node in graph.nodes] == [0, 0, 1, 1, 1]
    assert [node.share for node in graph.nodes] == [1.043, 0.95, 0.35, 0.29, 0.75]
    told = [(edge.parent, edge.child, edge.removed) for edge in graph.edges]
    assert told == [(0, 2, 0), (0, 3, 1), (1, 4, 1), (1, 2, 4)]
    assert sorted(node.centre for node in graph.nodes) == pytest.approx([0.5, 1.15, 1.8, 2.45, 3.1])
    assert (graph.cells, graph.n_roots, graph.columns, graph.tile_px) == (3, 2, 3, 48)
    assert graph.width == pytest.approx(3.6)


def test_the_style_says_what_people_see() -> None:
    graph = walked(TWO_ROOTS, GraphStyle(numbers=False, edges=False, alt="squares"), TILES)
    assert (graph.numbers, graph.links, graph.alt) == (False, False, "squares")


def test_without_nodes_there_are_no_tiles() -> None:
    graph = walked(EMPTY, GraphStyle(), None)
    assert (graph.nodes, graph.tiles, graph.width) == ((), None, 1.0)
    with pytest.raises(ValueError, match="there is no node"):
        tiles(EMPTY, 1)


def test_tiles_are_of_whole_pixels() -> None:
    assert tiles(TWO_ROOTS, 2).dtype == np.uint8
