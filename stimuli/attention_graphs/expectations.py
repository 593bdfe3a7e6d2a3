"""What sets of patches are expected to score, and how that is mended by what some of them did score."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
HOLD = 3.0  # of the ridge regression, towards leaving what was expected as it is
TINY = 0.01  # scores are told from 0 and from 1 by this at least, so that a lone 0 does not outweigh all others


@dataclass
class Expectations:
    """Of n sets, in log-odds.  expected: (n,).  features: (n, f), of a regression of what the expectations missed.

    told: what sets scored, by their place.
    """

    expected: Floats
    features: Floats
    told: dict[int, float] = field(default_factory=dict)

    @classmethod
    def of(cls, expected: Floats, columns: Sequence[Floats], members: Places, n_patches: int) -> Self:
        """columns: what else is known of each set, (n,) each.  members: (n, k), its patches."""
        belongs = np.zeros((len(members), n_patches))
        np.put_along_axis(belongs, members, 1.0, axis=1)
        known = np.stack([expected, *columns], axis=1)
        spread = known.std(0) if len(known) else np.ones(known.shape[1])
        scaled = (known - known.mean(0)) / np.where(spread > 0, spread, 1.0) if len(known) else known
        return cls(expected, np.concatenate([np.ones((len(members), 1)), scaled, belongs], axis=1))

    def learn(self, places: Places, scores: Sequence[float]) -> None:
        """What the sets at these places scored."""
        self.told.update(zip(places.tolist(), log_odds(np.asarray(scores, dtype=np.float64)).tolist(), strict=True))

    def values(self) -> Floats:
        """(n,): what the sets told, and of the others what is expected, mended by a ridge regression."""
        if not self.told:
            return self.expected
        places = np.fromiter(self.told, dtype=np.int64)
        told = np.fromiter(self.told.values(), dtype=np.float64)
        known = self.features[places]
        hold = np.full(known.shape[1], HOLD)
        hold[0] = 1e-6  # the mean is free
        weights = np.linalg.solve(known.T @ known + np.diag(hold), known.T @ (told - self.expected[places]))
        values: Floats = self.expected + self.features @ weights
        values[places] = told
        return values

    def untold(self) -> Places:
        """The places of the others, the highest expectation first."""
        values = self.values()
        asked = np.zeros(len(values), dtype=np.bool_)
        asked[list(self.told)] = True
        ranked = np.lexsort((np.arange(len(values)), -values))
        return ranked[~asked[ranked]]


def log_odds(scores: Floats) -> Floats:
    """Of probabilities; other scores, such as logits, stay as they are."""
    if scores.size and (scores.min() < 0 or scores.max() > 1):
        return scores
    kept = np.clip(scores, TINY, 1 - TINY)
    return np.log(kept / (1 - kept))
