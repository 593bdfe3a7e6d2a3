from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from study_app.study.counterbalance import Kind, flips, latin_square, level_order, williams_square


def test_squares_are_the_same_for_ever() -> None:
    assert latin_square(3, ("study", 7)) == ((0, 2, 1), (2, 1, 0), (1, 0, 2))
    assert williams_square(4, ("study", 7)) == ((0, 2, 3, 1), (2, 1, 0, 3), (1, 3, 2, 0), (3, 0, 1, 2))


@given(some.integers(1, 9), some.integers(0, 99))
def test_a_latin_square_has_every_number_once_in_every_row_and_column(n: int, seed: int) -> None:
    rows = latin_square(n, (seed,))
    assert all(sorted(row) == list(range(n)) for row in rows)
    assert all(sorted(column) == list(range(n)) for column in zip(*rows, strict=True))


@pytest.mark.parametrize(("n", "n_rows", "each"), [(2, 2, 1), (3, 6, 2), (4, 4, 1), (5, 10, 2), (6, 6, 1), (7, 14, 2)])
def test_in_a_williams_square_every_number_follows_every_other_equally_often(n: int, n_rows: int, each: int) -> None:
    rows = williams_square(n, ("study",))
    assert len(rows) == n_rows
    assert Counter(pair for row in rows for pair in pairwise(row)) == {
        (a, b): each for a in range(n) for b in range(n) if a != b
    }
    for half in (rows[:n], rows[n:]):
        assert all(sorted(column) == list(range(n)) for column in zip(*half, strict=True))


@given(some.sampled_from(["latin-square", "williams"]), some.integers(1, 6), some.integers(0, 99))
def test_after_any_number_of_seats_each_level_came_at_each_place_equally_often(kind: Kind, n: int, seed: int) -> None:
    levels = tuple("abcdef"[:n])
    counts = Counter[tuple[int, str]]()
    for rank in range(5 * n + 2):
        counts.update(enumerate(level_order(levels, kind, rank, (seed,))))
        cells = [counts[place, level] for place in range(n) for level in levels]
        assert max(cells) - min(cells) <= 1


def test_every_cycle_has_another_square_of_levels() -> None:
    squares = {
        tuple(level_order(("a", "b", "c", "d"), "williams", 4 * c + r, (1,)) for r in range(4)) for c in range(20)
    }
    assert len(squares) >= 15


def test_fixed_levels_stay_and_random_ones_take_every_order() -> None:
    levels = ("a", "b", "c")
    assert {level_order(levels, "fixed", rank, (1,)) for rank in range(9)} == {levels}
    orders = Counter(level_order(levels, "random", rank, (1,)) for rank in range(600))
    assert len(orders) == 6
    # 600 draws of 1/6: standard deviation 9; five of them
    assert all(abs(count - 100) < 46 for count in orders.values())


def test_flips_are_the_same_for_ever() -> None:
    assert flips(5, 0, ("study", 7)) == (True, False, False, True, True)
    assert flips(5, 1, ("study", 7)) == (False, True, True, False, False)


@given(some.integers(0, 12), some.integers(0, 99))
def test_half_of_a_seats_items_and_half_of_an_items_seats_are_flipped(n_items: int, seed: int) -> None:
    flipped = [0] * n_items
    for rank in range(21):
        seat = flips(n_items, rank, (seed,))
        assert abs(2 * sum(seat) - n_items) <= 1
        flipped = [count + one for count, one in zip(flipped, seat, strict=True)]
        assert all(abs(2 * count - (rank + 1)) <= 1 for count in flipped)


def test_of_an_odd_number_of_items_the_greater_half_is_flipped_as_often_as_not() -> None:
    greater = sum(sum(flips(3, 2 * pair, (1,))) == 2 for pair in range(400))
    # 400 draws of 1/2: standard deviation 10; five of them
    assert abs(greater - 200) < 50
