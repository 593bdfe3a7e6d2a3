"""How well people tell a signal from none: each participant's d', with shares corrected as (events + .5) / (n + 1)."""

import math
from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.outcome import COLUMNS, Limits
from analysis.population import at_level
from analysis.result import Scale
from analysis.sensitivity.detection import Detecting, detecting_of
from analysis.stats.estimable import NotEstimable


@dataclass(frozen=True)
class Sensitivity:
    """The outcome, as the registry finds it."""

    question: str = "sensitivity"
    measure: str = "mean over participants of sensitivity d'"
    words: str = "sensitivity d′"
    scale: Scale = "standard deviations"
    limits: Limits = (-math.inf, math.inf)

    def values(self, evidence: Evidence, measure: str, level: str | None) -> pd.DataFrame | NotEstimable:
        """Of everyone who answered trials of every kind, with the signal and without."""
        told = detecting_of(at_level(evidence, level), measure)
        if told is None:
            return NotEstimable(f"the answers of block {measure} are not of two kinds")
        arms = [_of_arm(told, arm, evidence.level) for arm in sorted(told.rows["arm"].unique())]
        return pd.concat(arms, ignore_index=True)[COLUMNS].dropna(subset=["value"])


OUTCOME = Sensitivity()


def _of_arm(told: Detecting, arm: str, level: float) -> pd.DataFrame:
    group = told.of(arm)
    n_trials = group.rows.groupby("participant").size().to_numpy()
    values = group.each("d_prime", level)
    return pd.DataFrame({"participant": group.names, "arm": arm, "value": values, "n_trials": n_trials})
