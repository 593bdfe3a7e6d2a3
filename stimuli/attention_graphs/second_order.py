"""Pairs and trios of patches, each told from what is smaller.

In log-odds z a pair is expected to score z(ab) = z(a) + z(b) - z(), as if patches acted alone, and a trio
z(abc) = z(ab) + z(ac) + z(bc) - z(a) - z(b) - z(c) + z(), as if they acted alone and in pairs: the first- and the
second-order Möbius expansion.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from stimuli.attention_graphs.expectations import Expectations, Floats, Places, log_odds
from stimuli.attention_graphs.patches import Patches


class Level:
    """All sets of one size that may be minimal.  members: (n, k), their patches."""

    def __init__(self, members: Places, expectations: Expectations) -> None:
        self.members, self.expectations = members, expectations
        self._order = expectations.untold()

    @property
    def n_left(self) -> int:
        """How many were not asked yet."""
        return len(self._order)

    def next(self, most: int) -> list[Patches]:
        """The most promising ones of these."""
        return [tuple(int(patch) for patch in self.members[place]) for place in self._order[:most]]

    def learn(self, scores: Sequence[float]) -> None:
        """What the next ones scored; puts the others in order anew."""
        self.expectations.learn(self._order[: len(scores)], scores)
        self._order = self.expectations.untold()


def pairs_of(patches: Sequence[int], alone: Floats, empty: float) -> Level:
    """All pairs of these patches.  alone: (m,), the scores of all patches; empty: of none."""
    members = _all(patches, 2)
    expected = log_odds(alone)[members].sum(1) - _log_odds_of(empty)
    return Level(members, Expectations.of(expected, [], members, len(alone)))


def trios_of(patches: Sequence[int], pairs: Level, alone: Floats, empty: float, threshold: float) -> tuple[Level, int]:
    """All trios of these patches of which no pair is known to suffice, and how many are expected to suffice.

    A pair that was not asked counts as it is expected, but not as sufficient.
    """
    bar, table = _log_odds_of(threshold), np.zeros((len(alone), len(alone)))
    values = pairs.expectations.values()
    told = np.zeros(len(values), dtype=np.bool_)
    told[list(pairs.expectations.told)] = True
    one, other = pairs.members.T
    table[one, other] = table[other, one] = np.where(told, values, np.minimum(values, bar))
    members = _all(patches, 3)
    of_pairs = np.stack([table[members[:, i], members[:, j]] for i, j in ((0, 1), (0, 2), (1, 2))], axis=1)
    fitting = (of_pairs <= bar).all(1)
    members, of_pairs = members[fitting], of_pairs[fitting]
    of_singles = log_odds(alone)[members]
    expected = of_pairs.sum(1) - of_singles.sum(1) + _log_odds_of(empty)
    columns = [of_pairs.max(1), of_pairs.min(1), of_singles.sum(1), of_singles.max(1)] if len(members) else []
    level = Level(members, Expectations.of(expected, columns, members, len(alone)))
    return level, int((expected > bar).sum())


def _all(patches: Sequence[int], size: int) -> Places:
    return np.array(list(combinations(patches, size)), dtype=np.int64).reshape(-1, size)


def _log_odds_of(score: float) -> float:
    return float(log_odds(np.array([score]))[0])
