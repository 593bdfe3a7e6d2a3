"""Does a score predict right answers, and does it predict them better where the explanation is seen?

Within a condition: correct ~ score, which an image that is easy anyhow can make as well as an explanation that helps.
Against the reference: correct ~ score * explained; the same images seen without carry their ease, and the interaction
is what the explanation adds.  Images differ in how much an explanation helps whatever their score: so `explained` has a
slope by image, without which the interaction would seem surer than it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.faithfulness.scored import Condition, Score
from analysis.stats.estimable import NotEstimable, participants
from analysis.stats.mixed.declared import DeclaredFit, fit_declared
from analysis.stats.mixed.derived import FEWEST_LEVELS, Derived, Slopes, derive
from analysis.stats.mixed.fitted import Estimate
from analysis.stats.mixed.formula import FormulaError

WITHIN, AGAINST = "correct ~ score", "correct ~ score * explained"
LEVELS = ("without", "with")
SLOPE_VALUES = 3  # scores that a participant must meet before a slope of the score can vary between participants


@dataclass(frozen=True)
class Modelled:
    """An estimate in log odds per standard deviation of the score, and the formula that it comes from."""

    estimate: Estimate | NotEstimable
    formula: str
    n_trials: int = 0


def within(condition: Condition, score: Score, level: float) -> Modelled:
    """How much the odds of a right answer rise with the score where the explanation is seen."""
    frame = _frame(condition.explained, score)
    return _fitted(frame, WITHIN, "score", level)


def against(condition: Condition, score: Score, level: float) -> Modelled:
    """How much more they rise than where the same images are seen without."""
    if condition.reference is None:
        return Modelled(NotEstimable("nobody answered these images without an explanation"), AGAINST)
    parts = {"with": condition.explained, "without": condition.plain}
    frame = pd.concat([_frame(rows, score).assign(explained=name) for name, rows in parts.items()], ignore_index=True)
    return _fitted(frame, AGAINST, "score:explainedwith", level)


def _frame(rows: pd.DataFrame, score: Score) -> pd.DataFrame:
    standardised = score.standardised
    values = rows["image"].map({} if standardised is None else standardised)
    return rows.assign(score=values.astype("float64"))[values.notna()].reset_index(drop=True)


def _fitted(frame: pd.DataFrame, fixed: str, term: str, level: float) -> Modelled:
    lacking = _lacking(frame)
    if lacking is not None:
        return Modelled(NotEstimable(lacking), fixed, len(frame))
    derived = _random_effects(frame)
    levels: Mapping[str, tuple[str, ...]] = {"explained": LEVELS} if "explained" in frame else {}
    try:
        found = fit_declared(frame, fixed, derived, levels)
    except FormulaError as fault:
        return Modelled(NotEstimable(str(fault)), fixed, len(frame))
    formula = "; ".join([found.formula, *found.steps])
    return Modelled(_term(found, term, _df(frame), level), formula, len(frame))


def _lacking(frame: pd.DataFrame) -> str | None:
    """What the answers lack for a model; None where nothing."""
    if frame.empty:
        return "all images have the same score"
    for _, part in frame.groupby("explained" if "explained" in frame else lambda _: 0):
        n_people, n_images = int(part["participant"].nunique()), int(part["image"].nunique())
        if n_people < FEWEST_LEVELS:
            return (
                f"a mixed model needs {FEWEST_LEVELS} participants to see how they vary, here: {participants(n_people)}"
            )
        if n_images < FEWEST_LEVELS:
            return f"a mixed model needs {FEWEST_LEVELS} images to see how they vary, here: {n_images}"
        if part["score"].nunique() < 2:
            return "all images have the same score"
        if part["correct"].nunique() < 2:
            return "the answers are all alike"
    return None


def _random_effects(frame: pd.DataFrame) -> Derived:
    """Slopes of the score by participant, where they meet several scores; of `explained` where the design has it."""
    slopes = {each.group: each.terms for each in derive(frame, ["explained"] if "explained" in frame else []).slopes}
    n_values = frame.groupby("participant")["score"].nunique()
    score = ("score",) if (n_values >= SLOPE_VALUES).mean() >= 0.5 else ()
    of_people = Slopes("participant", (*score, *slopes["participant"]))
    return Derived((of_people, Slopes("item", slopes["item"])), (), ())


def _df(frame: pd.DataFrame) -> float:
    """As many as images, or as participants where these are fewer, less the two ends of a line."""
    return float(min(frame["image"].nunique(), frame["participant"].nunique()) - 2)


def _term(found: DeclaredFit, term: str, df: float, level: float) -> Estimate | NotEstimable:
    fit = found.fit
    if fit.status in ("separated", "not_converged"):
        return NotEstimable(f"the mixed model: {'; '.join(fit.notes)}")
    if term not in fit.terms:
        return NotEstimable("the answers do not tell the score's effect apart from others")
    estimate = fit.contrast(fit.weights({term: 1.0}), level, df)
    if not np.isfinite([estimate.estimate, estimate.std_error]).all():
        return NotEstimable("the mixed model gives no finite estimate")
    return estimate
