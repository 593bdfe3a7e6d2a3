"""What a hypothesis can be about: one value per participant and place."""

from typing import Protocol

import pandas as pd

from analysis.evidence import Evidence
from analysis.result import Scale
from analysis.stats.estimable import NotEstimable

Limits = tuple[float, float]
COLUMNS = ["participant", "arm", "value", "n_trials"]


class Outcome(Protocol):
    """An outcome; the comparison of arms is about means over participants of its values."""

    @property
    def question(self) -> str:
        """The question of the report that tells of it."""
        ...

    @property
    def measure(self) -> str:
        """What the mean over participants is: `mean share of right answers`."""
        ...

    @property
    def words(self) -> str:
        """The outcome in a sentence: `accuracy`."""
        ...

    @property
    def scale(self) -> Scale:
        """Of a difference of means."""
        ...

    @property
    def limits(self) -> Limits:
        """The values that a difference of two means can have."""
        ...

    def values(self, evidence: Evidence, measure: str, level: str | None) -> pd.DataFrame | NotEstimable:
        """One row per randomised participant who has a value: participant, arm, value, n_trials.

        A reason where nobody can have one, because the study did not ask for it there.

        measure: a block, or BLOCK.QUESTION.  level: of a within-subject factor, to which trials are limited.
        """
        ...
