"""The search finds what was planted, keeps its limits, and never depends on order, neighbours or chance."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from stimuli.attention_graphs.asking import Asking, Memo, answered, remembered
from stimuli.attention_graphs.explaining import Outcome, Wish, attention_graph
from stimuli.attention_graphs.search import Found, Limits
from tests.stimuli.attention_graphs.planted import BOTH, PAIR, TRIO, Oracle, Score, all_or_nothing, either, outcome

N = 49
WISH = Wish(N)
BY_NUMBER = list(range(N))
GUIDED = [8, 33, 20, 9, 40, 15, *(n for n in range(N) if n not in {8, 33, 20, 9, 40, 15})]


def graph(wish: Wish, score: Score, order: list[int] | None = None) -> Outcome:
    return outcome(lambda memo: attention_graph(wish, order, memo), score)


def found(wish: Wish, score: Score, order: list[int] | None = None) -> Found:
    told = graph(wish, score, order).found
    assert told is not None
    return told


@pytest.mark.parametrize("overlap", [0, 1])
@pytest.mark.parametrize("width", [1, 3, 10])
@pytest.mark.parametrize("candidates", [15, None])
def test_exactly_the_two_planted_sets_are_found(width: int, overlap: int, candidates: int | None) -> None:
    limits = Limits(width=width, candidates=candidates, evaluations=20_000)
    wish = replace(WISH, limits=limits, overlap=overlap)
    told = graph(wish, either(TRIO, PAIR))
    assert told.found is not None
    assert set(told.found.sets) == BOTH
    assert set(told.chosen) == BOTH


@pytest.mark.parametrize("overlap", [0, 1])
@pytest.mark.parametrize("width", [1, 3, 10])
def test_sets_to_which_no_slope_leads_are_found_along_the_guide(width: int, overlap: int) -> None:
    wish = replace(WISH, limits=Limits(width=width, evaluations=20_000), overlap=overlap)
    assert set(found(wish, all_or_nothing(TRIO, PAIR), GUIDED).sets) == BOTH


@pytest.mark.parametrize("width", [1, 3, 10])
def test_sets_that_share_a_patch_are_both_found_where_they_may(width: int) -> None:
    sets = ((1, 2, 3), (3, 4, 5))
    wish = replace(WISH, limits=Limits(width=width, evaluations=20_000))
    assert set(graph(replace(wish, overlap=1), either(*sets)).chosen) == set(sets)
    assert len(graph(replace(wish, overlap=0), either(*sets)).chosen) == 1


def test_the_pairwise_search_finds_both_and_nothing_else() -> None:
    assert set(found(replace(WISH, search="pairwise"), either(TRIO, PAIR)).sets) == BOTH
    assert set(found(replace(WISH, search="pairwise"), all_or_nothing((3,), PAIR)).sets) == {(3,), PAIR}


def test_the_pairwise_search_keeps_its_limits() -> None:
    wish = replace(WISH, search="pairwise", limits=Limits(sets=10, evaluations=1500))
    memo = Memo()
    told = outcome(lambda memo: attention_graph(wish, None, memo), either(TRIO, PAIR), memo)
    assert told.found == Found((PAIR, TRIO), "evaluations")
    assert memo.distinct <= 1500 + 2 * 4  # the graph below the sets found comes on top
    many = replace(wish, limits=Limits(sets=3, evaluations=1500))
    assert found(many, either(*((n,) for n in range(9)))) == Found(((0,), (1,), (2,)), "sets")


@pytest.mark.parametrize("guide", [BY_NUMBER, GUIDED, BY_NUMBER[::-1], None])
def test_what_is_found_is_sufficient_and_minimal(guide: list[int] | None) -> None:
    score = either((0, 1, 2, 3), (4, 5, 6), (7, 30), steepness=1.0)
    for one in found(WISH, score, guide).sets:
        assert score(one) > 0.9
        assert all(score(tuple(p for p in one if p != patch)) <= 0.9 for patch in one)


def test_one_patch_can_be_the_answer() -> None:
    told = graph(WISH, either((24,)))
    assert told.found is not None
    assert told.found.sets == ((24,),)
    assert list(told.graph.scores) == [(24,)]
    assert told.graph.edges == ()


def test_all_patches_can_be_needed() -> None:
    everything = tuple(range(9))
    wish = replace(WISH, n_patches=9, limits=Limits(patches=9))
    assert found(wish, either(everything, steepness=1.0)) == Found((everything,), "exhausted")


def test_no_sufficient_set_is_a_result_that_says_which_limit_ended_the_search() -> None:
    everything = either(tuple(range(N)))
    assert found(WISH, everything) == Found((), "patches")
    assert found(replace(WISH, limits=Limits(evaluations=200)), everything) == Found((), "evaluations")


@pytest.mark.parametrize("constant", [0.0, 0.7, float("nan")])
def test_a_constant_classifier_has_nothing_to_be_explained(constant: float) -> None:
    told = graph(WISH, lambda _: constant)
    assert told.found is None
    assert told.chosen == ()
    assert told.graph.scores == {}


def test_a_baseline_that_suffices_leaves_nothing_to_be_explained() -> None:
    assert graph(WISH, lambda shown: 0.95 + 0.05 * len(shown) / N).found is None


def test_the_limit_of_evaluations_is_kept_but_for_what_makes_sets_minimal() -> None:
    memo = Memo()
    wish = replace(WISH, limits=Limits(evaluations=300))
    outcome(lambda memo: attention_graph(wish, BY_NUMBER, memo), either(tuple(range(20)), steepness=1.0), memo)
    assert memo.distinct == 300


def test_the_limit_of_sets_is_exact() -> None:
    many = either(*((n,) for n in range(9)))
    assert len(found(replace(WISH, limits=Limits(sets=5)), many).sets) == 5


def test_images_side_by_side_find_what_each_finds_alone() -> None:
    scores = [either(TRIO, PAIR), all_or_nothing((7,)), lambda _: 0.5, either(tuple(range(40)))]
    memos = [Memo() for _ in scores]
    oracle = Oracle(scores)
    searches = [remembered(attention_graph(WISH, GUIDED, memo), memo) for memo in memos]
    assert answered(searches, oracle) == [graph(WISH, score, GUIDED) for score in scores]
    first = {n for n, _ in oracle.streams[0]}
    assert first == {0, 1, 2, 3}  # all images' questions in one stream


def test_nothing_is_asked_twice() -> None:
    oracle, memo = Oracle([either(TRIO, PAIR)]), Memo()
    answered([remembered(attention_graph(WISH, None, memo), memo)], oracle)
    assert len(oracle.questions) == len(set(oracle.questions)) == memo.distinct
    assert memo.wanted > memo.distinct


def test_scores_that_differ_in_their_last_bits_are_a_tie() -> None:
    def search(memo: Memo) -> Asking[Sequence[float]]:
        return (yield [(0,), (1,)])

    assert outcome(search, lambda shown: 0.25 + 1e-9 * shown[0]) == [0.25, 0.25]
