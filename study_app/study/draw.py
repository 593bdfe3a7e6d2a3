"""Random draws that can be reproduced for ever, on any machine and in any language.

The stream of a key is SHA-256 over `gullseye-draw-1`, the key as compact JSON, and a counter 0, 1, 2, …,
each digest read as four big-endian 64-bit words.  Nothing of Python's own generators is used: their streams
are not promised to stay the same.  A change of these rules would change published allocation lists: make a new version.
"""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TypeVar

VERSION = "gullseye-draw-1"
WORDS = 1 << 64

Item = TypeVar("Item")


class Draw:
    """A stream of draws; the same key gives the same stream."""

    def __init__(self, *key: str | int) -> None:
        self._words = _stream(json.dumps([VERSION, *key], separators=(",", ":")))

    def below(self, n: int) -> int:
        """A whole number in 0 … n - 1, all equally likely: words beyond the last whole multiple of n are left out."""
        if n < 1:
            raise ValueError(f"nothing to draw from: {n}")
        limit = WORDS - WORDS % n
        return next(word for word in self._words if word < limit) % n

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """The items in random order, all orders equally likely (Fisher and Yates, from the last place down)."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


def _stream(key: str) -> Iterator[int]:
    counter = 0
    while True:
        digest = sha256(f"{key}|{counter}".encode()).digest()
        yield from (int.from_bytes(digest[at : at + 8], "big") for at in range(0, 32, 8))
        counter += 1
