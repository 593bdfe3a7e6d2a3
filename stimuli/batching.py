"""How many images go through a network at once: found while working."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import torch

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTHWHILE = 0.9  # a doubled batch must take at most this share of the time per item


@dataclass
class BatchSize:
    """Doubles while that saves time per item; where memory fails, halves and stays.

    most_s: a batch that takes half of this is not doubled, so that a killed process does not lose more.
    """

    size: int = 4
    most: int = 256
    most_s: float = float("inf")
    settled: bool = False
    _best_s: float = float("inf")

    def run(self, items: Sequence[Item], work: Callable[[Sequence[Item]], Sequence[Result]]) -> Iterator[Result]:
        """The results of work on all items, in their order, each as soon as its batch is done."""
        done = 0
        while done < len(items):
            batch = items[done : done + self.size]
            began = time.perf_counter()
            try:
                results = work(batch)
            except (RuntimeError, MemoryError) as fault:
                if len(batch) == 1 or not _memory_failed(fault):
                    raise
                self._shrink(len(batch))
                continue
            self._learn(len(batch), time.perf_counter() - began)
            done += len(batch)
            yield from results

    def _shrink(self, failed: int) -> None:
        self.size, self.settled = max(1, failed // 2), True
        if torch.cuda.is_available():
            torch.cuda.empty_cache()

    def _learn(self, n_items: int, seconds: float) -> None:
        if self.settled or n_items < self.size:
            return
        if seconds / n_items > WORTHWHILE * self._best_s:
            self.size, self.settled = max(1, self.size // 2), True
            return
        self._best_s = min(self._best_s, seconds / n_items)
        if 2 * seconds > self.most_s:
            self.settled = True
            return
        self.size, self.settled = min(self.most, 2 * self.size), 2 * self.size > self.most


def _memory_failed(fault: BaseException) -> bool:
    named = isinstance(fault, torch.OutOfMemoryError | MemoryError)
    return named or "out of memory" in str(fault) or "can't allocate memory" in str(fault)
