"""Whom the declared rules would leave out, and what the planned differences become under each of them.

The primary analysis leaves nobody out; this is how much that matters.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis import outcomes, wording
from analysis.evidence import Evidence
from analysis.exclusions import Applied, ledger, told, without
from analysis.figures.forest import forest
from analysis.planned.names import told_apart
from analysis.planned.primary import uncorrected
from analysis.question import Account, Drawing, Table
from analysis.result import Result
from analysis.units import unit_of

NAME = "exclusions"
NOBODY = "nobody left out"
KINDS = {"newly": ", and whom no earlier rule left out", "by_itself": ", whatever other rules say"}


@dataclass(frozen=True)
class Exclusions:
    """The question, as the registry finds it."""

    title: str = "Exclusions"
    rank: int = 88

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per rule and arm how many it leaves out; per hypothesis its difference after every rule in turn."""
        rules = ledger(evidence)
        if not rules or not evidence.participants["arm"].notna().any():
            return ()
        counts = [_count(rule, arm, evidence, kind) for rule in rules for arm in evidence.arms for kind in KINDS]
        return [*counts, *_under_each(rules, evidence)]

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """The ledger, and a forest per hypothesis: first with everybody, then after one rule more in each row."""
        if not results:
            return Account()
        counts = [each for each in results if each.scale == "count"]
        differences = _told_apart([each for each in results if "hypothesis" in each.labels], evidence)
        names = list(dict.fromkeys(each.labels["hypothesis"] for each in differences))
        drawings = [_forest([each for each in differences if each.labels["hypothesis"] == name]) for name in names]
        tables = (_ledger(counts, evidence), *_table(differences, evidence))
        return Account(drawings=tuple(drawings), tables=tables, methods=_methods(evidence))


QUESTION = Exclusions()


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


def _under_each(rules: Sequence[Applied], evidence: Evidence) -> list[Result]:
    made = []
    steps = _steps(rules, evidence)
    for hypothesis in evidence.plan.hypothesis:
        for step, some in steps:
            found = uncorrected(some, hypothesis)
            labels = {**found.labels, "step": step}
            name = f"{NAME}/{hypothesis.name}/{step.replace(' ', '-')}"
            made.append(replace(found, name=name, question=NAME, family="descriptive", labels=labels))
    return made


def _steps(rules: Sequence[Applied], evidence: Evidence) -> list[tuple[str, Evidence]]:
    """With everybody, then after one rule more each.

    One evidence per step, and the same where a rule leaves out nobody more: models are fitted once for each.
    """
    made, gone = [(NOBODY, evidence)], frozenset[str]()
    for rule in rules:
        gone |= rule.newly
        made.append((f"after {rule.rule.name}", without(evidence, gone) if rule.newly else made[-1][1]))
    return made


def _told_apart(differences: Sequence[Result], evidence: Evidence) -> list[Result]:
    words = {each.name: outcomes.load(each.outcome).words for each in evidence.plan.hypothesis}
    return told_apart(differences, [words[each.labels["hypothesis"]] for each in differences])


def _forest(differences: Sequence[Result]) -> Drawing:
    name = f"{NAME}-{differences[0].labels['hypothesis']}"
    rows = [replace(each, labels={**each.labels, "contrast": each.labels["step"]}) for each in differences]
    told_of = "; ".join(f"{each.labels['step']}: {wording.difference(each)}" for each in differences)
    alt = f"The planned difference {wording.contrast(differences[0])} with fewer and fewer participants. {told_of}."
    unit = unit_of(differences[0].scale).words
    caption = (
        f"{wording.contrast(differences[0])}{f', in {unit},' if unit else ''} with everybody and then after one "
        "declared rule more in every row."
    )
    return Drawing(name, forest(rows, name, alt), alt, caption)


def _ledger(counts: Sequence[Result], evidence: Evidence) -> Table:
    rules = {each.name: each for each in evidence.plan.exclusion}
    rows = []
    for name, rule in rules.items():
        of_rule = [each for each in counts if each.labels["rule"] == name]
        n = {(each.labels["arm"], each.labels["kind"]): f"{each.estimate:.0f}" for each in of_rule}
        cells = [f"{n[arm, 'newly']} ({n[arm, 'by_itself']})" for arm in evidence.arms]
        rows.append((f"{name}: {told(rule)}", *cells))
    note = "Participants whom the rule leaves out after those before it; in parentheses, whom it leaves out by itself."
    return Table("Declared rules, in order", ("Rule", *evidence.arms), tuple(rows), note)


def _table(differences: Sequence[Result], evidence: Evidence) -> tuple[Table, ...]:
    if not differences:
        return ()
    rows = tuple(
        (
            f"{wording.contrast(each)}, {each.labels['step']}",
            str(sum(each.n.values())),
            "–" if each.estimate is None else wording.amount(each.estimate, each.scale),
            wording.range_of(each.interval, each.scale) if each.interval else "–",
        )
        for each in differences
    )
    columns = ("Comparison", "Participants", "Difference", f"{100 * evidence.level:.3g}% CI")
    return (Table("Planned differences under the rules", columns, rows),)


def _methods(evidence: Evidence) -> tuple[str, ...]:
    rules = wording.listed([f"{each.name} ({told(each)})" for each in evidence.plan.exclusion])
    return (
        f"Rules of exclusion were declared beforehand and applied in this order, without looking at arms: {rules}. "
        "They are a sensitivity analysis: the primary one leaves nobody out.",
    )
