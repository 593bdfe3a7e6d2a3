"""Whom rules of exclusion leave out, and what planned differences are without them, and among completers only."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.attrition.counts import independence
from analysis.evidence import Evidence
from analysis.exclusions import Applied, by_arm, ledger, told, without
from analysis.planned.primary import uncorrected
from analysis.population import COMPLETED, knows_who_finished
from analysis.result import Result, Test
from analysis.stats.estimable import NotEstimable

NAME = "exclusions"
NOBODY = "nobody left out"
COMPLETERS = "completers only"
KINDS = {"newly": ", and whom no earlier rule left out", "by_itself": ", whatever other rules say"}


def results(evidence: Evidence) -> list[Result]:
    """Per rule how many of each arm it leaves out, and whether arms differ in it; then the planned differences.

    Those are with everybody, with completers only where somebody did not finish, and after every rule in turn.
    """
    if not evidence.participants["arm"].notna().any():
        return []
    rules = ledger(evidence)
    counts = [_count(rule, arm, evidence, kind) for rule in rules for arm in evidence.arms for kind in KINDS]
    tests = [_spread(rule, evidence) for rule in rules] if len(evidence.arms) > 1 else []
    return [*counts, *tests, *_under_each(rules, evidence)]


def _count(rule: Applied, arm: str, evidence: Evidence, kind: str) -> Result:
    people = evidence.participants
    of_arm = frozenset(people.loc[people["arm"] == arm, "participant"])
    return Result(
        name=f"{NAME}/{rule.rule.name}/{arm}/{kind}",
        question=NAME,
        estimand=f"participants randomised to {arm} who {told(rule.rule)}{KINDS[kind]}",
        scale="count",
        family="descriptive",
        method="count",
        estimate=float(len((rule.newly if kind == "newly" else rule.alone) & of_arm)),
        n={arm: len(of_arm)},
        labels={"rule": rule.rule.name, "arm": arm, "kind": kind},
    )


def _spread(rule: Applied, evidence: Evidence) -> Result:
    """Whether arms differ in the share that a rule leaves out by itself."""
    arms = by_arm(evidence, rule)
    found = independence(arms)
    there = [each.left / each.randomised for each in arms if each.randomised]
    tested = None if isinstance(found, NotEstimable) else found
    how = f"; p of no difference between all arms by {tested.how}" if tested else ""
    return Result(
        name=f"{NAME}/{rule.rule.name}/all/spread",
        question=NAME,
        estimand="largest difference between any two arms in the share of randomised participants who "
        f"{told(rule.rule)}, whatever other rules say",
        scale="difference of proportions",
        family="exploratory",
        method=f"largest share less smallest{how}",
        estimate=max(there) - min(there) if len(there) > 1 else None,
        n={each.arm: each.randomised for each in arms},
        labels={"rule": rule.rule.name},
        test=Test("χ²", tested.chi_square, float(tested.df), tested.p) if tested else None,
        reference=0.0,
        status="ok" if tested else "no_interval" if len(there) > 1 else "not_estimable",
        reason=_reason(found, rule) if isinstance(found, NotEstimable) else None,
    )


def _reason(found: NotEstimable, rule: Applied) -> str:
    """In words of rules instead of attrition."""
    if found.reason == "nobody left":
        return f"the rule {rule.rule.name} leaves out nobody"
    return f"the rule {rule.rule.name} leaves out everybody" if found.reason == "nobody finished" else found.reason


def _under_each(rules: Sequence[Applied], evidence: Evidence) -> list[Result]:
    made = []
    steps = _steps(rules, evidence)
    for hypothesis in evidence.plan.hypothesis if len(steps) > 1 else ():
        for step, some in steps:
            found = uncorrected(some, hypothesis)
            labels = {**found.labels, "step": step}
            name = f"{NAME}/{hypothesis.name}/{step.replace(' ', '-')}"
            made.append(replace(found, name=name, question=NAME, family="descriptive", labels=labels))
    return made


def _steps(rules: Sequence[Applied], evidence: Evidence) -> list[tuple[str, Evidence]]:
    """With everybody, with completers only where somebody did not finish, then after one rule more each.

    Steps that leave out the same people share one evidence, so that models are fitted once for each.
    """
    gone = frozenset[str]()
    steps = [(NOBODY, gone)]
    if unfinished := _unfinished(evidence):
        steps.append((COMPLETERS, unfinished))
    for rule in rules:
        gone |= rule.newly
        steps.append((f"after {rule.rule.name}", gone))
    some = {gone: without(evidence, gone) if gone else evidence for gone in dict.fromkeys(out for _, out in steps)}
    return [(step, some[out]) for step, out in steps]


def _unfinished(evidence: Evidence) -> frozenset[str]:
    """Participants randomised who did not come to the last page; nobody where the data do not tell."""
    people = evidence.participants
    if not knows_who_finished(evidence):
        return frozenset()
    return frozenset(people.loc[people["arm"].notna() & (people["outcome"] != COMPLETED), "participant"])
