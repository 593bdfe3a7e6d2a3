"""A thorough search for the smallest explanations: the minimal sufficient sets of at most three patches.

Every patch is shown alone, then pairs in the order of what their patches promise, then trios in the order of what their
pairs do (`second_order`), until no evaluation is left.  Pairs are left off where trios already promise more than can be
asked.  Against the exhaustive enumeration it finds most of the sets at a tenth of the cost (docs/benchmarks.md); a beam
of the same cost follows a few pairs and misses the others.  Not in the paper.
"""

from collections.abc import Sequence

import numpy as np

from stimuli.attention_graphs.asking import Asking, Memo
from stimuli.attention_graphs.expectations import Floats
from stimuli.attention_graphs.patches import Patches, one_fewer
from stimuli.attention_graphs.search import Found, Limits
from stimuli.attention_graphs.second_order import Level, pairs_of, trios_of

WAVE = 100  # sets that are asked before the rest are put in order anew
FIRST = 0.5  # share of the pairs that is asked in any case
HOPE = 1.5  # pairs are left off where so many times the trios expected to suffice are more than can still be asked


def pairwise_search(n_patches: int, threshold: float, limits: Limits, memo: Memo) -> Asking[Found]:
    """Minimal sufficient sets of one image, by size: no part of one is known to be sufficient itself.

    memo: of the image, to count by; the search is to be `remembered`.  Of the limits those of sets and of evaluations
    count; patches alone are asked in any case.
    """
    (empty,) = yield [()]
    singles: list[Patches] = [(patch,) for patch in range(n_patches)]
    alone = np.array((yield singles), dtype=np.float64)
    found = _sufficient(singles, alone.tolist(), threshold)
    some = [patch for patch in range(n_patches) if (patch,) not in found]
    pairs = pairs_of(some, alone, empty)
    found += yield from _pairs(pairs, some, alone, empty, threshold, limits, memo)
    trios, _ = trios_of(some, pairs, alone, empty, threshold)
    found += yield from _trios(trios, limits.evaluations, threshold, memo)
    found.sort(key=len)
    if len(found) > limits.sets:
        return Found(tuple(found[: limits.sets]), "sets")
    return Found(tuple(found), "evaluations" if pairs.n_left or trios.n_left else "exhausted")


def _pairs(
    pairs: Level, some: Sequence[int], alone: Floats, empty: float, threshold: float, limits: Limits, memo: Memo
) -> Asking[list[Patches]]:
    """The sufficient ones of the pairs that are worth asking."""
    first = memo.distinct + round(FIRST * pairs.n_left)
    found = yield from _level(pairs, min(first, limits.evaluations), threshold, memo)
    while pairs.n_left and memo.distinct < limits.evaluations:
        _, hopeful = trios_of(some, pairs, alone, empty, threshold)
        if HOPE * hopeful > limits.evaluations - memo.distinct:
            break
        found += yield from _level(pairs, min(memo.distinct + WAVE, limits.evaluations), threshold, memo)
    return found


def _level(level: Level, until: int, threshold: float, memo: Memo) -> Asking[list[Patches]]:
    """The sufficient sets of a level, asked wave by wave until so many sets were scored in all."""
    found: list[Patches] = []
    while level.n_left and memo.distinct < until:
        wave = level.next(min(WAVE, until - memo.distinct))
        scores = yield wave
        level.learn(scores)
        found += _sufficient(wave, scores, threshold)
    return found


def _trios(trios: Level, until: int, threshold: float, memo: Memo) -> Asking[list[Patches]]:
    """The sufficient trios, and pairs of theirs that were left off and suffice; wave by wave as the others."""
    found: dict[Patches, None] = {}
    while trios.n_left and memo.distinct < until:
        wave = trios.next(min(WAVE, until - memo.distinct))
        scores = yield wave
        trios.learn(scores)
        for trio in _sufficient(wave, scores, threshold):
            fewer = list(one_fewer(trio))
            if memo.distinct + len(memo.unknown(fewer)) > until:
                continue  # whether it is minimal cannot be known any more
            pairs = _sufficient(fewer, (yield fewer), threshold)
            found.update(dict.fromkeys(pairs or [trio]))
    return list(found)


def _sufficient(sets: Sequence[Patches], scores: Sequence[float], threshold: float) -> list[Patches]:
    """Those that suffice, by falling score, then by number."""
    enough = [(-score, one) for one, score in zip(sets, scores, strict=True) if score > threshold]
    return [one for _, one in sorted(enough)]
