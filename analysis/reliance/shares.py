"""Over- and under-reliance, switching, RAIR and RSR: of each arm, and against the first arm that was advised."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.reliance.advised import Advised
from analysis.reliance.results import NAME
from analysis.result import Result, Test
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.group_estimates import GroupEstimate
from analysis.stats.intervals import welch
from analysis.stats.shares import Shares, averaged_share, pooled_share, share_of_each

POPULATION = "everyone randomised with at least one such trial answered with advice, in the arm as randomised"


@dataclass(frozen=True)
class Measure:
    """What a share is called, and what it is the share of."""

    title: str
    meaning: str


ONE_STAGE = {
    "over_reliance": Measure("over-reliance", "share of wrong advice that was accepted"),
    "under_reliance": Measure("under-reliance", "share of right advice that was refused"),
}
TWO_STAGES = {
    "over_reliance": Measure("over-reliance", "share of wrong advice that was the final answer"),
    "under_reliance": Measure("under-reliance", "share of right advice that was not the final answer"),
    "switch_fraction": Measure("switch fraction", "share of advice unlike the own answer that became the final answer"),
    "rair": Measure("RAIR", "share of wrong own answers with right advice after which the final answer was the advice"),
    "rsr": Measure("RSR", "share of right own answers with wrong advice after which the final answer was the own one"),
}
METHODS = {
    "mean": "mean over participants of each one's share, those without such a trial left out; "
    "Student's t interval, cut to the range from 0 to 1",
    "pooled": "share of all participants' trials together, each trial counting alike; interval over participants by "
    "linearisation of a ratio (t, participants as clusters), cut to the range from 0 to 1",
}


def measures_of(advised: Advised) -> Mapping[str, Measure]:
    """The measures that this many stages have, by their names in results."""
    return TWO_STAGES if advised.in_two_stages else ONE_STAGE


def shares_of_arms(advised: Advised, level: float) -> list[Result]:
    """Per measure and arm the mean of participants, the pooled share, and how many had no such trial."""
    found = []
    for key, measure in measures_of(advised).items():
        for arm in advised.arms:
            shares = advised.of(arm).shares[key]
            averaged = averaged_share(shares, level)
            of_arm = _Of(advised.measure, arm, key, measure)
            found += [
                _share(of_arm, "mean", averaged),
                _share(of_arm, "pooled", pooled_share(shares, level)),
                _without(of_arm, shares, averaged.n_without),
            ]
    return found


def differences_of_arms(advised: Advised, level: float) -> list[Result]:
    """Per measure each later arm minus the first, by Welch's test; p values are not corrected yet."""
    first, *others = advised.arms or ("",)
    return [
        _difference(advised, (key, measure), (arm, first), level)
        for key, measure in measures_of(advised).items()
        for arm in others
    ]


def shares_table(advised: Advised) -> pd.DataFrame:
    """One row per participant and measure: arm, n_events, n_chances, share; NaN where there was no chance."""
    rows = []
    for key in measures_of(advised):
        for arm in advised.arms:
            trials = advised.of(arm)
            shares = trials.shares[key]
            of_each = [np.nan if isinstance(each, NotEstimable) else each for each in share_of_each(shares)]
            columns = zip(trials.names, shares.n_events.tolist(), shares.n_chances.tolist(), of_each, strict=True)
            rows += [(name, arm, key, *numbers) for name, *numbers in columns]
    return pd.DataFrame(rows, columns=["participant", "arm", "measure", "n_events", "n_chances", "share"])


@dataclass(frozen=True)
class _Of:
    """What a share is about."""

    block: str
    arm: str
    key: str
    measure: Measure

    @property
    def estimand(self) -> str:
        return f"{self.measure.title}, the {self.measure.meaning}, in block {self.block} of {POPULATION}: {self.arm}"

    def labels(self, kind: str) -> dict[str, str]:
        return {"block": self.block, "arm": self.arm, "measure": self.key, "kind": kind}


def _share(of: _Of, kind: str, found: GroupEstimate) -> Result:
    missing = isinstance(found.estimate, NotEstimable)
    interval = None if isinstance(found.interval, NotEstimable) else found.interval
    return Result(
        name=f"{NAME}/{of.block}/{of.arm}/{of.key}/{kind}",
        question=NAME,
        estimand=f"{'pooled ' if kind == 'pooled' else ''}{of.estimand}",
        scale="proportion",
        family="descriptive",
        method=METHODS[kind],
        estimate=None if isinstance(found.estimate, NotEstimable) else found.estimate,
        n={of.arm: found.n_participants},
        labels=of.labels(kind),
        n_trials=found.n_trials,
        std_error=found.std_error,
        interval=interval,
        status="not_estimable" if missing else "ok" if interval else "no_interval",
        reason=found.interval.reason if isinstance(found.interval, NotEstimable) else None,
    )


def _without(of: _Of, shares: Shares, n_without: int) -> Result:
    return Result(
        name=f"{NAME}/{of.block}/{of.arm}/{of.key}/without",
        question=NAME,
        estimand=f"participants of arm {of.arm} who answered with advice in block {of.block}, but had no "
        f"{shares.chance}, so that they have no {of.measure.title}",
        scale="count",
        family="descriptive",
        method="count",
        estimate=float(n_without),
        n={of.arm: int(shares.n_chances.size)},
        labels=of.labels("without"),
    )


def _difference(advised: Advised, measured: tuple[str, Measure], arms: tuple[str, str], level: float) -> Result:
    (key, measure), (first, second) = measured, arms
    shares = [advised.of(arm).shares[key] for arm in arms]
    values = [_values(each) for each in shares]
    blank = Result(
        name=f"{NAME}/{advised.measure}/{first} - {second}/{key}/difference",
        question=NAME,
        estimand=f"difference in {measure.title}, the {measure.meaning}, in block {advised.measure}, "
        f"{first} minus {second}, of {POPULATION}",
        scale="difference of proportions",
        family="exploratory",
        method="difference of the arms' means over participants; Welch's t test, two-sided, and its interval, "
        "cut to the range from -1 to 1",
        estimate=float(values[0].mean() - values[1].mean()) if values[0].size and values[1].size else None,
        n={arm: each.size for arm, each in zip(arms, values, strict=True)},
        labels={"block": advised.measure, "first": first, "second": second, "measure": key, "kind": "difference"},
        n_trials=sum(int(each.n_chances.sum()) for each in shares),
        reference=0.0,
        status="no_interval" if values[0].size and values[1].size else "not_estimable",
        reason="not computed",
    )
    found = welch(values[0], values[1], level)
    if isinstance(found, NotEstimable):
        return replace(blank, reason=found.reason)
    return replace(
        blank,
        std_error=found.std_error,
        interval=found.interval.cut(-1.0, 1.0),
        test=Test("t", found.t, found.df, found.p),
        status="ok",
        reason=None,
    )


def _values(shares: Shares) -> Values:
    has = shares.n_chances > 0
    values: Values = shares.n_events[has] / shares.n_chances[has]
    return values
