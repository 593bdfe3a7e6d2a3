"""How often people go over to advice unlike their own answer: each participant's share of such trials."""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.outcome import Limits
from analysis.reliance.of_people import shares_of_people
from analysis.result import Scale
from analysis.stats.estimable import NotEstimable


@dataclass(frozen=True)
class Switching:
    """The outcome, as the registry finds it."""

    question: str = "reliance"
    measure: str = "mean over participants of the share of advice unlike their own answer that they went over to"
    words: str = "switching to the advice"
    scale: Scale = "difference of proportions"
    limits: Limits = (-1.0, 1.0)

    def values(self, evidence: Evidence, measure: str, level: str | None) -> pd.DataFrame | NotEstimable:
        """Of everyone whose own answer was unlike the advice at least once."""
        return shares_of_people(evidence, (measure, level), "switch_fraction")


OUTCOME = Switching()
