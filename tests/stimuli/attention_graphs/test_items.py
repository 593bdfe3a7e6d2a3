"""Items from planted truths: what every item promises, and what happens where none can be made."""

from collections import Counter
from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimuli.attention_graphs.asking import Question, answered
from stimuli.attention_graphs.grid import Grid
from stimuli.attention_graphs.item_pairs import Pair, Terms, chosen, pairs, patch_areas
from stimuli.attention_graphs.item_sides import sides
from stimuli.attention_graphs.item_strata import ShownGraph, look_ups, overlap, stratum
from stimuli.attention_graphs.items import Draws, Verdict, drawn, visible
from stimuli.attention_graphs.judge import Judge
from stimuli.attention_graphs.patches import Patches
from stimuli.attention_graphs.scorer import Versions
from stimuli.inputs import stacked
from stimuli.masked_pictures import MOST_AT_ONCE
from tests.stimuli.attention_graphs.planted import PAIR, TRIO, Score, all_or_nothing, either
from tests.stimuli.attention_graphs.planted_network import SIDE, patch_seeker

N = 49
AND, OR, SOFT = all_or_nothing(TRIO), all_or_nothing(TRIO, PAIR), either(TRIO, PAIR, (20, 21, 22), steepness=1.0)
EVEN = Terms([1 / N] * N)


class Jury:
    """Verdicts of two classes for several images; keeps every question, stream by stream."""

    def __init__(self, scores: Sequence[Score]) -> None:
        self._scores = scores
        self.streams: list[list[Question]] = []

    def __call__(self, questions: Sequence[Question]) -> list[Verdict]:
        """The verdicts."""
        self.streams.append(list(questions))
        found = [self._scores[n](shown) for n, shown in questions]
        return [Verdict(p, 2 * p - 1) for p in found]


def draws_of(score: Score, seed: int, n_draws: int = 64) -> Draws:
    return answered([drawn(N, n_draws, Random(seed))], Jury([score]))[0]


@pytest.mark.parametrize("score", [AND, OR, SOFT])
@pytest.mark.parametrize("side_px", [224, 64])
def test_every_pair_keeps_its_promises_whatever_the_seed(score: Score, side_px: int) -> None:
    terms = Terms(patch_areas(Grid(7, side_px)))
    for seed in range(40):
        found = chosen(pairs(draws_of(score, seed), terms), 3, Random(seed))
        assert len(found) == 3
        assert len({version for one in found for version in (one.keeping, one.losing)}) == 6
        for one in found:
            p_kept, p_lost = (score(visible(hidden, N)) for hidden in (one.keeping, one.losing))
            assert p_kept > 0.5 > p_lost
            assert one.gap == pytest.approx((p_kept - p_lost) / score(tuple(range(N))))
            assert one.gap >= 0.3
            assert len(one.keeping) == len(one.losing)
            areas = [Grid(7, side_px).area(hidden) for hidden in (one.keeping, one.losing)]
            assert abs(areas[0] - areas[1]) <= 0.02 * max(areas) + 1e-9


@pytest.mark.parametrize("score", [AND, OR, SOFT])
def test_so_many_patches_are_hidden_that_about_half_of_the_draws_keep_the_class(score: Score) -> None:
    shares = []
    for seed in range(20):
        draws = draws_of(score, seed)
        sizes = Counter(map(len, draws.hidden))
        kept = Counter(len(one) for one, said in draws.hidden.items() if said.keeps_class)
        fewer, more = sorted(sizes)
        assert more == fewer + 1
        assert kept[fewer] / sizes[fewer] >= kept[more] / sizes[more]
        shares.append(kept[fewer] / sizes[fewer])
    assert 0.4 < np.mean(shares) < 0.7


def test_nothing_is_asked_twice_and_hardly_more_than_is_wanted() -> None:
    jury = Jury([OR])
    (draws,) = answered([drawn(N, 64, Random(1))], jury)
    asked = [one for stream in jury.streams for one in stream]
    assert len(asked) == len(set(asked))
    assert len(draws.hidden) <= 128
    assert len(asked) <= 2 + 128 + 4 * 16  # the last two of six halvings are among the draws


def test_an_image_has_the_same_draws_alone_and_beside_others() -> None:
    scores, seeds = [AND, OR, SOFT], [3, 4, 5]
    together = answered([drawn(N, 32, Random(seed)) for seed in seeds], Jury(scores))
    assert together == [draws_of(score, seed, 32) for score, seed in zip(scores, seeds, strict=True)]
    assert together[0] == draws_of(AND, 3, 32)
    assert together[0].hidden.keys() != draws_of(AND, 4, 32).hidden.keys()


@pytest.mark.parametrize(("score", "is_kept_at_first"), [(lambda _: 0.9, True), (lambda _: 0.1, False)])
def test_where_hiding_changes_nothing_two_questions_are_enough(score: Score, is_kept_at_first: bool) -> None:
    jury = Jury([score])
    (draws,) = answered([drawn(N, 64, Random(0))], jury)
    assert jury.streams == [[(0, tuple(range(N))), (0, ())]]
    assert (draws.full.keeps_class, draws.is_answerable) == (is_kept_at_first, False)
    assert pairs(draws, EVEN) == []


def test_a_class_that_is_lost_with_any_patch_leaves_no_pair() -> None:
    assert pairs(draws_of(all_or_nothing(tuple(range(N))), 0), EVEN) == []


def test_a_class_that_any_patch_keeps_leaves_no_pair() -> None:
    assert pairs(draws_of(all_or_nothing(*((n,) for n in range(N))), 0), EVEN) == []


FULL, EMPTY = Verdict(0.8, 0.7), Verdict(0.1, -0.6)


def test_pairs_are_far_enough_apart_and_never_the_wrong_way_round() -> None:
    said = {
        (0, 1): Verdict(0.7, 0.5),
        (0, 2): Verdict(0.46, -0.1),  # exactly 0.3 of the whole picture's below the first
        (1, 2): Verdict(0.47, -0.1),
        (1, 3): Verdict(0.34, 0.01),  # keeps the class, and is the less probable one
        (4,): Verdict(0.0, -1.0),  # another number of patches
    }
    found = pairs(Draws(FULL, EMPTY, said), Terms(EVEN.areas, least_gap=0.2999999))
    assert [(one.keeping, one.losing) for one in found] == [((0, 1), (0, 2))]


def test_a_near_tie_is_asked_about_by_nobody() -> None:
    near = {1: -0.0005, 2: 0.0, 3: -0.002}
    said: dict[Patches, Verdict] = {(0,): Verdict(0.7, 0.5), **{(n,): Verdict(0.1, near[n]) for n in near}}
    assert [one.losing for one in pairs(Draws(FULL, EMPTY, said), EVEN)] == [(3,)]


def test_hidden_areas_may_differ_by_the_tolerance_alone() -> None:
    said: dict[Patches, Verdict] = {(0,): Verdict(0.7, 0.5), (1,): Verdict(0.1, -0.5), (2,): Verdict(0.1, -0.5)}
    terms = Terms([0.1, 0.1019, 0.1021], area_tolerance=0.02)
    assert [one.losing for one in pairs(Draws(FULL, EMPTY, said), terms)] == [(1,)]


@pytest.mark.parametrize("grid", [Grid(7, 224), Grid(7, 64), Grid(5, 64, feather_px=2.0)])
def test_areas_are_those_of_what_is_covered(grid: Grid) -> None:
    areas = patch_areas(grid)
    assert sum(areas) == pytest.approx(1)
    some = (0, 3, 8, 11)
    assert sum(areas[patch] for patch in some) == pytest.approx(float(grid.opacity(some).mean()), abs=1e-6)
    if grid.is_hard:
        assert areas[8] == pytest.approx(grid.area((8,)))


def test_the_pairs_taken_are_spread_over_the_gaps_that_occur() -> None:
    found = [Pair((n,), (n + 100,), 0.3 + 0.007 * n) for n in range(100)]
    taken = [chosen(found, 1, Random(seed))[0].gap for seed in range(200)]
    counts, _ = np.histogram(taken, bins=4, range=(0.3, 1.0))
    assert counts.min() > 30
    three = [one.gap for one in chosen(found, 3, Random(5))]
    assert np.diff(three) == pytest.approx([0.231, 0.231], abs=0.01)


def test_there_are_fewer_pairs_where_versions_run_out() -> None:
    found = [Pair((1,), (2,), 0.5), Pair((1,), (3,), 0.6), Pair((4,), (2,), 0.7)]
    assert len(chosen(found, 3, Random(0))) <= 2
    assert chosen([], 3, Random(0)) == []


GRAPH = ShownGraph((TRIO, PAIR, TRIO[:2]), 2)


def hiding(*some: int, up_to: int = 4) -> Patches:
    """These patches and, up to a number, others that are planted nowhere."""
    return tuple(sorted([*some, *(0, 1, 2, 3)[: up_to - len(some)]]))


def test_where_one_version_alone_shows_a_sufficient_set_the_rule_answers() -> None:
    assert stratum(Pair(hiding(8), hiding(8, 33), 0.5), [GRAPH], N) == "root"
    assert stratum(Pair(hiding(8, 33), hiding(8), 0.5), [GRAPH], N) == "root"  # though the network does not keep it


def test_where_both_or_neither_show_one_the_item_is_open() -> None:
    assert stratum(Pair(hiding(8), hiding(33), 0.5), [GRAPH], N) == "open"
    assert stratum(Pair(hiding(8, 33), hiding(9, 40), 0.5), [GRAPH], N) == "open"
    assert stratum(Pair(hiding(8), hiding(8, 33), 0.5), [], N) == "open"
    assert stratum(Pair(hiding(8), hiding(8, 33), 0.5), [ShownGraph((TRIO,), 0)], N) == "open"


def test_a_version_that_is_a_node_of_any_graph_is_a_look_up() -> None:
    node = visible(hiding(33), N)
    graphs = [GRAPH, ShownGraph((node,), 0)]
    assert stratum(Pair(hiding(8), hiding(33), 0.5), graphs, N) == "node"
    assert stratum(Pair(hiding(33), hiding(8), 0.5), graphs, N) == "node"
    assert hiding(33) in look_ups(graphs, N)


def test_look_ups_are_in_no_pair_where_they_are_barred() -> None:
    draws = draws_of(OR, 0)
    losing = [one for one, said in draws.hidden.items() if not said.keeps_class]
    kept_out = look_ups([ShownGraph((visible(losing[0], N),), 0)], N)
    assert losing[0] in {one.losing for one in pairs(draws, EVEN)}
    assert losing[0] not in {one.losing for one in pairs(draws, EVEN, kept_out)}


def test_an_overlap_is_the_share_of_the_node_that_is_hidden() -> None:
    assert overlap((8, 9, 33), TRIO) == pytest.approx(2 / 3)
    assert overlap((8, 9, 33), PAIR) == 0.5
    assert overlap((8,), ()) == 0.0


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=30), st.integers(0, 1000))
def test_left_and_right_are_balanced_in_every_class_and_in_all(groups: list[str], seed: int) -> None:
    found = sides(groups, Random(seed))
    assert found == sides(groups, Random(seed))
    for group in ({*groups}, *({one} for one in groups)):
        some = [side for side, name in zip(found, groups, strict=True) if name in group]
        assert abs(some.count("left") - some.count("right")) <= 1


def test_no_class_and_no_place_has_a_side_of_its_own() -> None:
    groups = ["a", "a", "a", "b", "c", "c"]
    counts = Counter((n, side) for seed in range(400) for n, side in enumerate(sides(groups, Random(seed))))
    assert len(counts) == 12
    assert min(counts.values()) > 150


@pytest.mark.parametrize("grid", [Grid(7, SIDE), Grid(7, SIDE, feather_px=1.5)])
def test_a_verdict_is_what_the_classifier_says_of_the_composed_picture_in_one_pass(grid: Grid) -> None:
    classifier, rng = patch_seeker(), np.random.default_rng(2)
    pictures = [rng.integers(100, 256, (SIDE, SIDE, 3), dtype=np.uint8) for _ in range(2)]
    under = [np.zeros_like(one) for one in pictures]
    classes = stacked(pictures).new_tensor([0, 1]).long()
    judge = Judge(classifier, classes, Versions(classifier.preprocessing, grid, stacked(pictures), stacked(under)))
    asked = [(n % 2, tuple(sorted(rng.permutation(N)[: 20 + n % 20].tolist()))) for n in range(50)]
    said = judge(asked)
    assert classifier.evaluations.forward == 50
    rows = classifier.predict([grid.composed(pictures[n], under[n], shown) for n, shown in asked])
    for (n, _), row, one in zip(asked, rows, said, strict=True):
        assert one.p == pytest.approx(float(row[n]), abs=2e-6)
        assert one.margin == pytest.approx(float(row[n] - row[1 - n]), abs=2e-6)
    assert {one.keeps_class for one in said} == {True, False}


def test_what_many_images_ask_is_asked_in_full_batches() -> None:
    classifier, sizes = patch_seeker(), list[int]()
    classifier.network.register_forward_pre_hook(lambda _module, given: sizes.append(len(given[0])))
    pictures = stacked([np.full((SIDE, SIDE, 3), 200, dtype=np.uint8)] * 8)
    versions = Versions(classifier.preprocessing, Grid(7, SIDE), pictures, pictures * 0)
    judge = Judge(classifier, pictures.new_zeros(8).long(), versions)
    draws = answered([drawn(N, 16, Random(seed)) for seed in range(8)], judge)
    assert all(one.is_answerable for one in draws)
    assert np.mean([size == MOST_AT_ONCE["cpu"] for size in sizes]) > 0.9


def test_a_placebo_of_graphs_answers_nothing_and_decides_no_stratum() -> None:
    moved = ShownGraph(GRAPH.nodes, GRAPH.n_roots, is_true=False)
    hidden = Pair(hiding(8), hiding(8, 33), 0.5)
    assert stratum(hidden, [GRAPH], N) == "root"
    assert stratum(hidden, [moved], N) == "open"
    assert look_ups([moved], N) == set()
