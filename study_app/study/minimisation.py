"""Minimisation: each participant gets the arm that keeps the arms most alike in what is named, with a biased coin.

S. J. Pocock and R. Simon, "Sequential treatment assignment with balancing for prognostic factors in the controlled
clinical trial", Biometrics 31 (1975) 103-115: the range of the counts as each factor's imbalance, all factors with the
same weight, the preferred arm with probability `certainty` and else any other with equal probability.
"""

from collections.abc import Mapping, Sequence

from study_app.study.draw import Draw

PARTS = 1_000_000  # the biased coin's grain

Counts = Mapping[str, int]  # arm → participants


def preferred(arms: Sequence[str], alike: Sequence[Counts]) -> list[str]:
    """The arms whose choice would leave the least imbalance in all, in the order of `arms`.

    alike: for every factor, how many participants of this one's level each arm has.
    """
    totals = {arm: sum(_range_with(counts, arms, arm) for counts in alike) for arm in arms}
    return [arm for arm in arms if totals[arm] == min(totals.values())]


def minimised(arms: Sequence[str], alike: Sequence[Counts], certainty: float, draw: Draw) -> str:
    """The arm for somebody new."""
    best = preferred(arms, alike)
    chosen = best[draw.below(len(best))]
    others = [arm for arm in arms if arm != chosen]
    if not others or draw.below(PARTS) < certainty * PARTS:
        return chosen
    return others[draw.below(len(others))]


def _range_with(counts: Counts, arms: Sequence[str], chosen: str) -> int:
    """The difference of the largest and the smallest arm, were that arm chosen."""
    after = [counts.get(arm, 0) + (arm == chosen) for arm in arms]
    return max(after) - min(after)
