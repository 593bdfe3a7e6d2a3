import random
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest

from stimuli.attention_graphs.layout import GAP, Layout, layered, rising
from stimuli.attention_graphs.patches import Patches, one_fewer

Edges = list[tuple[int, int]]


def tree(scrambled: Sequence[int]) -> tuple[list[Patches], Edges]:
    """A binary tree of 15 nodes: each lacks another patch, so none is reached twice."""
    names = iter(scrambled)
    sets, edges = [tuple(sorted(scrambled))], Edges()
    for parent in range(7):
        for _ in range(2):
            patch = next(names)
            edges.append((parent, len(sets)))
            sets.append(tuple(one for one in sets[parent] if one != patch))
    return sets, edges


def intervals(scrambled: Sequence[int]) -> tuple[list[Patches], Edges]:
    """All runs of neighbours of a line of patches, each without its first and without its last: a grid on its tip."""
    runs = [
        (a, b)
        for length in range(len(scrambled), 0, -1)
        for a in range(len(scrambled) - length + 1)
        for b in (a + length,)
    ]
    less = [(n, runs.index(run)) for n, (a, b) in enumerate(runs) for run in ((a + 1, b), (a, b - 1)) if b - a > 1]
    return [tuple(sorted(scrambled[a:b])) for a, b in runs], less


def forty() -> tuple[list[Patches], Edges]:
    """Four sets of five patches, and at random what lacks one or two of them."""
    rng = random.Random(5)
    sets: list[Patches] = sorted(rng.sample(list(combinations(range(9), 5)), 4))
    edges = Edges()
    for parent in range(40):
        for child in rng.sample(list(one_fewer(sets[parent])), 3 if len(sets[parent]) > 2 else 1):
            if child not in sets and len(sets) < 40:
                sets.append(child)
            if child in sets:
                edges.append((parent, sets.index(child)))
    return sets, edges


def crossings(layout: Layout, edges: Edges) -> int:
    at = [(layout.rows[p], layout.centres[p], layout.centres[c]) for p, c in edges]
    return sum(
        row == other and (top - beside) * (bottom - below) < 0
        for (row, top, bottom), (other, beside, below) in combinations(at, 2)
    )


SCRAMBLED = random.Random(1).sample(range(30), 20)
GRAPHS = [tree(SCRAMBLED), intervals(SCRAMBLED[:6]), forty()]
every_graph = pytest.mark.parametrize(("sets", "edges"), GRAPHS, ids=["tree", "intervals", "forty"])


@every_graph
def test_no_two_nodes_of_a_row_overlap(sets: list[Patches], edges: Edges) -> None:
    layout = layered(sets, edges)
    for row in range(layout.n_rows):
        centres = sorted(c for c, r in zip(layout.centres, layout.rows, strict=True) if r == row)
        assert (np.diff(centres) >= 1 + GAP - 1e-5).all()
    assert min(layout.centres) == 0.5
    assert layout.width == pytest.approx(max(layout.centres) + 0.5)


@every_graph
def test_edges_go_down_one_row(sets: list[Patches], edges: Edges) -> None:
    rows = layered(sets, edges).rows
    assert {rows[child] - rows[parent] for parent, child in edges} == {1}


@pytest.mark.parametrize("seed", range(8))
def test_what_can_be_drawn_without_crossings_is(seed: int) -> None:
    scrambled = random.Random(seed).sample(range(30), 20)
    for sets, edges in (tree(scrambled), intervals(scrambled[:7])):
        assert crossings(layered(sets, edges), edges) == 0


@every_graph
def test_the_order_in_which_nodes_and_edges_are_listed_moves_nothing(sets: list[Patches], edges: Edges) -> None:
    first, rng = layered(sets, edges), random.Random(3)
    for _ in range(3):
        turned = rng.sample(range(len(sets)), len(sets))
        moved = [(turned.index(parent), turned.index(child)) for parent, child in rng.sample(edges, len(edges))]
        other = layered([sets[n] for n in turned], moved)
        assert other.centres == tuple(first.centres[n] for n in turned)
        assert other.rows == tuple(first.rows[n] for n in turned)


def test_a_parent_stands_over_the_middle_of_its_children() -> None:
    layout = layered([(1, 2), (1,), (2,)], [(0, 1), (0, 2)])
    assert layout == Layout((0, 1, 1), (1.15, 0.5, 1.8), 2.3)


def test_what_does_not_hang_together_stands_side_by_side_each_from_the_first_row() -> None:
    sets: list[Patches] = [(7, 8), (1, 2, 3), (7,), (1, 2)]
    assert layered(sets, [(0, 2), (1, 3)]) == Layout((0, 0, 1, 1), (2.1, 0.5, 2.1, 0.5), 2.6)


def test_sets_of_several_sizes_that_share_a_part_stand_in_rows_of_their_size() -> None:
    sets: list[Patches] = [(1, 2, 3), (2, 4), (1, 2), (2,)]
    assert layered(sets, [(0, 2), (2, 3), (1, 3)]).rows == (0, 1, 1, 2)


def test_one_node_is_as_wide_as_the_drawing() -> None:
    assert layered([(3, 4)], []) == Layout((0,), (0.5,), 1.0)


def test_without_nodes_there_is_no_row() -> None:
    assert layered([], []).n_rows == 0


def test_forty_nodes_cross_far_less_than_as_they_are_listed() -> None:
    sets, edges = forty()
    listed = [sorted(range(40), key=lambda n: (len(sets[n]), n)).index(n) for n in range(40)]
    layout = layered(sets, edges)
    as_listed = Layout(layout.rows, tuple(map(float, listed)), 40.0)
    assert len(sets) == 40
    assert crossings(layout, edges) < 0.6 * crossings(as_listed, edges)


def test_wishes_that_fall_are_pooled_by_their_weights() -> None:
    assert rising(np.array([1.0, 4.0, 1.0, 9.0]), np.array([1.0, 1.0, 2.0, 1.0])).tolist() == [1, 2, 2, 9]
