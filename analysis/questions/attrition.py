"""Who left after randomisation: how many of each arm, how, where, and whether arms differ in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analysis import wording
from analysis.attrition.account import drawing, sentences, table, told_of_difference, where_table
from analysis.attrition.counts import ArmLosses, independence, losses
from analysis.evidence import Evidence
from analysis.population import knows_who_finished
from analysis.question import Account
from analysis.result import Result, Test
from analysis.stats.estimable import NotEstimable
from analysis.stats.proportions import Counts, risk_difference, wilson

NAME = "attrition"
LEFT = "randomised participants who did not come to the last page"


@dataclass(frozen=True)
class Attrition:
    """The question, as the registry finds it."""

    title: str = "Attrition"
    rank: int = 92

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per arm the share that left, how and where; the differences between arms; one test over all."""
        arms = losses(evidence)
        if not any(each.randomised for each in arms) or not knows_who_finished(evidence):
            return ()
        shares = [_share(each, evidence.level) for each in arms]
        counts = [count for each in arms for count in _counts(each, arms)]
        pairs = [_difference(arms[0], each, evidence.level) for each in arms[1:]]
        return [*shares, *counts, *pairs, _test(arms)]

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """A sentence at the top only where arms differ; shares drawn, outcomes and places in tables."""
        arms = losses(evidence)
        if not results:
            return Account()
        shares = [each for each in results if each.labels.get("what") == "left"]
        pairs = [each for each in results if "first" in each.labels]
        tested = next(each for each in results if each.name == f"{NAME}/all/spread")
        where = where_table(arms, evidence)
        return Account(
            answers=told_of_difference(shares, tested, evidence.level),
            sentences=sentences(shares, pairs, tested),
            drawings=(drawing(shares, evidence.level),),
            tables=(table(arms, shares, evidence.level), *where),
            methods=_methods(tested, evidence.level),
            data={NAME: _data(arms)},
        )


QUESTION = Attrition()


def _share(each: ArmLosses, level: float) -> Result:
    counts = Counts(each.left, each.randomised)
    empty = each.randomised == 0
    return Result(
        name=f"{NAME}/{each.arm}/left",
        question=NAME,
        estimand=f"share of {LEFT}: {each.arm}",
        scale="proportion",
        family="descriptive",
        method="those who did not finish over those randomised; Wilson's interval",
        estimate=None if empty else counts.proportion,
        n={each.arm: each.randomised},
        labels={"arm": each.arm, "what": "left"},
        interval=None if empty else wilson(counts, level),
        status="not_estimable" if empty else "ok",
        reason="nobody was randomised to this arm" if empty else None,
    )


def _counts(each: ArmLosses, arms: Sequence[ArmLosses]) -> list[Result]:
    """How the sessions ended, and after which block, of those who left; kinds that no arm has are left out."""
    outcomes = sorted({kind for arm in arms for kind in arm.outcomes})
    blocks = sorted({block for arm in arms for block in arm.last})
    blank = Result(
        name="",
        question=NAME,
        estimand="",
        scale="count",
        family="descriptive",
        method="count",
        estimate=0.0,
        n={each.arm: each.randomised},
    )
    ended = [
        replace(
            blank,
            name=f"{NAME}/{each.arm}/outcome/{kind}",
            estimand=f"{LEFT} and whose session ended as {kind}: {each.arm}",
            estimate=float(each.outcomes[kind]),
            labels={"arm": each.arm, "outcome": kind},
        )
        for kind in outcomes
    ]
    placed = [
        replace(
            blank,
            name=f"{NAME}/{each.arm}/last/{block}",
            estimand=f"{LEFT}, by the block of their last answered trial, {block}: {each.arm}",
            estimate=float(each.last[block]),
            labels={"arm": each.arm, "last": block},
        )
        for block in blocks
    ]
    return [*ended, *placed]


def _difference(first: ArmLosses, other: ArmLosses, level: float) -> Result:
    found = risk_difference(Counts(other.left, other.randomised), Counts(first.left, first.randomised), level)
    missing = isinstance(found, NotEstimable)
    return Result(
        name=f"{NAME}/{other.arm}/difference",
        question=NAME,
        estimand=f"difference in the share of {LEFT}, {other.arm} minus {first.arm}",
        scale="difference of proportions",
        family="descriptive",
        method="difference of two proportions; Newcombe's interval of two Wilson intervals",
        estimate=None if isinstance(found, NotEstimable) else found.estimate,
        n={other.arm: other.randomised, first.arm: first.randomised},
        labels={"first": other.arm, "second": first.arm},
        interval=None if isinstance(found, NotEstimable) else found.interval,
        reference=0.0,
        status="not_estimable" if missing else "ok",
        reason=found.reason if isinstance(found, NotEstimable) else None,
    )


def _test(arms: Sequence[ArmLosses]) -> Result:
    found = independence(arms)
    there = [each.left / each.randomised for each in arms if each.randomised]
    tested = None if isinstance(found, NotEstimable) else found
    return Result(
        name=f"{NAME}/all/spread",
        question=NAME,
        estimand=f"largest difference between any two arms in the share of {LEFT}",
        scale="difference of proportions",
        family="exploratory",
        method=f"largest share less smallest; p of no difference between all arms by {tested.how}"
        if tested
        else "largest share less smallest",
        estimate=max(there) - min(there) if len(there) > 1 else None,
        n={each.arm: each.randomised for each in arms},
        test=Test("χ²", tested.chi_square, float(tested.df), tested.p) if tested else None,
        reference=0.0,
        status="ok" if tested else "no_interval" if len(there) > 1 else "not_estimable",
        reason=found.reason if isinstance(found, NotEstimable) else None,
    )


def _methods(tested: Result, level: float) -> tuple[str, ...]:
    told = (
        "Attrition is the share of randomised participants who did not come to the last page, with Wilson's "
        f"{100 * level:.3g}% interval; sessions under way at the time of the export count as not finished.",
    )
    if tested.test is None:
        return told
    rule = (
        "Arms were compared by Fisher's exact test (two arms) or Pearson's chi-square test (more); where an expected "
        "count is below 5, by the exact test of Freeman and Halton or, where tables are too many, by permutation"
    )
    return (
        *told,
        f"{rule}: here by {tested.method.split(' by ')[-1]} (exploratory, {wording.p_value(tested.test.p)}).",
    )


def _data(arms: Sequence[ArmLosses]) -> pd.DataFrame:
    rows = [
        {"arm": each.arm, "randomised": each.randomised, "what": what, "kind": kind, "n": n}
        for each in arms
        for what, counter in (("outcome", each.outcomes), ("last block", each.last))
        for kind, n in sorted(counter.items())
    ]
    return pd.DataFrame(rows, columns=["arm", "randomised", "what", "kind", "n"])
