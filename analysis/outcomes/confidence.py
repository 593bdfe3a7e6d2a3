"""How sure people say they are: each participant's mean place on the scale, from 0 (lowest point) to 1 (highest)."""

from dataclasses import dataclass

import pandas as pd

from analysis.confidence.measured import rated_of
from analysis.evidence import Evidence
from analysis.outcome import Limits
from analysis.population import at_level
from analysis.result import Scale
from analysis.stats.estimable import NotEstimable


@dataclass(frozen=True)
class Confidence:
    """The outcome, as the registry finds it."""

    question: str = "confidence"
    measure: str = "mean confidence on a scale from 0 (its lowest point) to 1 (its highest)"
    words: str = "confidence"
    scale: Scale = "difference of confidence"
    limits: Limits = (-1.0, 1.0)

    def values(self, evidence: Evidence, measure: str, level: str | None) -> pd.DataFrame | NotEstimable:
        """Of everyone who said how sure they were of at least one answer, right or wrong."""
        rows = rated_of(at_level(evidence, level), measure).rows
        if rows.empty:
            return NotEstimable(f"nobody said how sure they were of an answer in block {measure}")
        means = rows.groupby(["participant", "arm"], sort=True)["place"]
        return means.agg(value="mean", n_trials="size").reset_index()


OUTCOME = Confidence()
