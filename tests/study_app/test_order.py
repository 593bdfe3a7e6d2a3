from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from study_app.study.draw import Draw
from study_app.study.order import (
    arranged,
    arranged_in_a_circle,
    fits,
    fits_in_a_circle,
    longest_run,
    longest_run_in_a_circle,
)


def labelled(*sizes: int) -> list[tuple[str, str]]:
    return [("abcdefgh"[of], f"{of}.{n}") for of, size in enumerate(sizes) for n in range(size)]


@pytest.mark.parametrize(("labels", "longest"), [("", 0), ("a", 1), ("ab", 1), ("aab", 2), ("abbba", 3), ("aabb", 2)])
def test_the_longest_run(labels: str, longest: int) -> None:
    assert longest_run(labels) == longest


@given(some.integers(2, 8), some.integers(1, 10), some.integers(1, 4), some.integers(0, 10**6))
def test_classes_of_equal_size_can_always_be_arranged(n_classes: int, size: int, limit: int, seed: int) -> None:
    items = labelled(*[size] * n_classes)
    order = arranged(items, limit, Draw(seed))
    assert sorted(order) == sorted(items)
    assert longest_run([label for label, _ in order]) <= limit


@given(some.lists(some.integers(1, 6), min_size=2, max_size=3), some.integers(1, 3), some.integers(0, 1000))
def test_an_order_is_found_wherever_there_is_one(sizes: list[int], limit: int, seed: int) -> None:
    items = labelled(*sizes)
    most = max(sizes)
    possible = most <= limit * (len(items) - most + 1)
    if possible:
        assert longest_run([label for label, _ in arranged(items, limit, Draw(seed))]) <= limit
    else:
        with pytest.raises(ValueError, match="no order has at most"):
            arranged(items, limit, Draw(seed))


def test_all_fitting_orders_are_equally_likely() -> None:
    items = labelled(2, 2)
    fitting = [order for order in permutations(items) if longest_run([label for label, _ in order]) <= 1]
    assert len(fitting) == 8
    seen = Counter(tuple(arranged(items, 1, Draw(seed))) for seed in range(4000))
    assert set(seen) == set(fitting)
    # 4000 draws of 1/8: standard deviation 21; five of them
    assert all(abs(count - 500) < 105 for count in seen.values())


@pytest.mark.parametrize(("labels", "longest"), [("", 0), ("a", 1), ("aa", 2), ("aba", 2), ("aab", 2), ("baabbb", 4)])
def test_the_longest_run_in_a_circle(labels: str, longest: int) -> None:
    assert longest_run_in_a_circle(labels) == longest


@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize(
    "labels", ["a", "aa", "ab", "aab", "aaab", "aaabb", "aaaabb", "aabbc", "aaabbc", "aaabbb", "aaaab"]
)
def test_whether_an_order_fits_is_known_beforehand(labels: str, limit: int) -> None:
    orders = set(permutations(labels))
    assert fits(labels, limit) == any(longest_run(order) <= limit for order in orders)
    assert fits_in_a_circle(labels, limit) == any(longest_run_in_a_circle(order) <= limit for order in orders)


@given(some.lists(some.integers(1, 6), min_size=2, max_size=4), some.integers(1, 3), some.integers(0, 1000))
def test_a_circle_is_found_wherever_there_is_one(sizes: list[int], limit: int, seed: int) -> None:
    items = labelled(*sizes)
    if fits_in_a_circle([label for label, _ in items], limit):
        order = arranged_in_a_circle(items, limit, Draw(seed))
        assert sorted(order) == sorted(items)
        assert longest_run_in_a_circle([label for label, _ in order]) <= limit
    else:
        with pytest.raises(ValueError, match="no order has at most"):
            arranged_in_a_circle(items, limit, Draw(seed))
