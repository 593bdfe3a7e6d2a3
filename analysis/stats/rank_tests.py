"""Tests on ranks, for values per participant that are far from normal; never for trials.

Each says whether its p value is exact (by counting all arrangements) or from a large-sample approximation.
Exact, as in R: fewer than 50 values a group and no ties.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Literal

import numpy as np
from scipy import stats

from analysis.stats.estimable import NotEstimable, Values, participants
from analysis.stats.ties import levelled

SMALL = 50
Calculation = Literal["exact", "normal", "chi-squared"]


@dataclass(frozen=True)
class RankTest:
    """A two-sided test on ranks.  df: of the chi-squared distribution; None where another one is used."""

    symbol: str
    statistic: float
    p: float
    calculation: Calculation
    df: float | None = None


@dataclass(frozen=True)
class RankPair:
    """Two of several groups, by their places: z above 0 where the first has the higher ranks; p is two-sided."""

    first: int
    second: int
    z: float
    p: float


@dataclass(frozen=True)
class Friedman:
    """Friedman's test, and Kendall's W: 0 where participants rank the conditions at random, 1 where all agree."""

    test: RankTest
    concordance: float


def mann_whitney(first: Values, second: Values) -> RankTest | NotEstimable:
    """Mann and Whitney's U of the first group: in how many pairs it is higher, a tie counting one half.

    The normal approximation is corrected for ties and continuity.
    """
    if min(first.size, second.size) < 1:
        return NotEstimable(
            "a rank test needs values in both groups; "
            f"the first has {participants(first.size)}, the second {participants(second.size)}"
        )
    everyone = levelled(np.concatenate([first, second]))
    if np.ptp(everyone) == 0:
        return NotEstimable("all participants have the same value, so there are no ranks")
    exact = max(first.size, second.size) < SMALL and not _has_ties(everyone)
    groups = np.split(everyone, [first.size])
    found = stats.mannwhitneyu(*groups, alternative="two-sided", method="exact" if exact else "asymptotic")
    return RankTest("U", float(found.statistic), float(found.pvalue), "exact" if exact else "normal")


def wilcoxon_signed_rank(differences: Values) -> RankTest | NotEstimable:
    """Wilcoxon's V of paired differences: the sum of the ranks of those above 0.

    Differences of 0 are dropped, as Wilcoxon did; with one, or with ties, the p value is the normal approximation's,
    corrected for ties and continuity.
    """
    differences = levelled(differences)
    moved = differences[differences != 0]
    if moved.size == 0:
        return NotEstimable("no participant differs between the conditions, so there is nothing to rank")
    ranks = stats.rankdata(np.abs(moved))
    exact = differences.size < SMALL and moved.size == differences.size and not _has_ties(np.abs(moved))
    found = stats.wilcoxon(moved, correction=not exact, method="exact" if exact else "asymptotic")
    v = float(ranks[moved > 0].sum())
    return RankTest("V", v, float(found.pvalue), "exact" if exact else "normal")


def kruskal_wallis(groups: Sequence[Values]) -> RankTest | NotEstimable:
    """Kruskal and Wallis' H of independent groups, corrected for ties; p from the chi-squared distribution."""
    lacking = _lacking(groups)
    if lacking is not None:
        return lacking
    found = stats.kruskal(*np.split(levelled(np.concatenate(groups)), _ends(groups)))
    return RankTest("H", float(found.statistic), float(found.pvalue), "chi-squared", float(len(groups) - 1))


def dunn(groups: Sequence[Values]) -> list[RankPair] | NotEstimable:
    """Dunn's (1964) z of every pair of groups, by the ranks among all groups; the p values are not adjusted.

    Ties are corrected for.
    """
    lacking = _lacking(groups)
    if lacking is not None:
        return lacking
    everyone = levelled(np.concatenate(groups))
    n = everyone.size
    means = [float(ranks.mean()) for ranks in np.split(stats.rankdata(everyone), _ends(groups))]
    _, tied = np.unique(everyone, return_counts=True)
    spread = n * (n + 1) / 12 - float((tied.astype(float) ** 3 - tied).sum()) / (12 * (n - 1))
    pairs = []
    for i, j in combinations(range(len(groups)), 2):
        z = (means[i] - means[j]) / sqrt(spread * (1 / groups[i].size + 1 / groups[j].size))
        pairs.append(RankPair(i, j, z, float(2 * stats.norm.sf(abs(z)))))
    return pairs


def friedman(values: Values) -> Friedman | NotEstimable:
    """Friedman's test of the conditions that every participant saw, corrected for ties, with Kendall's W.

    values: (participants, conditions), at least three conditions; for two see `wilcoxon_signed_rank`.
    """
    n, k = values.shape
    if k < 3:
        return NotEstimable(f"Friedman's test needs three conditions, here: {k}")
    if n < 2:
        return NotEstimable(f"Friedman's test needs two participants, here: {participants(n)}")
    values = levelled(values)
    if np.all(np.ptp(values, axis=1) == 0):
        return NotEstimable("no participant differs between the conditions, so there are no ranks")
    found = stats.friedmanchisquare(*values.T)
    statistic = float(found.statistic)
    test = RankTest("Q", statistic, float(found.pvalue), "chi-squared", float(k - 1))
    return Friedman(test, statistic / (n * (k - 1)))


def _lacking(groups: Sequence[Values]) -> NotEstimable | None:
    """Why several groups cannot be compared by ranks, if so."""
    if len(groups) < 2:
        return NotEstimable(f"a comparison needs two groups, here: {len(groups)}")
    empty = [place + 1 for place, group in enumerate(groups) if group.size == 0]
    if empty:
        return NotEstimable(f"a rank test needs values in every group; group {empty[0]} has no participants")
    if np.ptp(levelled(np.concatenate(groups))) == 0:
        return NotEstimable("all participants have the same value, so there are no ranks")
    return None


def _ends(groups: Sequence[Values]) -> list[int]:
    """Where each group but the last ends in the row of all."""
    return [int(end) for end in np.cumsum([group.size for group in groups])[:-1]]


def _has_ties(values: Values) -> bool:
    return np.unique(values).size < values.size
