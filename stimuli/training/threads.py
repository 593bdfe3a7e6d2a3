"""How many processor threads train fastest just now.

On a machine of one's own it is all of them.  Where other programs compete for the cores, threads wait for each other at
every small operation, and one thread can be ten times faster than two: seen, so it is measured.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch

TRIALS = 3


def set_threads(wanted: int | None, step: Callable[[], None]) -> int:
    """Uses that many threads; None: whichever of 1 and all cores does the step faster.  Returns the number."""
    torch.set_num_threads(wanted or _fastest(step))
    return torch.get_num_threads()


@contextmanager
def one_thread() -> Iterator[None]:
    """Uses one thread, and afterwards as many as before."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _fastest(step: Callable[[], None]) -> int:
    choices = sorted({1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1})
    if len(choices) == 1:
        return choices[0]
    alone = _seconds(step, choices[0], float("inf"))
    return choices[1] if _seconds(step, choices[1], alone) < alone else choices[0]


def _seconds(step: Callable[[], None], n_threads: int, give_up: float) -> float:
    """What the trials take; stopped early where they take longer than give_up."""
    torch.set_num_threads(n_threads)
    step()
    began = time.perf_counter()
    for _ in range(TRIALS):
        step()
        if time.perf_counter() - began > give_up:
            break
    return time.perf_counter() - began
