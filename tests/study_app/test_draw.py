"""Draws are the same for ever: allocation lists that were published depend on it."""

from collections import Counter

import pytest

from study_app.study.draw import Draw


def test_the_stream_is_sha256_over_version_key_and_counter() -> None:
    """printf '["gullseye-draw-1","seats",7]|0' | sha256sum  →  the first 16 hexadecimal digits, modulo 1000."""
    assert Draw("seats", 7).below(1000) == 0x7CE1EC993D6FE9CF % 1000


def test_a_shuffle_is_the_same_for_ever() -> None:
    assert Draw("a key").shuffled(range(10)) == [5, 8, 0, 7, 2, 9, 3, 1, 4, 6]


def test_different_keys_give_different_streams() -> None:
    firsts = {tuple(Draw(*key).below(10**9) for _ in range(3)) for key in ((1, 2), (12,), ("1", 2), (1, "2"), (2, 1))}
    assert len(firsts) == 5


def test_every_order_is_equally_likely() -> None:
    orders = Counter("".join(Draw("order", n).shuffled("abc")) for n in range(6000))
    assert len(orders) == 6
    # 6000 draws of 1/6: standard deviation 29; five of them
    assert all(abs(count - 1000) < 145 for count in orders.values())


def test_there_is_nothing_to_draw_below_one() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        Draw(0).below(0)
