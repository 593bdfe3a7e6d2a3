"""Which trios of patches are worth asking for, told from the scores of patches alone and in pairs.

The log-odds of a trio's score are predicted as if patches acted alone and in pairs only, z(abc) = z(ab) + z(ac) + z(bc)
- z(a) - z(b) - z(c) + z(): the second-order Möbius expansion.  A ridge regression of what this missed in the trios
asked so far mends the prediction for the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Self

import numpy as np
from numpy.typing import NDArray

from stimuli.attention_graphs.patches import Patches

Floats = NDArray[np.float64]
HOLD = 3.0  # of the ridge regression, towards leaving the prediction as it is
TINY = 0.01  # scores are told from 0 and from 1 by this at least, so that a lone 0 does not outweigh all others


@dataclass
class Trios:
    """members: (n, 3), trios that may be minimal.  expected: (n,), in log-odds.  features: (n, f), of the regression.

    told: what was learnt, by the trio's place.  left: places not asked yet, the most promising first.
    """

    members: NDArray[np.int64]
    expected: Floats
    features: Floats
    told: dict[int, float] = field(default_factory=dict)
    left: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    _asked: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @classmethod
    def of(cls, patches: Sequence[int], table: Floats, empty: float, threshold: float) -> Self:
        """All trios of these patches none of whose pairs suffices.  table: (m, m), scores of pairs of all patches."""
        members = np.array(list(combinations(patches, 3)), dtype=np.int64).reshape(-1, 3)
        pairs = np.stack([table[members[:, i], members[:, j]] for i, j in ((0, 1), (0, 2), (1, 2))], axis=1)
        members, pairs = members[(pairs <= threshold).all(1)], log_odds(pairs[(pairs <= threshold).all(1)])
        alone = log_odds(np.diag(table))[members]
        expected = pairs.sum(1) - alone.sum(1) + float(log_odds(np.array(empty)))
        features = np.stack([expected, pairs.max(1), pairs.min(1), alone.sum(1), alone.max(1)], axis=1)
        found = cls(members, expected, _standardised(features, members, len(table)))
        found.left = np.argsort(-expected, kind="stable")
        return found

    def __len__(self) -> int:
        """How many are left."""
        return len(self.left)

    def next(self, most: int) -> list[Patches]:
        """The most promising ones, which are then to be learnt from."""
        self._asked, self.left = self.left[:most], self.left[most:]
        return [(int(a), int(b), int(c)) for a, b, c in self.members[self._asked]]

    def learn(self, scores: Sequence[float]) -> None:
        """Puts the others in order by what the last trios scored."""
        self.told.update(zip(self._asked.tolist(), log_odds(np.asarray(scores)).tolist(), strict=True))
        places = np.fromiter(self.told, dtype=np.int64)
        missed = np.fromiter(self.told.values(), dtype=np.float64) - self.expected[places]
        known = self.features[places]
        hold = np.full(known.shape[1], HOLD)
        hold[0] = TINY  # the mean is free
        weights = np.linalg.solve(known.T @ known + np.diag(hold), known.T @ missed)
        mended = self.expected[self.left] + self.features[self.left] @ weights
        self.left = self.left[np.lexsort((self.left, -mended))]


def log_odds(scores: Floats) -> Floats:
    """Of probabilities; other scores, such as logits, stay as they are."""
    if scores.size and (scores.min() < 0 or scores.max() > 1):
        return scores
    kept = np.clip(scores, TINY, 1 - TINY)
    return np.log(kept / (1 - kept))


def _standardised(features: Floats, members: NDArray[np.int64], n_patches: int) -> Floats:
    """A column of ones, the features with mean 0 and spread 1, and a column per patch."""
    if not len(features):
        return np.empty((0, 1 + features.shape[1] + n_patches))
    spread = features.std(0)
    scaled = (features - features.mean(0)) / np.where(spread > 0, spread, 1.0)
    belongs = np.zeros((len(members), n_patches))
    np.put_along_axis(belongs, members, 1.0, axis=1)
    return np.concatenate([np.ones((len(members), 1)), scaled, belongs], axis=1)
