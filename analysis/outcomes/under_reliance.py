"""How often right advice is not followed: each participant's share of the right advice that was shown."""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.outcome import Limits
from analysis.reliance.of_people import shares_of_people
from analysis.result import Scale
from analysis.stats.estimable import NotEstimable


@dataclass(frozen=True)
class UnderReliance:
    """The outcome, as the registry finds it."""

    question: str = "reliance"
    measure: str = "mean over participants of the share of right advice that was not followed"
    words: str = "under-reliance"
    scale: Scale = "difference of proportions"
    limits: Limits = (-1.0, 1.0)

    def values(self, evidence: Evidence, measure: str, level: str | None) -> pd.DataFrame | NotEstimable:
        """Of everyone who got right advice at least once."""
        return shares_of_people(evidence, (measure, level), "under_reliance")


OUTCOME = UnderReliance()
