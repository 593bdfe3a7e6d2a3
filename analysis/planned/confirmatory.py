"""The confirmatory answers alone, in a sentence each, for whoever waits for the rest."""

from analysis import outcomes, verdicts
from analysis.evidence import Evidence
from analysis.planned.primary import primary


def confirmatory(evidence: Evidence) -> tuple[str, ...]:
    """In the order of the plan; what is computed here is not computed again for the report."""
    answered = zip(evidence.plan.hypothesis, primary(evidence), strict=True)
    return tuple(
        verdicts.answer(result, {}, outcomes.load(hypothesis.outcome).words)
        for hypothesis, result in answered
        if result.family == "confirmatory"
    )
