"""The authors' search as it runs, quirks included, and what a memory saves of it."""

from dataclasses import replace

import pytest

from stimuli.attention_graphs.asking import Memo, answered, remembered
from stimuli.attention_graphs.explaining import Wish
from stimuli.attention_graphs.search import Found, Limits
from stimuli.authors.sag import authors_graph, authors_search
from tests.stimuli.attention_graphs.planted import BOTH, PAIR, TRIO, Oracle, either, outcome

ORDER = [8, 33, 20, 9, 40, 15, *(n for n in range(49) if n not in {8, 33, 20, 9, 40, 15})]
LIMITS = Limits(width=3, candidates=15, sets=10)


@pytest.mark.parametrize("width", [3, 10])
@pytest.mark.parametrize("candidates", [15, None])
def test_it_finds_the_planted_sets_where_patches_are_what_is_shown(width: int, candidates: int | None) -> None:
    limits = replace(LIMITS, width=width, candidates=candidates)
    assert set(outcome(lambda _: authors_search(ORDER, 0.9, limits), either(TRIO, PAIR)).sets) == BOTH


def test_its_beam_holds_one_state_more_than_it_is_told() -> None:
    oracle = Oracle([lambda shown: len(shown) / 100])
    answered([authors_search(list(range(6)), 0.9, Limits(width=2, candidates=None))], oracle)
    assert [len(stream) for stream in oracle.streams] == [6, 3 * 5, 3 * 4, 3 * 3, 3 * 2, 3 * 1]


def test_it_asks_again_for_what_it_knows_and_finds_the_same_with_a_memory() -> None:
    score = either(TRIO, PAIR, (0, 1, 2, 3), (20, 21), steepness=1.0)
    plain, oracle = Memo(), Oracle([score])
    (without,) = answered([authors_search(ORDER, 0.9, LIMITS)], oracle)
    (within,) = answered([remembered(authors_search(ORDER, 0.9, LIMITS), plain)], Oracle([score]))
    assert within == without
    assert plain.wanted == len(oracle.questions)
    assert plain.distinct == len(set(oracle.questions))
    assert plain.distinct < plain.wanted / 2


def test_it_prunes_row_by_row_where_the_least_loss_would_keep_another_patch() -> None:
    worth = {0: 0.5, 1: 0.45, 2: 0.5}

    def score(shown: tuple[int, ...]) -> float:
        return sum(worth.get(patch, 0.0) for patch in shown)

    found = outcome(lambda _: authors_search([1, 0, 2], 0.9, Limits(width=3)), score)
    assert found.sets[0] == (0, 2)


def test_it_may_keep_more_sets_than_it_is_told() -> None:
    singles = either(*((n,) for n in range(9)))
    found = outcome(lambda _: authors_search(list(range(9)), 0.9, Limits(sets=4)), singles)
    assert found == Found(tuple((n,) for n in range(9)), "sets")


def test_of_a_set_it_takes_away_the_first_three_patches() -> None:
    wish = Wish(9, limits=Limits(width=3, patches=9))
    told = outcome(lambda _: authors_graph(wish, list(range(9))), either((0, 1, 2, 3, 4), steepness=1.0))
    assert [child for parent, child in told.graph.edges if parent == (0, 1, 2, 3, 4)] == [
        (1, 2, 3, 4),
        (0, 2, 3, 4),
        (0, 1, 3, 4),
    ]
    assert min(map(len, told.graph.scores)) == 2  # .4 is not above 40 %: a leaf


@pytest.mark.parametrize(("share", "taken_apart"), [(0.405, False), (0.41, True)])
def test_a_share_is_compared_in_whole_percents(share: float, taken_apart: bool) -> None:
    worth = {tuple(range(9)): 1.0, (0, 1, 2): 0.95, (1, 2): share}
    wish = Wish(9, limits=Limits(width=3, patches=9))
    told = outcome(lambda _: authors_graph(wish, list(range(9))), lambda shown: worth.get(shown, 0.05))
    assert told.chosen[0] == (0, 1, 2)
    assert ((1, 2) in {parent for parent, _ in told.graph.edges}) is taken_apart
