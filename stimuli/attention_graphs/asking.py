"""Searches that ask for scores, and the stream that answers many of them at once.

A search is a generator: it yields sets of patches and is sent their scores.  `answered` runs the searches of many
images side by side, so that what all of them ask goes through the network in full batches; no search sees another, so
each finds what it would find alone.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from stimuli.attention_graphs.patches import Patches

S = TypeVar("S")
T = TypeVar("T")
Inquiry = Generator[Sequence[Patches], Sequence[S], T]  # told something of each set: an S
Asking = Inquiry[float, T]  # told scores
Question = tuple[int, Patches]  # of which image, and which of its patches are shown
Answer = Callable[[Sequence[Question]], Sequence[float]]
DECIMALS = 6  # a score's further digits depend on what else was in its batch, and settle no tie


@dataclass
class Memo:
    """What is known of one image, so that nothing is asked twice.  wanted: how many scores searches asked for."""

    known: dict[Patches, float] = field(default_factory=dict)
    wanted: int = 0

    @property
    def distinct(self) -> int:
        """How many sets were scored."""
        return len(self.known)

    def unknown(self, sets: Sequence[Patches]) -> list[Patches]:
        """Those that were not scored yet, each once."""
        return [one for one in dict.fromkeys(sets) if one not in self.known]


def remembered(search: Asking[T], memo: Memo) -> Asking[T]:
    """A search that asks only what its memo does not know; scores are rounded before they are compared."""
    told: Sequence[float] | None = None
    while True:
        try:
            sets = next(search) if told is None else search.send(told)
        except StopIteration as stopped:
            result: T = stopped.value
            return result
        memo.wanted += len(sets)
        missing = memo.unknown(sets)
        if missing:
            scores = yield missing
            memo.known.update((one, round(score, DECIMALS)) for one, score in zip(missing, scores, strict=True))
        told = [memo.known[one] for one in sets]


class _Running(Generic[S, T]):
    """Searches on their way: what each waits for, and what it found."""

    def __init__(self, searches: Sequence[Inquiry[S, T]]) -> None:
        self._searches = searches
        self.waiting: dict[int, Sequence[Patches]] = {}
        self.found: dict[int, T] = {}
        for n in range(len(searches)):
            self._go_on(n, None)

    def tell(self, scores: Sequence[S]) -> None:
        """scores: of all that the searches wait for, one search after the other."""
        asked: Mapping[int, Sequence[Patches]] = self.waiting
        self.waiting, first = {}, 0
        for n, sets in asked.items():
            self._go_on(n, scores[first : first + len(sets)])
            first += len(sets)

    def _go_on(self, n: int, told: Sequence[S] | None) -> None:
        try:
            self.waiting[n] = next(self._searches[n]) if told is None else self._searches[n].send(told)
        except StopIteration as stopped:
            self.found[n] = stopped.value

    def results(self) -> list[T]:
        """What each found, in their order."""
        return [self.found[n] for n in range(len(self._searches))]


def side_by_side(searches: Sequence[Asking[T]]) -> Asking[list[T]]:
    """Several searches in one image, their questions asked together."""
    running = _Running(searches)
    while running.waiting:
        running.tell((yield [one for sets in running.waiting.values() for one in sets]))
    return running.results()


def answered(searches: Sequence[Inquiry[S, T]], answer: Callable[[Sequence[Question]], Sequence[S]]) -> list[T]:
    """What each image's search finds.  answer: the scores of any number of questions, in their order."""
    running = _Running(searches)
    while running.waiting:
        running.tell(answer([(n, one) for n, sets in running.waiting.items() for one in sets]))
    return running.results()
