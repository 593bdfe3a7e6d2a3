"""Deviations from the plan, found from the data: one sentence each, and what was looked for."""

from collections.abc import Callable, Mapping, Sequence

from analysis.evidence import Evidence
from analysis.findings import Finding
from analysis.report.deviations import analysed, collected

Check = Callable[[Evidence, Sequence[Finding]], list[str]]
CHECKS: Mapping[str, Check] = {
    "changes of the study, its stimuli or its software while it ran": collected.versions,
    "plans that were not fixed beforehand": collected.fixed,
    "seats planned and taken": collected.seats,
    "sessions under way and answers deleted": collected.under_way,
    "trials not reached": collected.trials,
    "tables changed after the export": collected.edited,
    "hypotheses that could not be decided": analysed.hypotheses,
    "models other than planned": analysed.models,
    "rules of exclusion that hit arms differently": analysed.exclusions,
    "arms that lost different shares of participants": analysed.attrition,
}
OF_ARMS = (
    collected.seats,
    analysed.hypotheses,
    analysed.models,
    analysed.exclusions,
    analysed.attrition,
)
OF_STUDIES = (collected.versions, collected.fixed, collected.seats, collected.under_way, collected.edited)


def deviations(evidence: Evidence, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Sentences, in the order of CHECKS; none where the data are as planned."""
    return tuple(sentence for check in _checks(evidence).values() for sentence in check(evidence, findings))


def _checks(evidence: Evidence) -> Mapping[str, Check]:
    """Those that a blind report may make."""
    return {what: check for what, check in CHECKS.items() if not (evidence.is_blind and check in OF_ARMS)}


def looked_for(evidence: Evidence) -> str:
    """What deviations were looked for, as a list in words; data from elsewhere tell nothing of how a study ran."""
    told = [
        what for what, check in _checks(evidence).items() if evidence.plan.study is not None or check not in OF_STUDIES
    ]
    return "; ".join(told)
