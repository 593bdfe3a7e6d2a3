"""Every image equally often, at every position equally often, with short runs: for any number of seats."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from study_app.study import rotations, searched
from study_app.study.balance import Wanted, balanced_order, imbalance, imbalances
from study_app.study.order import longest_run

SHARED = tuple((f"{stratum}.{n}", f"says {n % 2}") for stratum in range(4) for n in range(8))
LETTERS = tuple((f"0.{n}", letter) for n, letter in enumerate("aaabb"))


def wanted(
    sizes: list[tuple[int, int]], limit: int, values: tuple[tuple[str, str], ...] = (), key: str = "a study"
) -> Wanted:
    """Strata 0, 1 … of (images, images shown), with images 0.0, 0.1 …"""
    pools = tuple((f"{of}", tuple(f"{of}.{n}" for n in range(size))) for of, (size, _) in enumerate(sizes))
    return Wanted(pools, tuple(n for _, n in sizes), values, limit, (key, 7))


def longest(block: Wanted, rank: int) -> int:
    return longest_run([block.run_value[image] for image in balanced_order(block, rank)])


def most_apart(block: Wanted, n_ranks: int) -> int:
    """The greatest difference over every prefix of the seats, over images and positions of each stratum."""
    counts, worst = Counter[tuple[int, str]](), 0
    for rank in range(n_ranks):
        counts.update(enumerate(balanced_order(block, rank)))
        for _, images in block.pools:
            cells = [counts[position, image] for position in range(block.n_trials) for image in images]
            worst = max(worst, max(cells) - min(cells))
    return worst


def images_apart(block: Wanted, n_ranks: int) -> int:
    """The greatest difference over every prefix of the seats, over the images of each stratum."""
    counts, worst = Counter[str](), 0
    for rank in range(n_ranks):
        order = balanced_order(block, rank)
        assert len(set(order)) == len(order) == block.n_trials
        counts.update(order)
        for _, images in block.pools:
            worst = max(worst, max(counts[i] for i in images) - min(counts[i] for i in images))
    return worst


def test_a_small_block_is_the_same_for_ever() -> None:
    block = Wanted((("herring", ("h1", "h2", "h3")), ("common", ("c1", "c2", "c3"))), (3, 3), (), 2, ("study", 7))
    assert [" ".join(balanced_order(block, rank)) for rank in range(6)] == [
        "h1 c3 h2 c2 h3 c1",
        "h3 c2 c1 h2 c3 h1",
        "c2 h2 h1 c3 c1 h3",
        "c1 h1 c3 h3 h2 c2",
        "c3 h3 c2 c1 h1 h2",
        "h2 c1 h3 h1 c2 c3",
    ]


@settings(deadline=None, max_examples=40)
@given(some.integers(2, 4), some.integers(1, 4), some.integers(1, 3), some.integers(1, 3), some.integers(0, 99))
def test_with_one_share_no_image_is_ahead_by_more_than_one_anywhere(
    n_classes: int, shown: int, parts: int, limit: int, seed: int
) -> None:
    block = wanted([(shown * parts, shown)] * n_classes, limit, key=f"{seed}")
    n_ranks = 2 * block.n_trials * parts + 5
    assert images_apart(block, n_ranks) <= 1
    assert most_apart(block, n_ranks) <= 1
    assert all(longest(block, rank) <= limit for rank in range(n_ranks))


@settings(deadline=None, max_examples=25)
@given(some.integers(1, 3), some.integers(1, 3), some.integers(1, 4), some.integers(1, 4), some.integers(2, 3))
def test_with_two_shares_no_image_is_ahead_by_more_than_one_anywhere(
    one_shown: int, other_shown: int, one_parts: int, other_parts: int, limit: int
) -> None:
    block = wanted([(one_shown * one_parts, one_shown), (other_shown * other_parts, other_shown)] * 2, limit)
    assert images_apart(block, 90) <= 1
    assert most_apart(block, 90) <= 1
    assert all(longest(block, rank) <= limit for rank in range(90))


@settings(deadline=None, max_examples=40)
@given(some.lists(some.tuples(some.integers(1, 9), some.integers(1, 4)), min_size=3, max_size=4), some.integers(0, 99))
def test_with_any_shares_no_image_is_shown_more_often_by_two(sizes: list[tuple[int, int]], seed: int) -> None:
    block = wanted([(max(size, shown), shown) for size, shown in sizes], 3, key=f"{seed}")
    assert images_apart(block, 60) <= 1
    assert all(longest(block, rank) <= 3 for rank in range(60))


def test_run_values_may_cut_across_strata_and_positions_stay_exact() -> None:
    block = wanted([(8, 4)] * 4, 2, SHARED)
    assert most_apart(block, 70) == 1
    assert all(longest(block, rank) <= 2 for rank in range(70))


def test_images_that_are_all_different_make_a_latin_square() -> None:
    block = wanted([(7, 7)], 1, tuple((f"0.{n}", f"{n}") for n in range(7)))
    orders = [balanced_order(block, rank) for rank in range(7)]
    assert [len({order[position] for order in orders}) for position in range(7)] == [7] * 7


def test_where_parts_are_not_whole_images_stay_exact_and_positions_nearly() -> None:
    block = wanted([(20, 6), (20, 6), (6, 6)], 2)
    assert images_apart(block, 200) == 1
    loose, whole = imbalances(block, 200)
    assert (loose.strata, loose.by_image, loose.least_by_position) == (("0", "1"), (60, 60), (3, 4))
    assert loose.by_position[0] >= 2
    assert loose.by_position[1] <= 5
    assert (whole.strata, whole.by_image, whole.by_position) == (("2",), (200, 200), (11, 12))
    assert whole.is_least_possible
    assert imbalance(block, 200) == loose


def test_where_run_values_and_shares_differ_a_search_comes_near() -> None:
    block = wanted([(8, 4), (4, 4), (8, 4), (4, 4)], 2, SHARED)
    assert images_apart(block, 120) == 1
    assert all(longest(block, rank) <= 2 for rank in range(120))
    assert all(found.by_position[1] - found.by_position[0] <= 3 for found in imbalances(block, 120))


def test_an_order_that_cannot_be_rotated_is_searched_for() -> None:
    block = wanted([(5, 5)], 1, LETTERS)
    seen = {"".join(block.run_value[image] for image in balanced_order(block, rank)) for rank in range(9)}
    assert seen == {"ababa"}
    assert imbalance(block, 9).by_position[0] == 0  # no b is ever first
    assert not imbalance(block, 9).is_least_possible


@pytest.mark.parametrize("shown", [(4, 2), (5, 1), (2, 0)])
def test_where_no_order_obeys_the_limit_it_says_so_every_time(shown: tuple[int, int]) -> None:
    block = wanted([(6, shown[0]), (6, shown[1])], 1)
    for rank in (3, 3, 0):
        with pytest.raises(ValueError, match="no order has at most 1 of the same class in a row"):
            balanced_order(block, rank)


def test_a_seat_cannot_be_shown_more_than_there_is() -> None:
    with pytest.raises(ValueError, match="0: 3 images a seat wanted, 2 there"):
        wanted([(2, 3)], 1)


def test_a_block_that_shows_nothing_has_an_empty_order() -> None:
    assert balanced_order(wanted([(2, 0), (0, 0)], 1), 5) == ()


def test_the_imbalance_is_counted() -> None:
    found = imbalance(wanted([(4, 2), (4, 2)], 2), 5)
    assert found.strata == ("0", "1")
    assert (found.by_image, found.least_by_image) == ((2, 3), (2, 3))
    assert (found.by_position, found.least_by_position) == ((0, 1), (0, 1))
    assert found.is_least_possible
    assert found.excess == 0


@pytest.mark.parametrize(
    ("sizes", "values"), [([(5, 3), (4, 2)], ()), ([(6, 3), (6, 2)], ()), ([(8, 4), (4, 4)], SHARED)]
)
def test_the_order_does_not_depend_on_which_seats_were_asked_for_before(
    sizes: list[tuple[int, int]], values: tuple[tuple[str, str], ...]
) -> None:
    block = wanted(sizes, 3, values)
    orders = [balanced_order(block, rank) for rank in range(30)]
    for forgotten in (rotations._cycle, rotations._square, rotations._loose, searched._orders):
        forgotten.cache_clear()
    assert [balanced_order(block, rank) for rank in reversed(range(30))] == orders[::-1]


def test_every_cycle_has_another_square() -> None:
    block = wanted([(3, 3), (3, 3)], 3)
    squares = {tuple(sorted(balanced_order(block, cycle * 6 + row) for row in range(6))) for cycle in range(20)}
    assert len(squares) == 20


def test_what_follows_what_changes_within_a_square() -> None:
    block = wanted([(6, 6)] * 4, 3)
    patterns = [[image[0] for image in balanced_order(block, rank)] for rank in range(24)]
    circles = {min("".join(row[at:] + row[:at]) for at in range(24)) for row in patterns}
    assert len(circles) >= 12


def test_images_follow_each_other_about_equally_often() -> None:
    block = wanted([(3, 3), (3, 3)], 3)
    follows = Counter(
        pair for rank in range(6000) for order in [balanced_order(block, rank)] for pair in pairwise(order)
    )
    inside = [follows[f"{of}.{a}", f"{of}.{b}"] for of in "01" for a in range(3) for b in range(3) if a != b]
    across = [follows[f"0.{a}", f"1.{b}"] for a in range(3) for b in range(3)]
    assert max(inside) < 1.15 * min(inside)
    assert max(across) < 1.15 * min(across)
