"""Items of a measure: how often each is answered rightly, how it goes with the rest, and which lie far out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analysis.answers import answers
from analysis.evidence import Evidence
from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values, participants
from analysis.stats.proportions import score_interval
from analysis.stats.ties import varies

FAR_OUT = 3.5
LEAST_ITEMS = 5
LEAST_PARTICIPANTS = 3
NORMAL_MAD = float(stats.norm.ppf(0.75))


@dataclass(frozen=True)
class ItemShare:
    """One item, over participants of all arms.

    share: mean over participants of each one's share of right answers on it.  with_rest: correlation, over
    participants, of that share with the one on all other items.  distance: from the median item, on the logit scale.
    """

    name: str
    n: int
    n_trials: int
    share: float
    interval: Interval
    with_rest: float | NotEstimable
    distance: float | NotEstimable

    @property
    def is_far_out(self) -> bool:
        """Whether it is an outlier by the declared rule."""
        return not isinstance(self.distance, NotEstimable) and abs(self.distance) > FAR_OUT

    @property
    def remark(self) -> str:
        """Why it is an outlier; empty: it is none."""
        if isinstance(self.distance, NotEstimable) or not self.is_far_out:
            return ""
        return "far easier" if self.distance > 0 else "far harder"


@dataclass(frozen=True)
class Answered:
    """Who answered what, people and items sorted by name.  n_trials, n_correct: (participants, items)."""

    items: tuple[str, ...]
    arms: tuple[str, ...]
    n_trials: Values
    n_correct: Values

    @property
    def with_any(self) -> Values:
        """Each participant's accuracy over all items, (participants,)."""
        accuracy: Values = self.n_correct.sum(axis=1) / self.n_trials.sum(axis=1)
        return accuracy

    def without(self, place: int) -> Values:
        """Each participant's accuracy over all items but that one, (participants,); NaN where they have no other."""
        n_trials = self.n_trials.sum(axis=1) - self.n_trials[:, place]
        n_correct = self.n_correct.sum(axis=1) - self.n_correct[:, place]
        accuracy: Values = np.divide(n_correct, n_trials, out=np.full(n_trials.size, np.nan), where=n_trials > 0)
        return accuracy


def answered(evidence: Evidence, measure: str) -> Answered:
    """The answers of that measure, counted per participant and item."""
    rows = answers(evidence, measure)
    people = rows.drop_duplicates("participant").sort_values("participant")
    person = pd.Categorical(rows["participant"], categories=people["participant"])
    item = pd.Categorical(rows["item"], categories=sorted(rows["item"].unique()))
    counts = np.zeros((2, len(person.categories), len(item.categories)))
    np.add.at(counts[0], (person.codes, item.codes), 1.0)
    np.add.at(counts[1], (person.codes, item.codes), rows["correct"].to_numpy(dtype="float64"))
    return Answered(tuple(map(str, item.categories)), tuple(map(str, people["arm"])), counts[0], counts[1])


def item_shares(found: Answered, level: float) -> tuple[ItemShare, ...]:
    """Every item in the order of names.

    The interval is Wilson's with participants as n: right where each answered the item once, and never too narrow
    otherwise, for no share with that mean varies more than a single answer.  The distance is Iglewicz and Hoaglin's
    (1993) modified z score of the logit with half a right and half a wrong answer added.
    """
    quantile = float(stats.norm.ppf((1 + level) / 2))
    seen = found.n_trials > 0
    n = seen.sum(axis=0)
    shares = np.divide(found.n_correct, found.n_trials, out=np.zeros_like(found.n_correct), where=seen)
    means = shares.sum(axis=0) / n
    distances = _distances(means, n.astype(np.float64))
    return tuple(
        ItemShare(
            name=name,
            n=int(n[place]),
            n_trials=int(found.n_trials[:, place].sum()),
            share=float(means[place]),
            interval=score_interval(float(means[place]), float(n[place]), quantile, level),
            with_rest=_with_rest(shares[:, place], found.without(place), seen[:, place]),
            distance=distances[place],
        )
        for place, name in enumerate(found.items)
    )


def ranked(items: Sequence[ItemShare]) -> list[ItemShare]:
    """From the hardest to the easiest."""
    return sorted(items, key=lambda item: (item.share, item.name))


def _with_rest(own: Values, rest: Values, seen: NDArray[np.bool_]) -> float | NotEstimable:
    both = seen & ~np.isnan(rest)
    n = int(both.sum())
    if n < LEAST_PARTICIPANTS:
        return NotEstimable(f"a correlation needs three participants with other items too; here: {participants(n)}")
    if not varies(own[both]):
        return NotEstimable("all participants do the same on this item: it correlates with nothing")
    if not varies(rest[both]):
        return NotEstimable("all participants do the same on the other items: nothing to correlate with")
    return float(np.corrcoef(own[both], rest[both])[0, 1])


def _distances(shares: Values, n: Values) -> list[float | NotEstimable]:
    if shares.size < LEAST_ITEMS:
        missing = NotEstimable(f"the rule for outliers needs five items, here: {shares.size}")
        return [missing] * shares.size
    logits = np.log((shares * n + 0.5) / ((1 - shares) * n + 0.5))
    from_median = logits - np.median(logits)
    spread = float(np.median(np.abs(from_median)))
    if spread < 1e-12:  # residues of subtraction
        missing = NotEstimable("more than half of the items are answered alike: no spread to measure a distance by")
        return [missing] * shares.size
    return [float(z) for z in NORMAL_MAD * from_median / spread]
