"""Whether the items of a scale measure the same: alpha, omega, and each item's correlation with the others."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy import stats

from analysis.arm_differences import begun, filled
from analysis.ratings.described import NAME
from analysis.ratings.measured import Scale
from analysis.result import Interval, Result
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.group_estimates import GroupEstimate, nothing
from analysis.stats.row_bootstrap import row_bootstrap
from analysis.stats.scale_reliability import cronbach_alpha, mcdonald_omega
from analysis.stats.ties import varies

ALL = "all arms"
SEED, N_DRAWS = 20260320, 500
DRAWS = f"{N_DRAWS} bootstrap samples of participants, seed {SEED}"
WHOM = (
    "of everyone randomised who rated every item, all arms together, so that a difference between arms counts as one "
    "between people; items as they were answered, none reversed"
)


def reliability(scale: Scale, level: float) -> Iterator[Result]:
    """Of a scale with two items or more; nothing of others."""
    if not scale.points or len(scale.items) < 2:
        return
    table = scale.table
    yield filled(
        _asked(scale, "alpha", "Cronbach's alpha", "Feldt's interval, which supposes normal ratings"),
        _alpha(table, level),
    )
    method = f"omega total of a one-factor model by maximum likelihood; percentile interval from {DRAWS}"
    yield filled(_asked(scale, "omega", "McDonald's omega", method), _omega(table, level))
    for place, item in enumerate(scale.items):
        asked = _asked(
            scale, f"item_rest/{item.name}", f"correlation of item {item.name} with the sum of the other items",
            "Pearson's correlation over participants, Fisher's z interval",
        )  # fmt: skip
        yield replace(filled(asked, _with_rest(table, place, level), (-1.0, 1.0)), reference=0.0)


def _asked(scale: Scale, key: str, what: str, method: str) -> Result:
    return begun(
        Result(
            name=f"{NAME}/{scale.key}/{key}",
            question=NAME,
            estimand=f"{what} of {scale.what} in block {scale.block} {WHOM}",
            scale="agreement",
            family="descriptive",
            method=method,
            estimate=0.0,
            n={ALL: 0},
            labels={"block": scale.block, "scale": scale.key, "arm": ALL, "quantity": key},
        )
    )


def _alpha(table: Values, level: float) -> GroupEstimate:
    found = cronbach_alpha(table, level)
    if isinstance(found, NotEstimable):
        return nothing(found.reason, 0)
    return GroupEstimate(found.estimate, None, found.interval, len(table), 0, table.size)


def _omega(table: Values, level: float) -> GroupEstimate:
    def omega(rows: Values) -> float | NotEstimable:
        found = mcdonald_omega(rows)
        return found if isinstance(found, NotEstimable) else found.estimate

    estimate = omega(table)
    if isinstance(estimate, NotEstimable):
        return nothing(estimate.reason, 0)
    interval = row_bootstrap(table, omega, level, rng=np.random.default_rng(SEED), n_draws=N_DRAWS)
    return GroupEstimate(estimate, None, interval, len(table), 0, table.size)


def _with_rest(table: Values, place: int, level: float) -> GroupEstimate:
    if len(table) < 3:
        return nothing("a correlation needs three participants who rated every item", 0)
    own, rest = table[:, place], np.delete(table, place, axis=1).sum(axis=1)
    if not (varies(own) and varies(rest)):
        return nothing("all participants gave the same ratings: nothing varies together", 0)
    r = float(np.clip(np.corrcoef(own, rest)[0, 1], -1.0, 1.0))
    return GroupEstimate(r, None, _fisher(r, len(table), level), len(table), 0, table.size)


def _fisher(r: float, n: int, level: float) -> Interval | NotEstimable:
    if n < 4:
        return NotEstimable("an interval needs four participants who rated every item")
    if abs(r) > 1 - 1e-12:
        return NotEstimable("the item follows from the others, without an error to judge by")
    reach = float(stats.norm.ppf((1 + level) / 2)) / math.sqrt(n - 3)
    return Interval(math.tanh(math.atanh(r) - reach), math.tanh(math.atanh(r) + reach), level)
