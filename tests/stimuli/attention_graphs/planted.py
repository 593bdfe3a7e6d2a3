"""Planted truths: functions of sets of patches whose minimal sufficient sets are known."""

from collections.abc import Callable, Sequence
from math import prod
from typing import TypeVar

from stimuli.attention_graphs.asking import Answer, Asking, Memo, Question, answered, remembered
from stimuli.attention_graphs.patches import Patches

TRIO: Patches = (8, 9, 15)  # (1, 1), (1, 2), (2, 1) of 7 x 7
PAIR: Patches = (33, 40)  # (4, 5), (5, 5)
BOTH = {TRIO, PAIR}
Score = Callable[[Patches], float]
T = TypeVar("T")


def either(*sets: Patches, steepness: float = 2.0) -> Score:
    """1 where one of the sets is wholly shown, less the more is missing: a soft OR of soft ANDs."""

    def score(shown: Patches) -> float:
        missing = [1.0 - float((len(set(one) & set(shown)) / len(one)) ** steepness) for one in sets]
        return 1.0 - prod(missing)

    return score


def all_or_nothing(*sets: Patches) -> Score:
    """1 where one of the sets is wholly shown, else 0: nothing leads to them."""
    return lambda shown: float(any(set(one) <= set(shown) for one in sets))


class Oracle:
    """Answers for several images; keeps every question it was asked, stream by stream."""

    def __init__(self, scores: Sequence[Score]) -> None:
        self._scores = scores
        self.streams: list[list[Question]] = []

    def __call__(self, questions: Sequence[Question]) -> list[float]:
        """The scores."""
        self.streams.append(list(questions))
        return [self._scores[n](shown) for n, shown in questions]

    @property
    def questions(self) -> list[Question]:
        """All of them."""
        return [one for stream in self.streams for one in stream]


def outcome(search: Callable[[Memo], Asking[T]], score: Score, memo: Memo | None = None) -> T:
    """What a search finds in one image."""
    memo = memo or Memo()
    answer: Answer = Oracle([score])
    return answered([remembered(search(memo), memo)], answer)[0]
