"""Values that are made one after the other, each from those before, and kept."""

from collections.abc import Iterator
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class InTurn(Generic[Value]):
    """An endless iterator that can be asked for any of its values, by several threads."""

    def __init__(self, values: Iterator[Value]) -> None:
        self._values = values
        self._kept: list[Value] = []
        self._lock = Lock()

    def __getitem__(self, number: int) -> Value:
        with self._lock:
            while len(self._kept) <= number:
                self._kept.append(next(self._values))
            return self._kept[number]
