"""Exclusions as the report shows them: the ledger, and planned differences with fewer participants."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis import outcomes, wording
from analysis.evidence import Evidence
from analysis.exclusions import told
from analysis.figures.forest import forest
from analysis.left_out.results import COMPLETERS, NAME, NOBODY
from analysis.planned.names import told_apart
from analysis.question import Account, Drawing, Table
from analysis.result import Result
from analysis.units import unit_of


def account(evidence: Evidence, results: Sequence[Result]) -> Account:
    """The ledger, and a forest per hypothesis: everybody, completers only, then after one rule more in each row."""
    counts = [each for each in results if each.scale == "count"]
    tests = {each.labels["rule"]: each for each in results if each.name.endswith("/all/spread")}
    differences = _told_apart([each for each in results if "hypothesis" in each.labels], evidence)
    names = list(dict.fromkeys(each.labels["hypothesis"] for each in differences))
    return Account(
        sentences=(*_hits(counts, tests), *_beside(differences)),
        drawings=tuple(_forest([each for each in differences if each.labels["hypothesis"] == name]) for name in names),
        tables=(*_ledger(counts, tests, evidence), *_table(differences, evidence)),
        methods=_methods(evidence, differences),
    )


def _told_apart(differences: Sequence[Result], evidence: Evidence) -> list[Result]:
    words = {each.name: outcomes.load(each.outcome).words for each in evidence.plan.hypothesis}
    return told_apart(differences, [words[each.labels["hypothesis"]] for each in differences])


def _forest(differences: Sequence[Result]) -> Drawing:
    name = f"{NAME}-{differences[0].labels['hypothesis']}"
    rows = [replace(each, labels={**each.labels, "contrast": each.labels["step"]}) for each in differences]
    told_of = "; ".join(f"{each.labels['step']}: {wording.difference(each)}" for each in differences)
    alt = f"The planned difference {wording.contrast(differences[0])} with fewer participants. {told_of}."
    unit = unit_of(differences[0].scale).words
    caption = f"{wording.contrast(differences[0])}{f', in {unit},' if unit else ''} with {_ways(differences)}."
    return Drawing(name, forest(rows, name, alt), alt, caption)


def _ways(differences: Sequence[Result]) -> str:
    steps = {each.labels["step"] for each in differences}
    ways = ["everybody", *(["completers only"] if COMPLETERS in steps else [])]
    rules = "then after one declared rule more in every row"
    return wording.listed([*ways, *([rules] if steps - {NOBODY, COMPLETERS} else [])])


def _ledger(counts: Sequence[Result], tests: Mapping[str, Result], evidence: Evidence) -> tuple[Table, ...]:
    rules = {each.name: each for each in evidence.plan.exclusion}
    if not rules:
        return ()
    rows = []
    for name in rules:
        of_rule = [each for each in counts if each.labels["rule"] == name]
        n = {(each.labels["arm"], each.labels["kind"]): f"{each.estimate:.0f}" for each in of_rule}
        cells = [f"{n[arm, 'newly']} ({n[arm, 'by_itself']})" for arm in evidence.arms]
        rows.append((name, *cells, *((_p(tests[name]),) if tests else ())))
    words = "; ".join(f"{name}: {told(rule)}" for name, rule in rules.items())
    note = "Participants whom the rule leaves out after those before it; in parentheses, whom it leaves out by itself."
    note += " p: of no difference between arms in the latter (exploratory)." if tests else ""
    columns = ("Rule", *evidence.arms, *(("p",) if tests else ()))
    return (Table("Declared rules, in order", columns, tuple(rows), f"{note} Rules: {words}."),)


def _p(tested: Result) -> str:
    return "–" if tested.test is None else wording.bare_p(tested.test.p)


def _hits(counts: Sequence[Result], tests: Mapping[str, Result]) -> list[str]:
    """Per rule how many of each arm it leaves out by itself, with the test."""
    made = []
    for name, tested in tests.items():
        alone = [each for each in counts if each.labels["rule"] == name and each.labels["kind"] == "by_itself"]
        shares = wording.listed([f"{each.estimate:.0f} of {_n(each)} in {each.labels['arm']}" for each in alone])
        made.append(f"By itself, the rule {name} leaves out {shares}{_told_test(tested)}.")
    return made


def _n(count: Result) -> int:
    return count.n[count.labels["arm"]]


def _told_test(tested: Result) -> str:
    if tested.test is None:
        return ""
    how = tested.method.split(" by ")[-1]
    how += f", {wording.statistic(tested.test)}" if "chi-square test" in how else ""
    return f" ({how}, {wording.p_value(tested.test.p)}, exploratory)"


def _beside(differences: Sequence[Result]) -> list[str]:
    """Every planned difference with everybody and with completers only."""
    whole = {each.labels["hypothesis"]: each for each in differences if each.labels["step"] == NOBODY}
    return [
        f"{wording.contrast(each)}, everybody randomised: {wording.difference(whole[each.labels['hypothesis']])}; "
        f"{COMPLETERS} (n = {sum(each.n.values())}): {wording.difference(each)}."
        for each in differences
        if each.labels["step"] == COMPLETERS
    ]


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
    return (Table("Planned differences, by who is left in", columns, rows),)


def _methods(evidence: Evidence, differences: Sequence[Result]) -> tuple[str, ...]:
    made = []
    if evidence.plan.exclusion:
        rules = wording.listed([f"{each.name} ({told(each)})" for each in evidence.plan.exclusion])
        made.append(
            f"Rules of exclusion were declared beforehand and applied in this order, without looking at arms: {rules}. "
            "They are a sensitivity analysis: the primary one leaves nobody out."
        )
    if any(each.labels["step"] == COMPLETERS for each in differences):
        made.append(
            "As another sensitivity analysis, planned differences were estimated among those only who came to the last "
            "page."
        )
    return tuple(made)
