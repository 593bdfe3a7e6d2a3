"""Accepting advice as a mixed model: what signal detection calls sensitivity and criterion, in log odds.

accept ~ ai * arm, with ai = .5 where the classifier is right and -.5 where it is wrong: the interaction is how much
more an arm tells right advice from wrong than the first arm does, and the arm's main effect how much more readily it
accepts, which is minus the difference of the criteria.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analysis.arm_differences import begun, without_names
from analysis.evidence import Evidence
from analysis.result import Result, Test
from analysis.sensitivity.detection import Detecting
from analysis.stats.estimable import NotEstimable, participants
from analysis.stats.mixed.declared import DeclaredFit, fit_declared
from analysis.stats.mixed.derived import FEWEST_LEVELS, derive
from analysis.stats.mixed.fitted import Estimate
from analysis.stats.mixed.formula import FormulaError

FIXED = "accept ~ ai * arm"
NAME = "sensitivity"
WHOM = "of everyone randomised with at least one answered trial of the block, in the arm as randomised"
TERMS = {  # quantity → the term without the arm, and what it is
    "model_sensitivity": (
        "ai:arm",
        "difference in sensitivity as a log odds ratio, the interaction of arm and whether the classifier is right,",
    ),
    "model_readiness": (
        "arm",
        "difference in log odds of accepting, midway between right and wrong advice, minus the difference of criteria,",
    ),
}


@dataclass(frozen=True)
class AcceptanceModel:
    """The fitted model of a measure, or why there is none.  n: participants per arm.  first: the reference."""

    measure: str
    declared: DeclaredFit | NotEstimable
    n: Mapping[str, int]
    n_trials: int
    first: str
    level: float

    @property
    def formula(self) -> str:
        """What was fitted in the end, and what had to be left out."""
        if isinstance(self.declared, NotEstimable):
            return FIXED
        return "; ".join([self.declared.formula, *self.declared.steps])

    def term(self, name: str) -> Estimate | NotEstimable:
        """One term of the model, in log odds; terms of an arm are differences from the first."""
        if isinstance(self.declared, NotEstimable):
            return self.declared
        fit = self.declared.fit
        if name not in fit.terms:
            return NotEstimable("the answers of the arm do not tell its effect apart from others")
        return fit.contrast(fit.weights({name: 1.0}), self.level)


def acceptance_model(told: Detecting, evidence: Evidence) -> AcceptanceModel:
    """The model of one measure with advice, all arms together."""
    rows = without_names(told.rows, ["arm", "item", "yes", "signal"])
    found = rows.groupby("arm")["participant"].nunique()
    n = {arm: int(found.get(arm, 0)) for arm in evidence.arms}
    return AcceptanceModel(told.measure, _fitted(rows, n), n, len(rows), evidence.arms[0], evidence.level)


def difference_of(model: AcceptanceModel, arm: str, key: str) -> Result:
    """That arm minus the first in one of TERMS, with Wald's test."""
    term, quantity = TERMS[key]
    asked = begun(
        Result(
            name=f"{NAME}/{model.measure}/{arm}/{key}",
            question=NAME,
            estimand=f"{quantity} in block {model.measure}, {arm} minus {model.first}, {WHOM}; of one participant and "
            "one image, not averaged over them",
            scale="log odds",
            family="exploratory",
            method=f"logistic mixed model {model.formula}, maximum likelihood with Laplace's approximation; ai is .5 "
            "where the classifier is right, -.5 where it is wrong; Wald's interval and chi-squared test",
            estimate=0.0,
            n={arm: model.n[arm], model.first: model.n[model.first]},
            labels={"block": model.measure, "first": arm, "second": model.first, "quantity": key},
            n_trials=model.n_trials,
            reference=0.0,
        )
    )
    if min(model.n[arm], model.n[model.first]) < 2:
        return replace(asked, reason="each of the two arms needs two participants with answers")
    found = model.term(f"{term}{arm}")
    if isinstance(found, NotEstimable):
        return replace(asked, reason=found.reason)
    return replace(
        asked,
        estimate=found.estimate,
        std_error=found.std_error,
        interval=found.interval,
        test=Test("χ²", found.statistic**2, 1.0, found.p),
        status="ok",
        reason=None,
    )


def _fitted(rows: pd.DataFrame, n: Mapping[str, int]) -> DeclaredFit | NotEstimable:
    arms = [arm for arm in n if n[arm]]
    lacking = _lacking(sum(n.values()), len(arms) > 1 and arms[0] == next(iter(n)), rows["signal"].nunique())
    if lacking is not None:
        return NotEstimable(lacking)
    frame = rows[["participant", "item", "arm"]].assign(accept=rows["yes"].astype("float64"), ai=rows["signal"] - 0.5)
    try:
        found = fit_declared(frame, FIXED, derive(frame, ["ai", "arm"]), {"arm": arms})
    except FormulaError as fault:
        return NotEstimable(str(fault))
    if found.fit.status in ("separated", "not_converged"):
        return NotEstimable(f"the mixed model: {'; '.join(found.fit.notes)}")
    return found


def _lacking(n_people: int, has_both_arms: bool, n_kinds: int) -> str | None:
    """What the answers lack for a model; None where nothing."""
    if not has_both_arms:
        return "there are no two arms with answers to compare"
    if n_people < FEWEST_LEVELS:
        return f"a mixed model needs {FEWEST_LEVELS} participants to see how they vary, here: {participants(n_people)}"
    return None if n_kinds == 2 else "the classifier was always right, or always wrong"
