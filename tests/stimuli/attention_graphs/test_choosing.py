"""Choosing among sets, making them minimal, and the graph below them."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from stimuli.attention_graphs.diverse import diverse, first_largest
from stimuli.attention_graphs.graph import Expansion, Graph, expanded
from stimuli.attention_graphs.patches import Patches, patches, shared
from stimuli.attention_graphs.pruning import pruned
from tests.stimuli.attention_graphs.planted import Score, either, outcome

some_sets = st.lists(st.sets(st.integers(0, 8), min_size=1, max_size=4).map(patches), max_size=9, unique=True)


@given(some_sets, st.integers(0, 2), st.data())
def test_the_chosen_are_as_many_as_can_be_and_the_best_of_these(
    sets: list[Patches], overlap: int, data: st.DataObject
) -> None:
    scores = [data.draw(st.sampled_from([0.91, 0.95, 1.0])) for _ in sets]
    score_of = dict(zip(sets, scores, strict=True))
    fitting = [
        chosen
        for n in range(len(sets) + 1)
        for chosen in combinations(sets, n)
        if all(shared(*pair) <= overlap for pair in combinations(chosen, 2))
    ]
    most = max(map(len, fitting))
    best = max(sorted((score_of[one] for one in chosen), reverse=True) for chosen in fitting if len(chosen) == most)
    found = diverse(sets, scores, overlap)
    assert all(shared(*pair) <= overlap for pair in combinations(found, 2))
    assert [score_of[one] for one in found] == best
    assert len(found) == most


def test_the_first_largest_selection_follows_the_given_order() -> None:
    sets = [(1, 2), (2, 3), (3, 4), (5,)]
    assert first_largest(sets, 0) == [(1, 2), (3, 4), (5,)]
    assert first_largest(sets[::-1], 0) == [(5,), (3, 4), (1, 2)]
    assert first_largest([], 0) == []


def test_two_hundred_sets_are_chosen_from() -> None:
    sets = [patches((n % 14, (3 * n) % 17 + 14, (7 * n) % 19 + 31)) for n in range(200)]
    found = diverse(sets, [1.0] * len(sets), 0)
    assert len(found) == 14


def test_the_patch_that_costs_least_goes_first() -> None:
    worth = {0: 0.5, 1: 0.42, 2: 0.05, 3: 0.03}

    def score(shown: Patches) -> float:
        return sum(worth[patch] for patch in shown)

    assert outcome(lambda _: pruned((0, 1, 2, 3), 0.9), score) == (0, 1)
    assert outcome(lambda _: pruned((0, 1, 2, 3), 0.95), score) == (0, 1, 2)


def graph(roots: list[Patches], score: Score, **how: object) -> Graph:
    expansion = Expansion(**how)  # type: ignore[arg-type]
    return outcome(lambda _: expanded(roots, score(tuple(range(9))), expansion), score)


def test_a_set_that_is_reached_twice_is_one_node() -> None:
    found = graph([(0, 1, 2), (1, 2, 3)], lambda shown: len(shown) / 3, above=0, children=None, levels=1)
    assert list(found.scores) == [(0, 1, 2), (1, 2, 3), (0, 1), (0, 2), (1, 2), (1, 3), (2, 3)]
    assert ((0, 1, 2), (1, 2)) in found.edges
    assert ((1, 2, 3), (1, 2)) in found.edges
    assert len(found.edges) == 6


def test_only_the_children_that_lose_most_are_kept() -> None:
    worth = {0: 0.1, 1: 0.5, 2: 0.3}

    def score(shown: Patches) -> float:
        return sum(worth.get(patch, 0.0) for patch in shown)

    assert graph([(0, 1, 2)], score, children=2, levels=1).edges == (((0, 1, 2), (0, 2)), ((0, 1, 2), (0, 1)))
    first = graph([(0, 1, 2)], score, children=2, levels=1, by="number")
    assert first.edges == (((0, 1, 2), (1, 2)), ((0, 1, 2), (0, 2)))


def test_a_set_below_the_share_is_a_leaf_and_so_is_a_single_patch() -> None:
    found = graph([(0, 1, 2)], either((0, 1, 2), steepness=1.0), above=0.5, children=None, levels=None)
    assert {parent for parent, _ in found.edges} == {(0, 1, 2), (0, 1), (0, 2), (1, 2)}
    assert {child for _, child in found.edges if len(child) == 1} == {(0,), (1,), (2,)}


def test_levels_are_kept() -> None:
    found = graph([tuple(range(5))], lambda shown: 1.0 + len(shown), above=0, children=None, levels=2)
    assert {len(one) for one in found.scores} == {5, 4, 3}
    assert graph([(0, 1)], lambda _: 1.0, levels=0) == Graph({(0, 1): 1.0}, ())
    assert graph([], lambda _: 1.0) == Graph({}, ())
