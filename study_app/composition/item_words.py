"""What the researcher is told of a set's items: how many, of which strata, and which images give none."""

from collections import Counter
from typing import get_args

from stimuli.manifest import StimulusSet, Stratum

STRATA: tuple[Stratum, ...] = get_args(Stratum)


def items_told(stimuli: StimulusSet) -> tuple[str, ...]:
    """One line, with the reasons that most images have first; none of a set whose recipe wants no items."""
    if not (stimuli.items or stimuli.item_misses):
        return ()
    n, by = len(stimuli.items), Counter(one.stratum for one in stimuli.items)
    strata = ", ".join(f"{by[stratum]} {stratum}" for stratum in STRATA if by[stratum])
    told = f"{n} item{'' if n == 1 else 's'}{f' ({strata})' if strata else ''}"
    return (f"{told}; {_missed(stimuli)}" if stimuli.item_misses else told,)


def _missed(stimuli: StimulusSet) -> str:
    n = sum(stimuli.item_misses.values())
    n_without = len(stimuli.stimuli) - len({one.image for one in stimuli.items})
    which = "none" if n <= n_without else "none, or too few," if n_without else "too few"
    reasons = sorted(stimuli.item_misses.items(), key=lambda one: (-one[1], one[0]))
    why = ", ".join(f"{reason} ({count})" for reason, count in reasons)
    return f"{which} of {n} image{'' if n == 1 else 's'}: {why}"
