"""Where everything of an attention graph stands on a page."""

from pathlib import Path

import pytest

from stimuli.manifest import AttentionGraph, GraphNode
from study_app.study.graph_picture import drawn
from tests.graph_pictures import attention_graph


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> AttentionGraph:
    return attention_graph(tmp_path_factory.mktemp("graph"))


def row_of(graph: AttentionGraph, n: int) -> AttentionGraph:
    """The same with n nodes side by side and nothing else."""
    nodes = tuple(GraphNode(patches=(0,), row=0, centre=0.5 + 1.3 * k, share=0.5) for k in range(n))
    return graph.model_copy(update={"nodes": nodes, "edges": (), "width": 1 + 1.3 * (n - 1)})


@pytest.mark.parametrize(
    ("share", "percent"), [(0.9312, 93), (0.9399, 93), (0.29, 29), (1.02, 102), (0.0, 0), (0.999999, 99)]
)
def test_a_share_is_shown_as_whole_percent_and_never_as_more_than_it_is(share: float, percent: int) -> None:
    assert GraphNode(patches=(0,), row=0, centre=0.5, share=share).percent == percent


def test_nodes_are_numbered_as_they_are_read(graph: AttentionGraph) -> None:
    turned = graph.model_copy(update={"nodes": tuple(reversed(graph.nodes)), "edges": ()})
    assert [(node.position, node.number, node.row) for node in drawn(turned).nodes] == [
        (8, 1, 1),
        (7, 2, 1),
        (6, 3, 2),
        (5, 4, 2),
        (4, 5, 2),
        (3, 6, 2),
        (2, 7, 2),
        (1, 8, 3),
        (0, 9, 3),
    ]


def test_nodes_stand_where_their_centres_and_rows_say(graph: AttentionGraph) -> None:
    picture = drawn(graph)
    assert picture.side == 60.0
    assert [(node.x, node.y) for node in picture.nodes] == [
        (86.0, 8.0),
        (242.0, 8.0),
        (8.0, 114.0),
        (86.0, 114.0),
        (164.0, 114.0),
        (242.0, 114.0),
        (320.0, 114.0),
        (125.0, 220.0),
        (203.0, 220.0),
    ]
    assert (picture.width, picture.height) == (388.0, 308.0)
    assert picture.width_percent == 53.89


def test_each_node_has_its_own_tile(graph: AttentionGraph) -> None:
    places = [(node.tile_x, node.tile_y) for node in drawn(graph).nodes]
    assert places == [(0, 0), (60, 0), (120, 0), (180, 0), (0, 60), (60, 60), (120, 60), (180, 60), (0, 120)]


def test_a_shared_child_lacks_a_patch_of_each_parent(graph: AttentionGraph) -> None:
    shared = drawn(graph).nodes[4]
    assert [(one.number, one.row, one.column, one.x, one.y) for one in shared.lost] == [
        (1, 1, 1, 0.0, 0.0),
        (2, 2, 1, 0.0, 20.0),
    ]
    assert [(one.points, one.percent) for one in shared.lost] == [(97 - 75, 97), (93 - 75, 93)]
    assert [one.points for one in drawn(graph).nodes[6].lost] == [93 - 102]


@pytest.mark.parametrize(("n", "side"), [(1, 92.0), (6, 92.0), (7, 80.0), (12, 46.01), (20, 27.39), (30, 27.0)])
def test_nodes_are_as_large_as_the_page_lets_them_and_always_large_enough_to_be_hit(
    graph: AttentionGraph, n: int, side: float
) -> None:
    assert drawn(row_of(graph, n)).side == side


def test_a_graph_that_is_wider_than_the_page_is_scrolled(graph: AttentionGraph) -> None:
    assert drawn(row_of(graph, 20)).width_percent == 100.0
    assert drawn(row_of(graph, 30)).width_percent is None


def test_an_arrow_goes_from_below_the_parents_label_to_above_the_child(graph: AttentionGraph) -> None:
    first = drawn(graph).edges[0]
    assert (first.parent, first.child) == (0, 2)
    assert first.path.startswith("M116.0 88.0L38.0 110.0M")


def test_without_numbers_and_links_everything_stands_where_it_stood_and_says_less(tmp_path: Path) -> None:
    plain = drawn(attention_graph(tmp_path, numbers=False, links=False))
    full = drawn(attention_graph(tmp_path))
    assert [(node.x, node.y) for node in plain.nodes] == [(node.x, node.y) for node in full.nodes]
    assert (plain.width, plain.height) == (full.width, full.height)
    assert plain.edges == ()
    assert {(node.percent, node.lost) for node in plain.nodes} == {(None, ())}


def test_without_numbers_a_removed_patch_has_a_place_but_no_drop(tmp_path: Path) -> None:
    lost = [one for node in drawn(attention_graph(tmp_path, numbers=False)).nodes for one in node.lost]
    assert len(lost) == 8
    assert {(one.points, one.percent) for one in lost} == {(None, None)}
