"""How long do right answers take in each arm, and how many times longer than in the first arm?

The participant is the unit: each gives the median time of their right answers, and arms are compared on its logarithm.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp

import numpy as np
import pandas as pd

from analysis import population
from analysis.contrasts import corrected
from analysis.evidence import Evidence
from analysis.planned.section import planned_results, with_planned
from analysis.question import Account
from analysis.response_time.account import account_of
from analysis.response_time.times import REASONS, Modelled, kept, medians, modelled, right_answers, timed
from analysis.result import Interval, Result, Test
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.intervals import Difference, mean, welch

NAME = "response_time"
WHOM = "everyone randomised with at least one right answer whose time counts, in the arm as randomised"
OF_ALL = "everyone randomised with at least one right answer that has a time, in the arm as randomised"
MEAN = (
    "median over each participant's right answers; mean over participants of its logarithm with Student's t interval, "
    "both transformed back"
)
MODEL = "linear mixed model of log response times with crossed random effects of participants and items, REML"


@dataclass(frozen=True)
class ResponseTime:
    """The question, as the registry finds it."""

    title: str = "Response times"
    rank: int = 30

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per block and arm the typical time, what was left out, accuracy beside it; ratios; planned differences."""
        right = _right(evidence)
        of_arms = [
            each for block in right for arm in evidence.arms for each in _of_arm(right[block], block, arm, evidence)
        ]
        ratios = [_ratio(rows, block, arm, evidence) for block, rows in right.items() for arm in evidence.arms[1:]]
        models = {block: modelled(kept(rows), evidence.arms) for block, rows in right.items()} if ratios else {}
        by_model = [_of_model(models[each.labels["block"]], each, evidence.level) for each in ratios]
        own = [*of_arms, *corrected(ratios, evidence.level), *corrected(by_model, evidence.level)]
        return [*own, *planned_results(evidence, NAME)]

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """A cloud per block, times beside accuracy, ratios, and what was left out."""
        people = {block: medians(kept(rows)) for block, rows in _right(evidence).items()}
        return with_planned(evidence, results, NAME, lambda own: account_of(evidence, own, people))


QUESTION = ResponseTime()


def _right(evidence: Evidence) -> dict[str, pd.DataFrame]:
    """Right answers of every measure that somebody answered; data from elsewhere may tell no times at all."""
    asked = {each: population.accuracy_by_participant(evidence, each) for each in population.measures(evidence)}
    found = {each: right_answers(evidence, each) for each, table in asked.items() if len(table)}
    is_outside = evidence.plan.study is None
    return {each: rows for each, rows in found.items() if not is_outside or rows["rt_ms"].notna().any()}


def _of_arm(right: pd.DataFrame, block: str, arm: str, evidence: Evidence) -> list[Result]:
    mine = right[right["arm"] == arm]
    blank = Result(
        name=f"{NAME}/{block}/{arm}/",
        question=NAME,
        estimand="",
        scale="milliseconds",
        family="descriptive",
        method=MEAN,
        estimate=None,
        n={arm: 0},
        labels={"block": block, "arm": arm},
        status="not_estimable",
        reason="not computed",
    )
    said = f"geometric mean of participants' median response times of right answers in block {block}"
    typical = replace(blank, name=f"{blank.name}median", estimand=f"{said} of {WHOM}: {arm}")
    all_times = replace(
        blank, name=f"{blank.name}median_of_all_times", estimand=f"{said}, doubtful times too, of {OF_ALL}: {arm}"
    )
    return [
        _typical(typical, medians(kept(mine)), evidence.level),
        _typical(all_times, medians(timed(mine)), evidence.level),
        _accuracy(blank, evidence),
        *(_left_out(blank, mine, reason) for reason in REASONS),
    ]


def _typical(blank: Result, table: pd.DataFrame, level: float) -> Result:
    (arm,) = blank.n
    values = _logs(table)
    filled = replace(blank, n={arm: values.size}, n_trials=int(table["n_trials"].sum()))
    if values.size == 0:
        return replace(filled, reason="no right answer has such a time")
    found = mean(values, level)
    estimate = float(np.exp(values.mean()))
    if isinstance(found, NotEstimable):
        return replace(filled, estimate=estimate, status="no_interval", reason=found.reason)
    return replace(filled, estimate=estimate, interval=_back(found.interval), status="ok", reason=None)


def _accuracy(blank: Result, evidence: Evidence) -> Result:
    block, arm = blank.labels["block"], blank.labels["arm"]
    table = population.accuracy_by_participant(evidence, block)
    mine = table[table["arm"] == arm]
    values = mine["accuracy"].to_numpy(dtype="float64")
    found = mean(values, evidence.level)
    bare = isinstance(found, NotEstimable)
    return replace(
        blank,
        name=f"{blank.name}accuracy",
        estimand=f"mean share of right answers in block {block}, to stand beside the times, of "
        f"everyone randomised with at least one answered trial of the block, in the arm as randomised: {arm}",
        scale="proportion",
        method="mean over participants; Student's t interval, cut to the range from 0 to 1",
        estimate=float(values.mean()) if values.size else None,
        interval=None if isinstance(found, NotEstimable) else found.interval.cut(0.0, 1.0),
        n={arm: values.size},
        n_trials=int(mine["n_trials"].sum()),
        status="ok" if not bare else "no_interval" if values.size else "not_estimable",
        reason=found.reason if isinstance(found, NotEstimable) else None,
    )


def _left_out(blank: Result, mine: pd.DataFrame, reason: str) -> Result:
    arm = blank.labels["arm"]
    return replace(
        blank,
        name=f"{blank.name}left_out/{reason}",
        estimand=f"right answers in block {blank.labels['block']} whose time is left out ({REASONS[reason]}): {arm}",
        scale="count",
        method="count of trials; a time with several reasons counts under the first of them",
        estimate=float((mine["left_out"] == reason).sum()),
        n={arm: mine["participant"].nunique()},
        labels={**blank.labels, "left_out": reason},
        n_trials=len(mine),
        status="ok",
        reason=None,
    )


def _ratio(right: pd.DataFrame, block: str, arm: str, evidence: Evidence) -> Result:
    """That arm over the first, on participants' medians."""
    first = evidence.arms[0]
    table = medians(kept(right))
    values = {each: _logs(table[table["arm"] == each]) for each in (arm, first)}
    blank = Result(
        name=f"{NAME}/{block}/{arm}/ratio",
        question=NAME,
        estimand=f"ratio of geometric means of participants' median response times of right answers in block {block}, "
        f"{arm} over {first}, of {WHOM}",
        scale="ratio",
        family="exploratory",
        method="difference of the arms' means of log medians, transformed back; Welch's t test, two-sided",
        estimate=None,
        n={each: logs.size for each, logs in values.items()},
        labels={"block": block, "first": arm, "second": first},
        n_trials=int(table.loc[table["arm"].isin([arm, first]), "n_trials"].sum()),
        reference=1.0,
        status="not_estimable",
        reason="not computed",
    )
    found = welch(values[arm], values[first], evidence.level)
    if isinstance(found, Difference):
        test = Test("t", found.t, found.df, found.p)
        return replace(
            blank, estimate=exp(found.estimate), interval=_back(found.interval), test=test, status="ok", reason=None
        )
    if min(blank.n.values()) == 0:
        return replace(blank, reason=found.reason)
    estimate = float(np.exp(values[arm].mean() - values[first].mean()))
    return replace(blank, estimate=estimate, status="no_interval", reason=found.reason)


def _of_model(model: Modelled | NotEstimable, ratio: Result, level: float) -> Result:
    """The same ratio by the mixed model."""
    arm, first = ratio.labels["first"], ratio.labels["second"]
    blank = replace(
        ratio,
        name=f"{ratio.name}_by_model",
        estimand=f"ratio of geometric means of response times of right answers in block {ratio.labels['block']}, "
        f"{arm} over {first}, of a participant and an image like those here, of {WHOM}",
        method=f"{MODEL}; test with Satterthwaite's degrees of freedom, two-sided",
        estimate=None,
        interval=None,
        test=None,
        status="not_estimable",
        reason="not computed",
    )
    found = model if isinstance(model, NotEstimable) else model.difference((arm, first), level)
    said = () if isinstance(model, NotEstimable) else model.said
    if isinstance(found, NotEstimable):
        return replace(blank, reason=found.reason)
    fitted = replace(blank, method="; ".join([blank.method, *said]))
    test = Test("t", found.statistic, found.df, found.p)
    return replace(
        fitted, estimate=exp(found.estimate), interval=_back(found.interval), test=test, status="ok", reason=None
    )


def _logs(table: pd.DataFrame) -> Values:
    return np.asarray(np.log(table["median_ms"].to_numpy(dtype="float64")))


def _back(interval: Interval) -> Interval:
    """From logarithms."""
    return Interval(exp(interval.low), exp(interval.high), interval.level)
