"""A thorough search for the smallest explanations: the minimal sufficient sets of at most three patches.

Every patch is shown alone and every pair together.  What these say of a trio settles in which order trios are asked
(`trios`), until no evaluation is left.  Against the exhaustive enumeration it finds most of them at a tenth of the cost
(docs/benchmarks.md); a beam of the same cost follows a few pairs and misses the others.  Not in the paper.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from stimuli.attention_graphs.asking import Asking, Memo
from stimuli.attention_graphs.patches import Patches
from stimuli.attention_graphs.search import Found, Limits, Stopped
from stimuli.attention_graphs.trios import Floats, Trios

WAVE = 100  # trios that are asked before the rest are put in order anew


def pairwise_search(n_patches: int, threshold: float, limits: Limits, memo: Memo) -> Asking[Found]:
    """Minimal sufficient sets of one image, by size, best scores first: no part of one is sufficient itself.

    memo: of the image, to count by; the search is to be `remembered`.  Of the limits those of sets and of evaluations
    count; patches alone are asked in any case.
    """
    (empty,) = yield [()]
    singles: list[Patches] = [(patch,) for patch in range(n_patches)]
    alone = yield singles
    found = _sufficient(singles, alone, threshold)
    open_patches = [patch for patch in range(n_patches) if (patch,) not in found]
    pairs: list[Patches] = list(combinations(open_patches, 2))
    affordable = pairs[: max(0, limits.evaluations - memo.distinct)]
    together = (yield affordable) if affordable else []
    found += _sufficient(affordable, together, threshold)
    if len(affordable) < len(pairs):
        return _ended(found, "evaluations", limits)
    table = _table(alone, dict(zip(pairs, together, strict=True)))
    trios = Trios.of(open_patches, table, empty, threshold)
    while len(trios) and memo.distinct < limits.evaluations:
        wave = trios.next(min(WAVE, limits.evaluations - memo.distinct))
        scores = yield wave
        trios.learn(scores)
        found += _sufficient(wave, scores, threshold)
    return _ended(found, "evaluations" if len(trios) else "exhausted", limits)


def _sufficient(sets: Sequence[Patches], scores: Sequence[float], threshold: float) -> list[Patches]:
    """Those that suffice, by falling score, then by number."""
    enough = [(-score, one) for one, score in zip(sets, scores, strict=True) if score > threshold]
    return [one for _, one in sorted(enough)]


def _table(alone: Sequence[float], pairs: dict[Patches, float]) -> Floats:
    """(n, n): the scores of all pairs, and on the diagonal those of patches alone."""
    table = np.diag(np.asarray(alone, dtype=np.float64))
    for (one, other), score in pairs.items():
        table[one, other] = table[other, one] = score
    return table


def _ended(found: Sequence[Patches], stopped: Stopped, limits: Limits) -> Found:
    return Found(tuple(found[: limits.sets]), "sets" if len(found) > limits.sets else stopped)
