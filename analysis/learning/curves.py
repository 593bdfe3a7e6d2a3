"""Courses in which people may learn: their trials in bins, when a criterion was met, and a model of the slope."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import population
from analysis.answers import answers
from analysis.evidence import Evidence
from analysis.stats.estimable import NotEstimable
from analysis.stats.mixed.declared import DeclaredFit, fit_declared
from analysis.stats.mixed.derived import FEWEST_LEVELS, derive
from analysis.stats.mixed.fitted import Estimate
from analysis.stats.mixed.formula import FormulaError

MOST_BINS = 6
IN_A_ROW = 5
FEWEST_TRIALS = 4


@dataclass(frozen=True)
class Course:
    """The answers of one measure in the order of trials.

    rows: those of `answers`, and trial: the place in the block, from 1; bin: from 0; n_trials: the last place.
    """

    measure: str
    rows: pd.DataFrame
    n_trials: int

    @property
    def bins(self) -> dict[int, str]:
        """Bin → its trials, `1–4`; equal, but the last may be smaller."""
        size = _size(self.n_trials)
        made = {}
        for place, start in enumerate(range(1, self.n_trials + 1, size)):
            end = min(self.n_trials, start + size - 1)
            made[place] = str(start) if start == end else f"{start}–{end}"
        return made

    def middle(self, place: int) -> float:
        """The middle of a bin, in trials."""
        start = 1 + place * _size(self.n_trials)
        return (start + min(self.n_trials, start + _size(self.n_trials) - 1)) / 2

    @property
    def shares(self) -> pd.DataFrame:
        """One row per participant and bin with an answer: participant, arm, bin, n_trials, share."""
        grouped = self.rows.groupby(["participant", "arm", "bin"], sort=True)["correct"]
        return grouped.agg(n_trials="size", share="mean").reset_index()

    @property
    def criterion(self) -> pd.DataFrame:
        """One row per participant: participant, arm, met, and n_trials: answers until it was met, or all of them."""
        made = []
        for (participant, arm), correct in self.rows.groupby(["participant", "arm"], sort=True)["correct"]:
            place = _first_run(correct.tolist())
            made.append((participant, arm, place is not None, len(correct) if place is None else place))
        return pd.DataFrame(made, columns=["participant", "arm", "met", "n_trials"])


def courses(evidence: Evidence) -> tuple[Course, ...]:
    """Measures of blocks with feedback; where there are none, all, if they are of several blocks."""
    trials = evidence.trials
    told = set(trials.loc[trials["feedback_ms"].notna(), "block"])
    asked = {each: answers(evidence, each) for each in population.measures(evidence)}
    there = {each: rows for each, rows in asked.items() if len(rows)}
    taught = [each for each in there if population.block_of(each) in told]
    several = len({population.block_of(each) for each in there}) > 1
    return tuple(_course(each, there[each]) for each in taught or (there if several else ()))


def _course(measure: str, rows: pd.DataFrame) -> Course:
    trial = rows["position_in_block"].astype("int64") + 1
    n = int(trial.max())
    ordered = rows.assign(trial=trial, bin=(trial - 1) // _size(n)).sort_values(["participant", "trial"])
    return Course(measure, ordered.reset_index(drop=True), n)


def _size(n_trials: int) -> int:
    return -(-n_trials // MOST_BINS)


def _first_run(correct: Sequence[int]) -> int | None:
    """How many answers it took until so many in a row were right; None where that never was."""
    run = 0
    for place, right in enumerate(correct, start=1):
        run = run + 1 if right else 0
        if run == IN_A_ROW:
            return place
    return None


@dataclass(frozen=True)
class Slopes:
    """A logistic mixed model of answers over the course, in which `trial` runs from 0 to 1."""

    declared: DeclaredFit
    arms: tuple[str, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """The formula as fitted at last, and what has to be said of the fit."""
        return (self.declared.formula, *self.declared.steps, *self.declared.fit.notes)

    def slope(self, arm: str, level: float) -> Estimate | NotEstimable:
        """The change in log odds from the first to the last trial in that arm."""
        return self._contrast({arm: 1.0}, level)

    def difference(self, first: str, second: str, level: float) -> Estimate | NotEstimable:
        """The first arm's change minus the second's."""
        return self._contrast({first: 1.0, second: -1.0}, level)

    def _contrast(self, of_arms: Mapping[str, float], level: float) -> Estimate | NotEstimable:
        if lacking := [arm for arm in of_arms if arm not in self.arms]:
            return NotEstimable(f"there are no answers of arm {lacking[0]}")
        weights = {f"arm{arm}:trial": weight for arm, weight in of_arms.items() if arm != self.arms[0]}
        fit = self.declared.fit
        return fit.contrast(fit.weights({"trial": sum(of_arms.values()), **weights}), level)


def slopes(course: Course, arms: Sequence[str]) -> Slopes | NotEstimable:
    """The model `correct ~ arm * trial` with the random effects that the design allows.

    A slope of trial is judged by halves of the course, for nobody meets the same trial twice.
    """
    rows = course.rows
    there = tuple(arm for arm in arms if (rows["arm"] == arm).any())
    if lacking := _lacking(course):
        return lacking
    frame = pd.DataFrame({key: rows[key].astype(str) for key in ("participant", "arm", "item")})
    frame = frame.assign(correct=rows["correct"], trial=(rows["trial"] - 1) / (course.n_trials - 1))
    factors = ["arm", "trial"] if len(there) > 1 else ["trial"]
    derived = derive(frame.assign(trial=frame["trial"] > 0.5), factors)
    levels = {"arm": there} if len(there) > 1 else {}
    try:
        found = fit_declared(frame, f"correct ~ {' * '.join(factors)}", derived, levels)
    except (FormulaError, np.linalg.LinAlgError) as fault:
        return NotEstimable(f"the mixed model could not be fitted: {fault}")
    if found.fit.status in ("separated", "not_converged"):
        return NotEstimable(f"the mixed model did not work: {'; '.join(found.fit.notes)}")
    return Slopes(found, there)


def _lacking(course: Course) -> NotEstimable | None:
    """Why there is no model of such a course, if so."""
    n_people = course.rows["participant"].nunique()
    if n_people < FEWEST_LEVELS:
        return NotEstimable(f"the mixed model needs {FEWEST_LEVELS} participants, here: {n_people}")
    if course.n_trials < FEWEST_TRIALS:
        return NotEstimable(f"a slope over trials needs {FEWEST_TRIALS} trials, here: {course.n_trials}")
    if course.rows["correct"].nunique() < 2:
        return NotEstimable("all answers are right, or all are wrong")
    return None
