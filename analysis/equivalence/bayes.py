"""How much participants' values speak for no difference at all: JZS Bayes factors of pairs of arms."""

from dataclasses import replace
from math import isfinite

from analysis.contrasts import Compared, blank
from analysis.outcome import Outcome
from analysis.result import Result
from analysis.stats.bayes_factor import SCALES, BayesFactor, two_sample
from analysis.stats.estimable import NotEstimable

PRIORS = dict(zip(("medium", "wide", "ultrawide"), SCALES, strict=True))


def bayes_factors(each: Compared, outcome: Outcome, question: str) -> list[Result]:
    """Of a pair, one per prior: how many times better no difference predicts the values than some difference."""
    first, minus_second = each.parts.values()
    asked = blank(each, outcome)
    made = []
    for name, scale in PRIORS.items():
        bare = replace(
            asked,
            name=f"{question}/{each.hypothesis.name}/bayes_factor/{name}",
            question=question,
            estimand=f"Bayes factor for no difference against some difference in {outcome.measure} {each.estimand}",
            scale="ratio",
            family="descriptive",
            method=f"JZS Bayes factor (BF01) of Student's t on participants' values (Rouder et al., 2009); Cauchy "
            f"prior of scale {scale:.3g} on the standardised difference",
            labels={**each.labels, "prior": name},
            reference=1.0,
            smallest_effect=None,
        )
        made.append(_filled(bare, two_sample(first, -minus_second, scale), each.reason))
    return made


def _filled(bare: Result, found: BayesFactor | NotEstimable, reason: str | None) -> Result:
    if isinstance(found, NotEstimable):
        return replace(bare, reason=reason or found.reason)
    if not isfinite(found.bf01):
        return replace(bare, reason="the Bayes factor is beyond what a number holds")
    return replace(bare, estimate=found.bf01, status="ok", reason=None)
