"""Answers that several questions need, computed once per evidence and forgotten with it."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TypeVar, TypeVarTuple
from weakref import WeakKeyDictionary

from analysis.evidence import Evidence

Answer = TypeVar("Answer")
Rest = TypeVarTuple("Rest")


def per_evidence(function: Callable[[Evidence, *Rest], Answer]) -> Callable[[Evidence, *Rest], Answer]:
    """The same function, which computes once for the same evidence (that very object) and the same other arguments.

    The other arguments must be hashable; what it returns is shared and must not be changed.
    """
    known: WeakKeyDictionary[Evidence, dict[Hashable, Answer]] = WeakKeyDictionary()

    @wraps(function)
    def remembering(evidence: Evidence, *rest: *Rest) -> Answer:
        mine = known.setdefault(evidence, {})
        if rest not in mine:
            mine[rest] = function(evidence, *rest)
        return mine[rest]

    return remembering
