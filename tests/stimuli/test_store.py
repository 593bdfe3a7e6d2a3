from pathlib import Path

import numpy as np
import pytest

from stimuli.store import Store, key_of, write_in_one_step


def filled(folder: Path) -> tuple[Store, str]:
    store, key = Store(folder), key_of("thing", n=1)
    store.put(key, {"values": np.arange(6, dtype=np.float32).reshape(2, 3)}, {"warnings": ["ä"]})
    return store, key


def test_what_was_put_is_got_back(tmp_path: Path) -> None:
    store, key = filled(tmp_path)
    entry = store.get(key)
    assert entry is not None
    assert entry.arrays["values"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert entry.facts == {"warnings": ["ä"]}


def test_what_was_not_put_is_not_there(tmp_path: Path) -> None:
    assert Store(tmp_path).get(key_of("thing", n=2)) is None


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.99])
def test_a_torn_entry_is_noticed_and_removed(tmp_path: Path, share: float) -> None:
    store, key = filled(tmp_path)
    content = store.path(key).read_bytes()
    store.path(key).write_bytes(content[: int(share * len(content))])
    assert store.get(key) is None
    assert not store.path(key).exists()


def test_a_flipped_bit_is_noticed(tmp_path: Path) -> None:
    store, key = filled(tmp_path)
    content = bytearray(store.path(key).read_bytes())
    content[content.find(b"values.npy") + 40] ^= 1
    store.path(key).write_bytes(bytes(content))
    assert store.get(key) is None


def test_the_key_does_not_depend_on_the_order_of_the_ingredients() -> None:
    assert key_of("thing", a=1, b=[2, "x"]) == key_of("thing", b=[2, "x"], a=1)


def test_another_ingredient_is_another_key() -> None:
    assert len({key_of("thing", a=1), key_of("thing", a=2), key_of("other", a=1), key_of("thing", b=1)}) == 4


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(OSError):
        write_in_one_step(tmp_path / "x", b"content")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_an_array_may_not_take_the_place_of_the_facts(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="an array may not be called 'facts'"):
        Store(tmp_path).put("0" * 64, {"facts": np.zeros(1)}, {})
