"""What could not be analysed as planned, and what arms lost unequally."""

import re
from collections import Counter
from collections.abc import Sequence

from analysis import wording
from analysis.attrition.counts import independence
from analysis.evidence import Evidence
from analysis.exclusions import by_arm, ledger
from analysis.findings import Finding
from analysis.result import Result
from analysis.stats.estimable import NotEstimable

OTHER_MODEL = re.compile(
    r"(?:the slope of [^;]+? by [^;]+? was left out: |\bfall(?:s|ing)?[ -]?back\b|\bfell back\b|"
    r"\bin place of the mixed model: |\bof the compared arms alone: )[^;.]*"
)
NO_MODEL = re.compile(r"\bmixed model\b.*\b(?:did not|could not)\b")
ATTRITION = "attrition"


def hypotheses(_: Evidence, findings: Sequence[Finding]) -> list[str]:
    """Hypotheses that a result of theirs cannot decide, with the first reason."""
    told: dict[str, str] = {}
    for result in (each for finding in findings for each in finding.results if each.family == "confirmatory"):
        name = result.labels.get("hypothesis")
        if name is not None and result.status != "ok":
            told.setdefault(name, f"The hypothesis {name} could not be decided as planned: {result.reason}.")
    return list(told.values())


def models(_: Evidence, findings: Sequence[Finding]) -> list[str]:
    """Simpler models than declared first, and models that did not work, by question."""
    found = []
    for finding in findings:
        told = Counter(said for result in finding.results for said in _of_model(result))
        found += [f"{finding.title}: {said} ({n} result{'' if n == 1 else 's'})." for said, n in told.items()]
    return found


def _of_model(result: Result) -> set[str]:
    reason = result.reason or ""
    said = {match.group().strip() for match in OTHER_MODEL.finditer(f"{result.method}; {reason}")}
    return said | ({reason.rstrip(".")} if NO_MODEL.search(reason) else set())


def exclusions(evidence: Evidence, _: Sequence[Finding]) -> list[str]:
    """Declared rules that leave out different shares of the arms; who did not finish is told under attrition."""
    found = []
    for applied in (each for each in ledger(evidence) if each.rule.rule != "not_complete"):
        counts = by_arm(evidence, applied)
        tested = independence(counts)
        if not isinstance(tested, NotEstimable) and tested.p < 1 - evidence.level:
            shares = wording.listed([f"{each.left} of {each.randomised} in {each.arm}" for each in counts])
            told = f"{tested.how}, {wording.p_value(tested.p)}"
            found.append(f"The rule {applied.rule.name} hits arms differently: {shares} ({told}).")
    return found


def attrition(_: Evidence, findings: Sequence[Finding]) -> list[str]:
    """What the question of attrition holds worth saying at the top."""
    return [answer for finding in findings if finding.name == ATTRITION for answer in finding.account.answers]
