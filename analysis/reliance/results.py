"""How the results of reliance are made, whatever they are about."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analysis.reliance.advised import Advised
from analysis.result import Interval, Result
from analysis.stats.estimable import NotEstimable, Values

NAME = "reliance"
SEED = 20261201
N_RESAMPLES = 2000
BOOTSTRAP = f"percentile bootstrap interval over participants ({N_RESAMPLES} resamples, seed {SEED})"


def of_kind(results: Sequence[Result], block: str, kind: str) -> list[Result]:
    """The results of that block and kind, in their order."""
    return [each for each in results if each.labels["block"] == block and each.labels["kind"] == kind]


def blank(advised: Advised, arm: str, kind: str, n_trials: int) -> Result:
    """A proportion that is not computed yet; arm: one, or two as `FIRST - SECOND`."""
    return Result(
        name=f"{NAME}/{advised.measure}/{arm}/{kind}",
        question=NAME,
        estimand="",
        scale="proportion",
        family="descriptive",
        method="",
        estimate=None,
        n={arm: len(advised.of(arm).names)},
        labels={"block": advised.measure, "arm": arm, "kind": kind},
        n_trials=n_trials,
        status="not_estimable",
        reason="not computed",
    )


def with_interval(blank: Result, estimate: float | NotEstimable, interval: Interval | NotEstimable) -> Result:
    """The result with these; reasons where they are missing."""
    if isinstance(estimate, NotEstimable):
        return replace(blank, reason=estimate.reason)
    if isinstance(interval, NotEstimable):
        return replace(blank, estimate=estimate, status="no_interval", reason=interval.reason)
    lowest = -1.0 if blank.scale == "difference of proportions" else 0.0
    return replace(blank, estimate=estimate, interval=interval.cut(lowest, 1.0), status="ok", reason=None)


def ordered_rows(values: Values) -> Values:
    """Rows in the order of their numbers, so that resamples do not hang on what participants are called."""
    ordered: Values = values[np.lexsort(values.T)]
    return ordered


def rng() -> np.random.Generator:
    """The same for every bootstrap."""
    return np.random.default_rng(SEED)
