"""The answer to every hypothesis of the plan, corrected over all of its family, whatever outcomes they are about."""

from collections.abc import Sequence
from dataclasses import replace

from analysis import outcomes
from analysis.contrasts import blank, corrected, difference
from analysis.equivalence.judged import as_claimed
from analysis.evidence import Evidence
from analysis.planned import by_model
from analysis.planned.model import MODELLED, model_of
from analysis.planned.places import compared
from analysis.remembered import per_evidence
from analysis.result import Result
from analysis.stats.estimable import NotEstimable
from study_app.definition import Hypothesis


@per_evidence
def primary(evidence: Evidence) -> tuple[Result, ...]:
    """One result per hypothesis, in the order of the plan."""
    found = [uncorrected(evidence, each) for each in evidence.plan.hypothesis]
    return tuple(corrected(found, evidence.level))


def planned(evidence: Evidence, outcome_names: Sequence[str]) -> list[tuple[Hypothesis, Result]]:
    """The hypotheses about these outcomes, each with its answer."""
    answered = zip(evidence.plan.hypothesis, primary(evidence), strict=True)
    return [(hypothesis, result) for hypothesis, result in answered if hypothesis.outcome in outcome_names]


def uncorrected(evidence: Evidence, hypothesis: Hypothesis) -> Result:
    """The answer with a p value that stands alone: of the difference, or of equivalence where that is claimed."""
    found = of_difference(evidence, hypothesis)
    return as_claimed(found, evidence.level) if hypothesis.claim == "equivalence" else found


def of_difference(evidence: Evidence, hypothesis: Hypothesis) -> Result:
    """By the mixed model where the outcome is right or wrong, else on participants' means; tested against none."""
    each, outcome = compared(evidence, hypothesis), outcomes.load(hypothesis.outcome)
    if hypothesis.outcome != MODELLED:
        return difference(each, outcome, evidence)
    model = model_of(evidence, hypothesis)
    if isinstance(model, NotEstimable):
        by_means = difference(each, outcome, evidence)
        return replace(by_means, method=f"{by_means.method}; in place of the mixed model: {model.reason}")
    return by_model.difference(blank(each, outcome), hypothesis, model, evidence)
