"""The mixed logistic model behind planned comparisons of accuracy, and the rule by which it is simplified.

correct ~ arm, or correct ~ arm * part where parts of a session are combined, with people and images as random effects.
What varies within them and is met more than once varies between them: (1 | item:arm), say.  Of contrasts of a factor
(`||`) the variances would depend on which arm is the reference; of cells they do not.
"""

from dataclasses import dataclass, replace

import pandas as pd

from analysis.answers import answers
from analysis.evidence import Evidence
from analysis.planned.anonymous import anonymous
from analysis.planned.places import Place, places, told
from analysis.remembered import per_evidence
from analysis.stats.estimable import NotEstimable, participants
from analysis.stats.mixed.debiased import debiased
from analysis.stats.mixed.declared import DeclaredFit, fit_declared
from analysis.stats.mixed.derived import FEWEST_LEVELS, derive
from analysis.stats.mixed.formula import FormulaError
from study_app.definition import Hypothesis

MODELLED = "accuracy"  # the outcome that has a model; others are answered on one value per participant
RULE = (
    "Planned comparisons of accuracy come from a mixed logistic model of all arms with participants and images as "
    "crossed random effects (maximum likelihood, Laplace approximation). Where images or participants meet several "
    "conditions more than once, each of these cells has a random intercept of its own; one whose variance is estimated "
    "as zero is dropped, and if a fit does not converge the smallest is dropped and the model fitted again. Variances "
    "are then enlarged by what those estimated from answers simulated by the fit fall short of it. If the model of all "
    "arms has no finite estimates, that of the compared arms alone is fitted; failing that, or with fewer than "
    f"{FEWEST_LEVELS} participants in an arm, Welch's t test on participants' shares takes its place."
)


@dataclass(frozen=True)
class CellModel:
    """A fitted model.  frame: its rows (participant, item, arm, part, correct).  limited: to the compared arms."""

    declared: DeclaredFit
    frame: pd.DataFrame
    limited: bool

    def rows(self, arm: str, part: str) -> pd.DataFrame:
        """Rows over which the probability of a cell is averaged: one, unless images are fixed effects."""
        there = self.frame[self.frame["part"] == part].assign(arm=arm)
        return there if self.declared.derived.fixed else there.iloc[:1]

    def n(self, arms: tuple[str, ...]) -> dict[str, int]:
        """Participants per arm."""
        counts = self.frame.groupby("arm")["participant"].nunique()
        return {arm: int(counts.get(arm, 0)) for arm in arms}

    def n_trials(self, arms: tuple[str, ...]) -> int:
        """Answers of those arms."""
        return int(self.frame["arm"].isin(arms).sum())

    @property
    def text(self) -> str:
        """What was fitted in the end, and what had to be left out."""
        arms = "of the compared arms alone: the model of all had no finite estimates" if self.limited else ""
        return "; ".join(each for each in (self.declared.formula, arms, *self.declared.steps) if each)


def model_of(evidence: Evidence, hypothesis: Hypothesis) -> CellModel | NotEstimable:
    """The model for that hypothesis by the declared rule; several hypotheses about the same cells share it."""
    where = places(evidence, hypothesis)
    fewest = {arm: _fewest(evidence, where, arm) for arm in evidence.arms}
    few = [f"{arm} has {participants(fewest[arm])}" for arm in hypothesis.arms if fewest[arm] < FEWEST_LEVELS]
    if few:
        everywhere = " and every part" if len(where) > 1 else ""
        return NotEstimable(
            f"a mixed model needs {FEWEST_LEVELS} participants in each arm{everywhere}; {', '.join(few)}"
        )
    every = tuple(arm for arm in evidence.arms if fewest[arm] >= FEWEST_LEVELS)
    found = _fitted(evidence, where, every)
    if isinstance(found, CellModel) or set(every) == set(hypothesis.arms):
        return found
    own = _fitted(evidence, where, tuple(arm for arm in every if arm in hypothesis.arms))
    return CellModel(own.declared, own.frame, True) if isinstance(own, CellModel) else own


@per_evidence
def _rows(evidence: Evidence, where: tuple[Place, ...]) -> pd.DataFrame:
    """The answers of those places."""
    found = []
    for place in where:
        measure, level = place
        rows = answers(evidence, measure)
        of_level = rows if level is None else rows[rows["level"] == level]
        found.append(of_level[["participant", "arm", "item", "correct"]].assign(part=told(place)))
    rows = pd.concat(found, ignore_index=True)
    orders = {"arm": evidence.arms, "part": [told(place) for place in where]}
    return anonymous(rows.assign(correct=rows["correct"].astype("float64")), orders)


def _fewest(evidence: Evidence, where: tuple[Place, ...], arm: str) -> int:
    """Participants of an arm in the place where it has the fewest."""
    rows = _rows(evidence, where)
    counts = rows[rows["arm"] == arm].groupby("part")["participant"].nunique()
    return min(int(counts.get(told(place), 0)) for place in where)


@per_evidence
def _fitted(evidence: Evidence, where: tuple[Place, ...], arms: tuple[str, ...]) -> CellModel | NotEstimable:
    measures = [measure for measure, _ in where]
    if any(level is None and measures.count(measure) > 1 for measure, level in where):
        return NotEstimable("parts of the contrast overlap, so that a model cannot tell them apart")
    rows = _rows(evidence, where)
    frame = rows[rows["arm"].isin(arms)].reset_index(drop=True)
    parts = [told(place) for place in where]
    factors = {name: values for name, values in (("arm", arms), ("part", parts)) if len(values) > 1}
    random = derive(frame, list(factors), as_cells=True)
    try:
        found = fit_declared(frame, f"correct ~ {' * '.join(factors)}", random, factors)
    except FormulaError as fault:
        return NotEstimable(str(fault))
    if found.fit.status in ("separated", "not_converged"):
        return NotEstimable(f"the mixed model has no finite estimate: {'; '.join(found.fit.notes)}")
    return CellModel(replace(found, fit=debiased(found.fit).fit), frame, False)
