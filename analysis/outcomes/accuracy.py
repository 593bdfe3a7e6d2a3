"""How often answers are right: each participant's share among answered trials."""

from dataclasses import dataclass

import pandas as pd

from analysis import population
from analysis.evidence import Evidence
from analysis.outcome import Limits
from analysis.result import Scale


@dataclass(frozen=True)
class Accuracy:
    """The outcome, as the registry finds it."""

    question: str = "accuracy"
    measure: str = "mean share of right answers"
    words: str = "accuracy"
    scale: Scale = "difference of proportions"
    limits: Limits = (-1.0, 1.0)

    def values(self, evidence: Evidence, measure: str, level: str | None) -> pd.DataFrame:
        """Of everyone with at least one answered trial."""
        rows = population.accuracy_by_participant(evidence, measure, level)
        return rows.rename(columns={"accuracy": "value"})[["participant", "arm", "value", "n_trials"]]


OUTCOME = Accuracy()
