"""Planned differences once more without each item in turn: whether one item carries the result."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.items.shares import Answered
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.intervals import Difference, welch
from study_app.definition import Hypothesis

LAST_BITS = 1e-12


@dataclass(frozen=True)
class Without:
    """A difference without one item.  item: None: with all.  p: None where there is no test."""

    item: str | None
    estimate: float | NotEstimable
    p: float | None
    n: tuple[int, int]

    def rejects(self, level: float) -> bool:
        """Whether Welch's test, by itself, rejects `no difference`."""
        return self.p is not None and self.p < 1 - level


@dataclass(frozen=True)
class LeftOut:
    """A planned difference with all items, and without each in turn, in the order of the items' names."""

    hypothesis: Hypothesis
    measure: str
    whole: Without
    each: tuple[Without, ...]
    n_trials: int
    level: float

    @property
    def estimable(self) -> list[tuple[float, str]]:
        """Estimates without an item, the smallest first, with the item's name."""
        found = [(one.estimate, str(one.item)) for one in self.each if not isinstance(one.estimate, NotEstimable)]
        return sorted(found, key=lambda pair: (round(pair[0] / LAST_BITS), pair[1]))

    @property
    def reason(self) -> str | None:
        """Why nothing can be said; None where something can."""
        if isinstance(self.whole.estimate, NotEstimable):
            return self.whole.estimate.reason
        if len(self.each) < 2:
            return f"there is nothing left without an item; items: {len(self.each)}"
        return None if self.estimable else "without any one item, an arm has no answers"

    @property
    def change_sign(self) -> tuple[str, ...]:
        """Items without which the difference points the other way."""
        whole = self.whole.estimate
        if isinstance(whole, NotEstimable):
            return ()
        return tuple(name for estimate, name in self.estimable if estimate * whole < -(LAST_BITS**2))

    @property
    def change_decision(self) -> tuple[str, ...]:
        """Items without which Welch's test decides otherwise."""
        decided = self.whole.rejects(self.level)
        return tuple(str(one.item) for one in self.each if one.rejects(self.level) is not decided)


def left_out(hypothesis: Hypothesis, measure: str, found: Answered, level: float) -> LeftOut:
    """That hypothesis' difference between its two arms, with all items and without each."""
    arms = np.array(found.arms, dtype=object)
    first, second = (arms == arm for arm in hypothesis.arms)
    places = range(len(found.items))
    whole = _difference(None, (found.with_any[first], found.with_any[second]), level)
    each = []
    for place in places:
        rest = found.without(place)
        each.append(_difference(found.items[place], (rest[first], rest[second]), level))
    n_trials = int(found.n_trials[first | second].sum())
    return LeftOut(hypothesis, measure, whole, tuple(each), n_trials, level)


def _difference(item: str | None, groups: Sequence[Values], level: float) -> Without:
    first, second = (values[~np.isnan(values)] for values in groups)
    n = (int(first.size), int(second.size))
    found = welch(first, second, level)
    if isinstance(found, Difference):
        return Without(item, found.estimate, found.p, n)
    if min(n) == 0:
        return Without(item, found, None, n)
    return Without(item, float(first.mean() - second.mean()), None, n)
