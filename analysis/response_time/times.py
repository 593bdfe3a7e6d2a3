"""Response times of right answers: which of them count, each participant's median, and a model of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.answers import answers
from analysis.evidence import Evidence
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.mixed.declared import DeclaredFit, fit_declared
from analysis.stats.mixed.derived import FEWEST_LEVELS, derive
from analysis.stats.mixed.fitted import Estimate
from analysis.stats.mixed.formula import FormulaError
from analysis.stats.mixed.satterthwaite import satterthwaite_df

FEWEST_MS = 200.0
MISSING = "missing"
SHORT = "short"
REASONS = {  # why a time is left out, in the order in which they are looked for
    MISSING: "no time or no clock",
    "hidden": "page hidden",
    "blurred": "window without focus",
    "too_fast": "flagged as too fast",
    SHORT: f"below {FEWEST_MS:g} ms",
}


def right_answers(evidence: Evidence, measure: str) -> pd.DataFrame:
    """The rows of `answers` that are right; left_out: why the time does not count, of REASONS, else empty."""
    rows = answers(evidence, measure)
    return judged(rows[rows["correct"] == 1].reset_index(drop=True))


def judged(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with left_out: why the time does not count, of REASONS, else empty."""
    return rows.assign(left_out=[_reason(flags, ms) for flags, ms in zip(rows["timing_flags"], _ms(rows), strict=True)])


def kept(right: pd.DataFrame) -> pd.DataFrame:
    """Rows whose time counts."""
    return right[right["left_out"] == ""]


def timed(right: pd.DataFrame) -> pd.DataFrame:
    """Rows that have a time at all, doubtful or not; one of nought is none, for it has no logarithm."""
    return right[_ms(right) > 0]


def medians(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per participant: participant, arm, n_trials, median_ms."""
    timed = rows.assign(rt_ms=_ms(rows)).groupby(["participant", "arm"], sort=True)["rt_ms"]
    return timed.agg(n_trials="size", median_ms="median").reset_index()


@dataclass(frozen=True)
class Modelled:
    """A linear mixed model of the logarithm of times, with the first arm of those there as the reference."""

    declared: DeclaredFit
    arms: tuple[str, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """The formula as fitted at last, and what has to be said of the fit."""
        return (self.declared.formula, *self.declared.steps, *self.declared.fit.notes)

    def difference(self, arms: tuple[str, str], level: float) -> Estimate | NotEstimable:
        """The first arm minus the second, in logarithms; the degrees of freedom are Satterthwaite's."""
        if lacking := [arm for arm in arms if arm not in self.arms]:
            return NotEstimable(f"there are no times of arm {lacking[0]}")
        weights = self._weights(arms[0]) - self._weights(arms[1])
        try:
            with np.errstate(all="ignore"):
                df = satterthwaite_df(self.declared.fit, weights)
        except np.linalg.LinAlgError:
            df = np.nan
        if not np.isfinite(df) or df <= 0:
            return NotEstimable("the times do not say how many degrees of freedom their variances have")
        return self.declared.fit.contrast(weights, level, df)

    def _weights(self, arm: str) -> Values:
        fit = self.declared.fit
        return fit.weights({} if arm == self.arms[0] else {f"arm{arm}": 1.0})


def modelled(rows: pd.DataFrame, arms: Sequence[str]) -> Modelled | NotEstimable:
    """The model of those rows, with arms as fixed and participants and items as crossed random effects."""
    n_people = rows["participant"].nunique()
    there = tuple(arm for arm in arms if (rows["arm"] == arm).any())
    if n_people < FEWEST_LEVELS:
        return NotEstimable(f"the mixed model needs {FEWEST_LEVELS} participants, here: {n_people}")
    if len(there) < 2:
        return NotEstimable("there are times of one arm only")
    if len(rows) <= n_people:
        return NotEstimable("the mixed model needs participants with more than one time")
    frame = pd.DataFrame({key: rows[key].astype(str) for key in ("participant", "arm", "item")})
    frame = frame.assign(log_ms=np.log(_ms(rows))).sort_values(["participant", "item", "log_ms"], ignore_index=True)
    try:
        found = fit_declared(frame, "log_ms ~ arm", derive(frame, ["arm"]), {"arm": there}, family="gaussian")
    except (FormulaError, np.linalg.LinAlgError) as fault:
        return NotEstimable(f"the mixed model could not be fitted: {fault}")
    if found.fit.status == "not_converged":
        return NotEstimable("the mixed model did not converge")
    return Modelled(found, there)


def _ms(rows: pd.DataFrame) -> "pd.Series[float]":
    return rows["rt_ms"].astype("float64")


def _reason(flags: str, ms: float) -> str:
    """The first of REASONS that holds; empty where none does."""
    said = set(flags.split())
    if np.isnan(ms):
        return MISSING
    found = [reason for reason in REASONS if reason in said]
    return found[0] if found else SHORT if ms < FEWEST_MS else ""
