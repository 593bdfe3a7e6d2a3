"""Did participants attend, understand, and look?  Per arm, with intervals and without p values.

The participant is the unit: each passed all of their checks or did not, and has one median time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.evidence import Evidence
from analysis.manipulation_checks.account import data, drawings, methods, sentences, tables
from analysis.manipulation_checks.counts import Checks, Looks, checks, looks, seen_again
from analysis.question import Account
from analysis.result import Result, Scale
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.intervals import mean
from analysis.stats.proportions import Counts, wilson

NAME = "manipulation_checks"
OF = "everyone randomised who was asked"


@dataclass(frozen=True)
class ManipulationChecks:
    """The question, as the registry finds it."""

    title: str = "Attention and understanding"
    rank: int = 94

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per arm: who passed all checks, how many failed, how long they looked, what they saw again."""
        again = seen_again(evidence)
        made: list[Result] = []
        for each in checks(evidence):
            made += [result for arm in evidence.arms for result in _passed(each, arm, evidence.level)]
        made += [_looked(each, arm, evidence.level) for each in looks(evidence) for arm in evidence.arms]
        if len(again):
            made += [_seen_again(again, arm, evidence.level) for arm in evidence.arms]
        return made

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """Shares in one figure, times in another, and a table of each."""
        return Account(
            sentences=sentences(results),
            drawings=drawings(results, evidence.level),
            tables=tables(results, evidence),
            methods=methods(results, evidence.level),
            data=data(checks(evidence), looks(evidence), seen_again(evidence)),
        )


QUESTION = ManipulationChecks()


def _passed(each: Checks, arm: str, level: float) -> tuple[Result, Result]:
    rows = each.table[each.table["arm"] == arm]
    n, n_checks = len(rows), int(rows["n"].sum())
    counts = Counts(int((rows["n_passed"] == rows["n"]).sum()), n)
    reason = None if n else "nobody of this arm was asked"
    labels = {"check": each.name, "heading": each.heading, "arm": arm}
    share = Result(
        name=f"{NAME}/{each.name}/{arm}/passed",
        question=NAME,
        estimand=f"share of participants with {each.heading}, of {OF}: {arm}",
        scale="proportion",
        family="descriptive",
        method="participants who passed all that they were asked over those who were asked; Wilson's interval",
        estimate=counts.proportion if n else None,
        n={arm: n},
        labels=labels | {"what": "passed"},
        n_trials=n_checks,
        interval=wilson(counts, level) if n else None,
        status="ok" if n else "not_estimable",
        reason=reason,
    )
    failed = Result(
        name=f"{NAME}/{each.name}/{arm}/failed",
        question=NAME,
        estimand=f"failed checks, of those where passing is {each.heading}, of {OF}: {arm}",
        scale="count",
        family="descriptive",
        method="count of pages",
        estimate=float(n_checks - int(rows["n_passed"].sum())),
        n={arm: n},
        labels=labels | {"what": "failed"},
        n_trials=n_checks,
    )
    return share, failed


def _looked(each: Looks, arm: str, level: float) -> Result:
    rows = each.table[each.table["arm"] == arm]
    return _mean(
        rows["median_ms"],
        (f"{NAME}/{each.block}/{arm}/{each.what}_ms", "milliseconds", arm, level),
        f"mean of participants' median times for which {each.what} of block {each.block} were looked at, of everyone "
        f"randomised who saw them: {arm}",
        {"block": each.block, "looked": each.what, "n_pages": str(int(rows["n"].sum()))},
    )


def _seen_again(table: pd.DataFrame, arm: str, level: float) -> Result:
    rows = table[table["arm"] == arm]
    return _mean(
        rows["n_again"] / rows["n"],
        (f"{NAME}/seen_again/{arm}/share", "proportion", arm, level),
        f"mean share of pages that were sent more than once, of everyone randomised with a page: {arm}",
        {"what": "seen again", "n_pages": str(int(rows["n"].sum())), "n_again": str(int(rows["n_again"].sum()))},
    )


def _mean(
    values: "pd.Series[float]", named: tuple[str, Scale, str, float], estimand: str, labels: dict[str, str]
) -> Result:
    """named: the result's name, its scale, the arm, and the level of its interval."""
    name, scale, arm, level = named
    numbers: Values = np.asarray(values, dtype=np.float64)
    found = mean(numbers, level)
    bare = isinstance(found, NotEstimable)
    highest = 1.0 if scale == "proportion" else float("inf")
    return Result(
        name=name,
        question=NAME,
        estimand=estimand,
        scale=scale,
        family="descriptive",
        method="mean over participants of one value each; Student's t interval, cut to what the quantity can be",
        estimate=float(numbers.mean()) if numbers.size else None,
        n={arm: int(numbers.size)},
        labels={"arm": arm} | labels,
        n_trials=int(labels["n_pages"]),
        std_error=None if isinstance(found, NotEstimable) else found.std_error,
        interval=None if isinstance(found, NotEstimable) else found.interval.cut(0.0, highest),
        status="ok" if not bare else "no_interval" if numbers.size else "not_estimable",
        reason=found.reason if isinstance(found, NotEstimable) else None,
    )
