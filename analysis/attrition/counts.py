"""Who was randomised and did not finish: how many per arm, how their sessions ended, and where they left."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, prod

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analysis.evidence import Evidence
from analysis.population import COMPLETED
from analysis.stats.estimable import NotEstimable

SEED = 92
N_DRAWS = 1_999
MOST_TABLES = 20_000
ENOUGH_EXPECTED = 5.0
PAUSE = ":pause"
NOWHERE = "no answer"
DELETED = "answers deleted"


@dataclass(frozen=True)
class ArmLosses:
    """One arm.  outcomes: how the sessions of those who left ended.  last: block of their last answered trial."""

    arm: str
    randomised: int
    left: int
    outcomes: "Counter[str]"
    last: "Counter[str]"


@dataclass(frozen=True)
class Independence:
    """A test of the share that left being the same in all arms.

    chi_square: Pearson's, whatever p is had by.  how: the test in words.
    """

    chi_square: float
    df: int
    p: float
    how: str


def losses(evidence: Evidence) -> tuple[ArmLosses, ...]:
    """Everybody randomised, arm by arm."""
    people = evidence.participants
    seated = people[people["seated_at"].notna()]
    last = _last_blocks(evidence)
    made = []
    for arm in evidence.arms:
        of_arm = seated[seated["arm"] == arm]
        gone = of_arm[of_arm["outcome"] != COMPLETED]
        blocks = [
            DELETED if erased else last.get(name, NOWHERE)
            for name, erased in zip(gone["participant"], gone["erased"], strict=True)
        ]
        made.append(ArmLosses(arm, len(of_arm), len(gone), Counter(gone["outcome"]), Counter(blocks)))
    return tuple(made)


def _last_blocks(evidence: Evidence) -> dict[str, str]:
    """Participant → the block of the last trial that they answered; a break counts to its block."""
    answered = evidence.trials[evidence.trials["answered"]]
    rows: pd.DataFrame = answered.sort_values(["participant", "position"]).drop_duplicates("participant", keep="last")
    return dict(zip(rows["participant"], rows["block"].str.removesuffix(PAUSE), strict=True))


def independence(arms: Sequence[ArmLosses]) -> Independence | NotEstimable:
    """Whether arms differ in the share that left.

    Two arms: Fisher's exact test.  More: Pearson's chi-square where every expected count is 5 or more; else the exact
    test of Freeman and Halton (1951), which adds up all tables with the same margins that are no likelier, or, where
    they are more than 20,000, the share of 1,999 drawn ones whose chi-square is as large.  Empty arms do not count.
    """
    n = np.array([each.randomised for each in arms if each.randomised])
    left = np.array([each.left for each in arms if each.randomised])
    if n.size < 2:
        return NotEstimable("there are not two arms with participants")
    total = int(left.sum())
    if total in (0, int(n.sum())):
        return NotEstimable("nobody left" if total == 0 else "nobody finished")
    seen, df = _chi_square(left, n), int(n.size - 1)
    expected = np.concatenate([n * total / n.sum(), n * (1 - total / n.sum())])
    if n.size > 2 and expected.min() >= ENOUGH_EXPECTED:
        return Independence(seen, df, float(stats.chi2.sf(seen, df)), "Pearson's chi-square test")
    if prod(np.minimum(n[:-1], total) + 1) <= MOST_TABLES:
        how = "Fisher's exact test" if n.size == 2 else "the exact test of Freeman and Halton"
        return Independence(seen, df, _exact(left, n), how)
    rng = np.random.default_rng(SEED)
    drawn = rng.multivariate_hypergeometric(n, total, size=N_DRAWS, method="marginals")
    as_large = sum(_chi_square(each, n) >= seen * (1 - 1e-9) for each in drawn)
    how = f"a permutation test of chi-square ({N_DRAWS:,} draws, seed {SEED})"
    return Independence(seen, df, (1 + as_large) / (1 + N_DRAWS), how)


def _chi_square(left: NDArray[np.int64], n: NDArray[np.int64]) -> float:
    share = left.sum() / n.sum()
    return float((((left - n * share) ** 2) / (n * share * (1 - share))).sum())


def _exact(left: NDArray[np.int64], n: NDArray[np.int64]) -> float:
    """The probability, given the margins, of all tables that are no likelier than the one seen."""
    ways = _ways([int(each) for each in n], int(left.sum()))
    seen = prod(comb(int(size), int(gone)) for size, gone in zip(n, left, strict=True))
    return sum(each for each in ways if each <= seen) / sum(ways)


def _ways(n: list[int], total: int) -> list[int]:
    """In how many ways each table can come about: whole numbers, so that equal likelihoods are equal."""
    tables = [(total, 1)]
    for size in n[:-1]:
        tables = [
            (rest - gone, ways * comb(size, gone)) for rest, ways in tables for gone in range(min(size, rest) + 1)
        ]
    return [ways * comb(n[-1], rest) for rest, ways in tables if rest <= n[-1]]
