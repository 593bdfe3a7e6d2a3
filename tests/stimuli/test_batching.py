import time
from collections.abc import Sequence

import pytest
import torch

from stimuli.batching import BatchSize


def test_every_item_comes_out_once_and_in_order() -> None:
    assert list(BatchSize(size=4).run(list(range(37)), lambda batch: [2 * n for n in batch])) == list(range(0, 74, 2))


def test_where_memory_fails_the_batch_is_halved_and_nothing_is_lost() -> None:
    sizes: list[int] = []

    def work(batch: Sequence[int]) -> Sequence[int]:
        sizes.append(len(batch))
        if len(batch) > 3:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return list(batch)

    size = BatchSize(size=16)
    assert list(size.run(list(range(20)), work)) == list(range(20))
    assert sizes[:4] == [16, 8, 4, 2]
    assert size.settled


def test_another_fault_is_not_swallowed() -> None:
    def work(batch: Sequence[int]) -> Sequence[int]:
        raise RuntimeError("shapes do not match")

    with pytest.raises(RuntimeError, match="shapes"):
        list(BatchSize().run([1, 2], work))


def test_memory_that_fails_for_one_item_is_a_fault() -> None:
    def work(batch: Sequence[int]) -> Sequence[int]:
        raise MemoryError

    with pytest.raises(MemoryError):
        list(BatchSize().run([1, 2, 3], work))


def test_a_batch_that_takes_long_does_not_grow() -> None:
    size = BatchSize(size=1, most_s=0.02)

    def work(batch: Sequence[int]) -> Sequence[int]:
        time.sleep(0.011)
        return list(batch)

    list(size.run(list(range(6)), work))
    assert size.size == 1


def test_the_batch_never_grows_beyond_its_limit() -> None:
    size = BatchSize(size=2, most=8)
    list(size.run(list(range(200)), lambda batch: list(batch)))
    assert size.size <= 8
