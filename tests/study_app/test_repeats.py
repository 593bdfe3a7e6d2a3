from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from study_app.study.balance import Wanted, balanced_order
from study_app.study.order import longest_run
from study_app.study.repeats import places_for_catches, with_repeats


def gulls(each: int, limit: int) -> Wanted:
    pools = tuple((name, tuple(f"{name}{n}" for n in range(1, each + 1))) for name in "hc")
    return Wanted(pools, (each, each), (), limit, ("study", 7))


def test_repeats_are_the_same_for_ever() -> None:
    block = gulls(3, 2)
    assert balanced_order(block, 0) == ("h1", "c3", "h2", "c2", "h3", "c1")
    again = with_repeats(balanced_order(block, 0), 3, 3, block, ("study", 7, 0))
    assert " ".join(again[:6]) == "h1 c3 h2 c2 h3 c1"
    assert " ".join(again[6:]) == "h2 c2 h1 c3 h3 c1 h1 c2 c3 h3 h2 c1"


@settings(deadline=None)
@given(some.integers(1, 6), some.integers(1, 4), some.integers(1, 3), some.integers(0, 11), some.integers(0, 99))
def test_repeats_keep_their_distance_and_the_limit(each: int, times: int, limit: int, spacing: int, seed: int) -> None:
    block, spacing = gulls(each, limit), min(spacing, 2 * each - 1)
    order = balanced_order(block, seed)
    again = with_repeats(order, times, spacing, block, (seed,))
    n = len(order)
    assert again[:n] == order
    assert Counter(again) == dict.fromkeys(order, times)
    assert longest_run([block.run_value[image] for image in again]) <= limit
    for image in order:
        places = [place for place, other in enumerate(again) if other == image]
        assert all(later - sooner - 1 >= spacing for sooner, later in pairwise(places))


def test_all_orders_that_keep_the_distance_are_equally_likely() -> None:
    block = Wanted((("all", ("a", "b", "c")),), (3,), (), 9, ())
    seen = Counter("".join(with_repeats(("a", "b", "c"), 2, 1, block, (seed,))[3:]) for seed in range(4000))
    assert set(seen) == {"abc", "acb", "bac", "bca"}
    # 4000 draws of 1/4: standard deviation 27; five of them
    assert all(abs(count - 1000) < 137 for count in seen.values())


def test_the_greatest_distance_repeats_the_order() -> None:
    block = gulls(2, 2)
    assert with_repeats(("h1", "c1", "h2", "c2"), 2, 3, block, (1,)) == ("h1", "c1", "h2", "c2") * 2


def test_a_distance_that_no_order_keeps_is_refused() -> None:
    with pytest.raises(ValueError, match="a spacing of 4 needs more than 4 images; there are 4"):
        with_repeats(("h1", "c1", "h2", "c2"), 2, 4, gulls(2, 2), (1,))


def test_repeats_that_make_a_run_too_long_are_refused() -> None:
    block = Wanted((("h", ("h1", "h2")), ("c", ("c1",))), (2, 1), (), 1, ())
    with pytest.raises(ValueError, match="more than 1 of the same class in a row"):
        with_repeats(("h1", "c1", "h2"), 2, 0, block, (1,))


def test_a_block_that_is_shown_once_stays_as_it_is_whatever_the_spacing() -> None:
    assert with_repeats(("h1",), 1, 9, gulls(1, 1), (1,)) == ("h1",)


def test_places_are_the_same_for_ever() -> None:
    assert places_for_catches(12, 3, ("study", 7)) == (1, 8, 12)


@given(some.integers(1, 40), some.integers(0, 12), some.integers(0, 99))
def test_catches_lie_one_in_each_stretch_and_never_first(n_trials: int, n_catch: int, seed: int) -> None:
    places = places_for_catches(n_trials, n_catch, (seed,))
    assert len(places) == n_catch
    assert list(places) == sorted(places)
    assert all(1 <= place <= n_trials for place in places)
    assert len(set(places)) == min(n_catch, n_trials)
    if n_catch and n_trials % n_catch == 0:
        stretch = n_trials // n_catch
        assert [(place - 1) // stretch for place in places] == list(range(n_catch))


def test_every_place_of_a_stretch_is_taken_equally_often() -> None:
    seen = Counter(place for seed in range(3000) for place in places_for_catches(6, 2, (seed,)))
    # 3000 draws of 1/3: standard deviation 26; five of them
    assert all(abs(seen[place] - 1000) < 130 for place in range(1, 7))
