"""How long answers take: each participant's median time of answered trials, right or wrong, whose time counts."""

import math
from dataclasses import dataclass

import pandas as pd

from analysis.answers import answers
from analysis.evidence import Evidence
from analysis.outcome import COLUMNS, Limits
from analysis.population import at_level
from analysis.response_time.times import judged, kept, medians
from analysis.result import Scale
from analysis.stats.estimable import NotEstimable


@dataclass(frozen=True)
class ResponseTime:
    """The outcome, as the registry finds it."""

    question: str = "response_time"
    measure: str = "mean of participants' median response times, of right and wrong answers whose time counts"
    words: str = "response time"
    scale: Scale = "milliseconds"
    limits: Limits = (-math.inf, math.inf)

    def values(self, evidence: Evidence, measure: str, level: str | None) -> pd.DataFrame | NotEstimable:
        """Of everyone with at least one time that counts, in milliseconds."""
        rows = kept(judged(answers(at_level(evidence, level), measure)))
        if rows.empty:
            return NotEstimable(f"no answer of block {measure} has a time that counts")
        return medians(rows).rename(columns={"median_ms": "value"})[COLUMNS]


OUTCOME = ResponseTime()
