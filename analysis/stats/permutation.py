"""Tests that redo the randomisation: how often a difference this large comes from the draw of lots alone.

They suppose nothing of how values are spread, only that lots were drawn as the strata say.
All arrangements are counted where they are no more than n_draws.  Otherwise n_draws are drawn and the one seen counts
among them, p = (1 + those as large) / (1 + n_draws), so that the test keeps its level (Phipson and Smyth 2010).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from analysis.stats.estimable import NotEstimable, Values, participants

N_DRAWS = 9_999
CHUNK = 1_000


@dataclass(frozen=True)
class Permutation:
    """A two-sided test.  n_arrangements: counted (exact) or drawn beside the one seen."""

    estimate: float
    p: float
    n_arrangements: int
    exact: bool


@dataclass(frozen=True)
class _Stratum:
    """The values of one stratum, less their mean; the first n_first are of the first group."""

    values: Values
    n_first: int


def difference_of_means(
    values: Values,
    in_first: NDArray[np.bool_],
    strata: NDArray[np.intp],
    rng: np.random.Generator,
    *,
    n_draws: int = N_DRAWS,
) -> Permutation | NotEstimable:
    """The difference of two arms within strata, first minus second, when the arms are dealt anew in every stratum.

    values, in_first, strata: (participants,); strata are the blocks of the design, all 0 where there were none.
    The estimate is the mean of the strata's differences, weighted by m n / (m + n); where all strata are split alike
    it is the difference of means.  A stratum of one arm only says nothing and does not count.
    """
    dealt = [_stratum(values[strata == each], in_first[strata == each]) for each in np.unique(strata)]
    mixed = [each for each in dealt if 0 < each.n_first < each.values.size]
    if not mixed:
        return NotEstimable("no stratum has participants of both arms, so there is nothing to deal anew")
    seen = sum(float(each.values[: each.n_first].sum()) for each in mixed)
    weight = sum(each.n_first * (each.values.size - each.n_first) / each.values.size for each in mixed)
    n_all = prod(comb(each.values.size, each.n_first) for each in mixed)
    if n_all <= n_draws:
        return Permutation(seen / weight, _share(_all_sums(map(_sums, mixed)), seen), n_all, True)
    drawn = np.concatenate([_drawn(mixed, rng, n) for n in _chunks(n_draws)])
    return Permutation(seen / weight, _share(np.append(drawn, seen), seen), n_draws, False)


def sign_flip(differences: Values, rng: np.random.Generator, *, n_draws: int = N_DRAWS) -> Permutation | NotEstimable:
    """The mean of paired differences, when each participant's two conditions are dealt anew: the signs are tossed.

    differences: (participants,).
    """
    n = differences.size
    if n < 1:
        return NotEstimable(f"a paired test needs participants, here: {participants(n)}")
    seen = float(differences.sum())
    if 2**n <= n_draws:
        tossed = _all_sums(np.array([each, -each]) for each in differences)
        return Permutation(seen / n, _share(tossed, seen), 2**n, True)
    drawn = np.concatenate([rng.choice([-1.0, 1.0], (size, n)) @ differences for size in _chunks(n_draws)])
    return Permutation(seen / n, _share(np.append(drawn, seen), seen), n_draws, False)


def _stratum(values: Values, in_first: NDArray[np.bool_]) -> _Stratum:
    centred = values - values.mean()
    return _Stratum(np.concatenate([centred[in_first], centred[~in_first]]), int(in_first.sum()))


def _sums(stratum: _Stratum) -> Values:
    """The sum of the first group's values, for every way to deal the arms in one stratum."""
    places = np.array(list(combinations(range(stratum.values.size), stratum.n_first)))
    sums: Values = stratum.values[places].sum(axis=1)
    return sums


def _all_sums(parts: Iterable[Values]) -> Values:
    """Every sum of one number of each part."""
    total = np.zeros(1)
    for part in parts:
        total = np.add.outer(total, part).ravel()
    return total


def _drawn(strata: list[_Stratum], rng: np.random.Generator, n: int) -> Values:
    """The sum of the first groups' values in n random deals."""
    total = np.zeros(n)
    for stratum in strata:
        dealt = rng.permuted(np.tile(stratum.values, (n, 1)), axis=1)
        total += dealt[:, : stratum.n_first].sum(axis=1)
    return total


def _share(arrangements: Values, seen: float) -> float:
    """The share of arrangements at least as far from 0 as the one seen; sums in another order differ in last bits."""
    slack = 1e-9 * float(np.abs(arrangements).max())
    return float(np.mean(np.abs(arrangements) >= abs(seen) - slack))


def _chunks(n: int) -> list[int]:
    """n in portions that fit into memory."""
    return [CHUNK] * (n // CHUNK) + ([n % CHUNK] if n % CHUNK else [])
