"""Beam search for minimal sufficient sets of patches, in rounds that look for different ones.

A set is sufficient where the picture's score, shown only there, exceeds a given share of the whole picture's.
Departures from the authors' code, each of which docs/attention-graphs.md gives reasons for:

- The beam holds exactly as many states as it is told; equal sets reached in different orders are one state; ties are
  settled by the guide, then by the patches' numbers.
- A round ends with the depth at which it finds sets, and the next looks only among states that overlap little with what
  was found.  The authors' beam goes on from its first sets and fills up with their neighbours, of which only one can be
  shown; how many different explanations there are, it cannot tell.
- The limits are kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Literal

from stimuli.attention_graphs.asking import Asking, Memo, side_by_side
from stimuli.attention_graphs.diverse import diverse
from stimuli.attention_graphs.patches import Patches, shared, together
from stimuli.attention_graphs.pruning import pruned

Stopped = Literal["exhausted", "sets", "patches", "evaluations"]


@dataclass(frozen=True)
class Limits:
    """How far a search goes.

    width: states of the beam, and sets that a round keeps.  candidates: patches tried at each state, the most promising
    first; None: all.  sets: stops when so many are found.  patches: the largest state.  evaluations: after so many
    scored sets no state is extended; a sufficient set that was found by then is still made minimal.
    """

    width: int = 3
    candidates: int | None = 15
    sets: int = 10
    patches: int = 24
    evaluations: int = 2000


@dataclass(frozen=True)
class Found:
    """Minimal sufficient sets in the order in which they were found, and why the search stopped.

    exhausted: nothing was left to extend; else the limit that was reached.
    """

    sets: tuple[Patches, ...]
    stopped: Stopped


Round = tuple[list[Patches], Stopped | None]


@dataclass(frozen=True)
class BeamSearch:
    """order: all patches, the most promising first.  overlap: patches that sets of different rounds may share.

    memo: of the image, to count by; the search is to be `remembered`.
    """

    order: Sequence[int]
    threshold: float
    limits: Limits
    overlap: int
    memo: Memo

    def run(self) -> Asking[Found]:
        """Minimal sufficient sets of one image."""
        scores: dict[Patches, float] = {}
        while True:
            apart = diverse(list(scores), list(scores.values()), self.overlap)
            enough, stopped = yield from self._round(list(scores), apart)
            wanted = min(self.limits.width, self.limits.sets - len(scores))
            minimal = yield from side_by_side([pruned(one, self.threshold) for one in enough[:wanted]])
            new = [one for one in dict.fromkeys(minimal) if one not in scores]
            scores.update(zip(new, (yield new), strict=True) if new else ())
            if len(scores) >= self.limits.sets:
                return Found(tuple(scores), "sets")
            if stopped:
                return Found(tuple(scores), stopped)

    def _round(
        self, known: Sequence[Patches], apart: Sequence[Patches]
    ) -> Asking[tuple[list[Patches], Stopped | None]]:
        """Sufficient states of the first depth that has any, best first; and why no further round is worth it."""
        beam: list[Patches] = [()]
        for _ in range(min(self.limits.patches, len(self.order))):
            successors = self._successors(beam, known, apart)
            affordable = self._affordable(successors)
            if not successors:
                return [], "exhausted"
            scores = (yield affordable) if affordable else []
            ranked = sorted(zip(affordable, scores, strict=True), key=lambda pair: (-pair[1], self._place(pair[0])))
            enough = [one for one, score in ranked if score > self.threshold]
            spent = len(affordable) < len(successors) or self.memo.distinct >= self.limits.evaluations
            if enough or spent:
                return enough, "evaluations" if spent else None
            beam = [one for one, _ in ranked[: self.limits.width]]
        return [], "exhausted" if self.limits.patches >= len(self.order) else "patches"

    def _place(self, some: Patches) -> tuple[list[int], Patches]:
        return sorted(self._rank[patch] for patch in some), some

    @cached_property
    def _rank(self) -> dict[int, int]:
        return {patch: n for n, patch in enumerate(self.order)}

    def _successors(self, beam: Sequence[Patches], known: Sequence[Patches], apart: Sequence[Patches]) -> list[Patches]:
        """Every state with one more of its most promising patches, each set once.

        None holds a set that is known, or more than `overlap` patches of one that it is to differ from.
        """

        def is_new(state: Patches) -> bool:
            held = any(shared(state, one) == len(one) for one in known)
            return not held and all(shared(state, one) <= self.overlap for one in apart)

        found: dict[Patches, None] = {}
        for state in beam:
            grown = (together(state, [patch]) for patch in self.order if patch not in state)
            found.update(dict.fromkeys(islice(filter(is_new, grown), self.limits.candidates)))
        return list(found)

    def _affordable(self, sets: Sequence[Patches]) -> list[Patches]:
        """The first of them, as many as may still be scored."""
        left, chosen = self.limits.evaluations - self.memo.distinct, list[Patches]()
        for one in sets:
            left -= one not in self.memo.known
            if left < 0:
                break
            chosen.append(one)
        return chosen
