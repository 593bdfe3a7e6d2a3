"""A placebo of attention graphs: the same graph of other squares."""

import numpy as np
import pytest
import torch

from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.layout import layered
from stimuli.candidate import Candidate
from stimuli.colour_seeker import colour_seeker, patch_picture
from stimuli.explanation import Explanation, Heatmap
from stimuli.images import Pixels
from stimuli.method import Request
from stimuli.methods.random_graph import METHOD, RandomGraphParameters, explain
from stimuli.target import ClassLogit
from tests.stimuli.attention_graphs.invented import EMPTY, PICTURE, TWO_ROOTS


def moved(real: Explanation, seed: int = 0) -> AttentionGraph:
    classifier = colour_seeker()
    inputs = classifier.inputs([patch_picture("red", 8, 8)])
    request = Request(inputs, ClassLogit(classifier, torch.tensor([1])), {"graph": [real]})
    (found,) = explain(classifier, request, RandomGraphParameters(seed=seed))
    assert classifier.evaluations.forward == 0
    return found


def of_picture(picture: Pixels) -> AttentionGraph:
    return AttentionGraph.of_arrays({**TWO_ROOTS.arrays(), "picture": picture}, ())


def test_it_has_the_nodes_edges_and_numbers_of_the_real_graph() -> None:
    found = moved(TWO_ROOTS)
    assert [len(one) for one in found.sets] == [2, 2, 1, 1, 1]
    assert found.n_roots == 2
    assert found.edges.tolist() == TWO_ROOTS.edges.tolist()
    assert found.shares.round(3).tolist() == [1.043, 0.95, 0.35, 0.29, 0.75]


def test_its_squares_are_others() -> None:
    found = [moved(TWO_ROOTS, seed).sets for seed in range(20)]
    assert len(set(found)) > 15
    assert TWO_ROOTS.sets not in found


def test_every_set_is_moved_alike() -> None:
    first, second, shared, left, right = (set(some) for some in moved(TWO_ROOTS).sets)
    assert first & second == shared
    assert (first, second) == (shared | left, shared | right)


def test_what_was_found_is_moved_with_what_is_shown() -> None:
    found = moved(TWO_ROOTS)
    assert found.found_sets == found.sets[:2]


def test_it_shows_the_picture_where_its_squares_are() -> None:
    found = moved(TWO_ROOTS)
    left, top, right, bottom = found.grid.square(found.sets[2][0])
    seen = found.composed(2)
    assert (seen[top:bottom, left:right] == PICTURE[top:bottom, left:right]).all()
    assert (seen == 90).mean() > 0.8


def test_over_many_seeds_no_place_is_preferred() -> None:
    shown = np.mean([moved(TWO_ROOTS, seed).nodes.mean(0) for seed in range(900)], axis=0)
    assert abs(shown - 7 / 45).max() < 0.03  # 7 squares in 5 sets of 9


def test_another_picture_gives_other_squares() -> None:
    other = of_picture(PICTURE[::-1].copy())
    assert moved(other).sets != moved(of_picture(PICTURE)).sets
    assert moved(of_picture(PICTURE)).sets == moved(TWO_ROOTS).sets


def test_it_is_drawn_with_as_many_nodes_in_each_row() -> None:
    def rows(graph: AttentionGraph) -> list[int]:
        return sorted(layered(graph.sets, [(int(a), int(b)) for a, b in graph.edges]).rows)

    assert rows(moved(TWO_ROOTS)) == rows(TWO_ROOTS) == [0, 0, 1, 1, 1]


def test_a_graph_without_nodes_stays_without_and_says_why() -> None:
    real = AttentionGraph.of_arrays(EMPTY.arrays(), ("no sufficient explanation",))
    assert len(moved(real).nodes) == 0
    assert moved(real).warnings == ("no sufficient explanation",)


def test_it_needs_an_attention_graph() -> None:
    assert METHOD.needs(RandomGraphParameters(of="sag")) == ("sag",)
    with pytest.raises(TypeError, match="an attention graph is wanted, not a heatmap"):
        moved(Heatmap.flat(7, ()))


def test_its_contract_is_tried_on_graphs_that_have_nodes() -> None:
    assert all(len(one.arrays()["nodes"]) for one in Candidate(METHOD).first.given)
