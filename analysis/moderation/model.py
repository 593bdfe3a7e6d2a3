"""The mixed logistic model of a moderation: correct ~ arm * moderator, of the two compared arms.

A number is counted in standard deviations from its mean, and arms are plus and minus a half, so that neither is the
reference.  What varies within people or images and is met more than once varies between them.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.evidence import Evidence
from analysis.moderation.asked import Asked, asked
from analysis.planned.anonymous import anonymous
from analysis.remembered import per_evidence
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.mixed.containment import containment_df
from analysis.stats.mixed.debiased import debiased
from analysis.stats.mixed.declared import DeclaredFit, fit_declared
from analysis.stats.mixed.derived import FEWEST_LEVELS, derive
from analysis.stats.mixed.fitted import Estimate, Fit
from analysis.stats.mixed.formula import FormulaError

NEGLIGIBLE = 1e-9
FIXED = "correct ~ arm * moderator"
FEWEST_IMAGES = 2  # of a group of images
At = float | str  # standard deviations from the mean, or a group


@dataclass(frozen=True)
class Moderated:
    """The fitted model.  asked: what it answers."""

    asked: Asked
    declared: DeclaredFit

    @property
    def text(self) -> str:
        """What was fitted in the end, and what had to be left out."""
        return "; ".join([self.declared.formula, *self.declared.steps])

    @property
    def fit(self) -> Fit:
        """The fit, with variances corrected."""
        return self.declared.fit

    def rows(self, arm: str, at: At) -> pd.DataFrame:
        """Rows over which a probability is averaged: one, unless images are fixed effects."""
        frame = self.fit.model.frame
        there = frame if self.declared.derived.fixed else frame.iloc[:1]
        if self.asked.kind == "number":
            return there.assign(arm=_side(arm, self.asked), moderator=at)
        return there.assign(arm=arm, moderator=at)

    def interaction(self, group: str | None, level: float) -> Estimate | NotEstimable:
        """The logarithm of the ratio of odds ratios: per standard deviation, or of a group against the first."""
        term = "arm:moderator" if group is None else f"arm{self.asked.arms[0]}:moderator{group}"
        if term not in self.fit.terms:
            return NotEstimable("the answers do not tell the interaction apart from other effects")
        weights = self.fit.weights({term: 1.0})
        return self.fit.contrast(weights, level, self._df(weights))

    def cells(self, at: At) -> list[tuple[float, pd.DataFrame]]:
        """The difference of the arms there: a weight and rows, each."""
        return [(sign, self.rows(arm, at)) for sign, arm in zip((1.0, -1.0), self.asked.arms, strict=True)]

    def df(self, at: At) -> float:
        """Degrees of freedom of the difference of the arms there."""
        return self._df(
            np.sum([weight * self.fit.model.matrices(rows)[0].mean(axis=0) for weight, rows in self.cells(at)], axis=0)
        )

    def _df(self, weights: Values) -> float:
        """By containment of the fixed effects that bear on it; without a limit, the rows less the parameters."""
        bears = np.where(np.abs(weights) > NEGLIGIBLE, weights, 0.0)
        limits = [containment_df(self.fit, bears)]
        limits += [_contained(self.fit, self.fit.terms[place]) for place in np.flatnonzero(bears)]
        least = min((each for each in limits if each is not None and each >= 1), default=None)
        return least or float(max(1, self.fit.n_obs - self.fit.n_parameters))


def _contained(fit: Fit, term: str) -> float | None:
    """Of arm:moderator where one of the two is constant within people or images, and the other a slope by them."""
    if term != "arm:moderator":
        return None
    limits = []
    for grouping in fit.model.groupings:
        for slope, other in (("arm", "moderator"), ("moderator", "arm")):
            column = pd.Series(fit.model.x[:, fit.terms.index(other)])
            if slope in grouping.effects and (column.groupby(grouping.index).nunique() == 1).all():
                limits.append(len(grouping.levels) - 2)
    return float(min(limits)) if limits else None


@per_evidence
def model_of(evidence: Evidence, name: str) -> Moderated | NotEstimable:
    """Of the moderation of that name."""
    (each,) = (one for one in asked(evidence) if one.moderation.name == name)
    if each.lacking is not None:
        return NotEstimable(each.lacking)
    lacking = _too_few_images(each)
    if lacking is not None:
        return NotEstimable(lacking)
    frame = _frame(each)
    as_groups = each.kind == "groups"
    seen = frame if as_groups else frame.assign(moderator=frame["moderator"] > 0)
    random = derive(seen, ["arm", "moderator"], as_cells=as_groups)
    levels = {"arm": each.arms[::-1], "moderator": each.groups} if as_groups else None
    try:
        found = fit_declared(frame, FIXED, random, levels)
    except FormulaError as fault:
        return NotEstimable(str(fault))
    if found.fit.status in ("separated", "not_converged"):
        return NotEstimable(f"the mixed model has no finite estimate: {'; '.join(found.fit.notes)}")
    return Moderated(each, replace(found, fit=debiased(found.fit).fit))


def _too_few_images(each: Asked) -> str | None:
    """What images lack for telling of a moderator that is theirs."""
    if not each.is_of_images:
        return None
    n_images = each.rows["item"].nunique()
    if n_images < FEWEST_LEVELS:
        return f"a moderator of images needs {FEWEST_LEVELS} of them, here: {n_images}"
    per_group = each.rows.groupby("value")["item"].nunique()
    few = [f"{group} has {n}" for group, n in per_group.items() if n < FEWEST_IMAGES] if each.groups else []
    return f"each group needs {FEWEST_IMAGES} images; {', '.join(few)}" if few else None


def _frame(each: Asked) -> pd.DataFrame:
    """Rows in an order that follows from the answers: participant, item, arm, moderator, correct."""
    rows = each.rows[["participant", "item", "arm", "correct"]].assign(
        correct=each.rows["correct"].astype("float64"), moderator=each.rows["value"]
    )
    if each.kind == "groups":
        return anonymous(rows, {"arm": each.arms, "moderator": each.groups})
    rows["moderator"] = (rows["moderator"].astype("float64") - each.centre) / each.spread
    made = anonymous(rows, {"arm": each.arms, "moderator": sorted(rows["moderator"].unique())})
    return made.assign(arm=np.where(made["arm"] == each.arms[0], 0.5, -0.5))


def _side(arm: str, asked: Asked) -> float:
    return 0.5 if arm == asked.arms[0] else -0.5
