"""What people say of it: each participant's mean rating of an item, or of all items of a block with the same points."""

import math
from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.outcome import Limits
from analysis.population import at_level
from analysis.ratings.measured import scales
from analysis.result import Scale
from analysis.stats.estimable import NotEstimable


@dataclass(frozen=True)
class Rating:
    """The outcome, as the registry finds it."""

    question: str = "ratings"
    measure: str = "mean over participants of each one's mean rating"
    words: str = "mean rating"
    scale: Scale = "score"
    limits: Limits = (-math.inf, math.inf)

    def values(self, evidence: Evidence, measure: str, level: str | None) -> pd.DataFrame | NotEstimable:
        """Of everyone who gave at least one of the ratings.  measure: a block, or BLOCK.ITEM."""
        block, _, item = measure.partition(".")
        there = [scale for scale in scales(at_level(evidence, level)) if scale.block == block]
        if item:
            rows = [each.rows for scale in there for each in scale.items if each.name == item]
        else:
            rows = [scale.rows for scale in there]
        if not rows:
            return NotEstimable(f"nobody rated {measure}")
        if len(rows) > 1:
            return NotEstimable(f"the items of block {block} have scales of different length; name one as question")
        means = rows[0].groupby(["participant", "arm"], sort=True)["value"]
        return means.agg(value="mean", n_trials="size").reset_index()


OUTCOME = Rating()
