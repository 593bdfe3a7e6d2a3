"""A share of reliance of every participant who had a chance to it, as hypotheses compare it."""

import pandas as pd

from analysis.evidence import Evidence
from analysis.outcome import COLUMNS
from analysis.population import at_level, block_of
from analysis.reliance.advised import Advised, advised
from analysis.stats.estimable import NotEstimable


def shares_of_people(evidence: Evidence, place: tuple[str, str | None], key: str) -> pd.DataFrame | NotEstimable:
    """participant, arm, value, n_trials (with a chance to it).

    place: a measure, and the level of a within-subject factor that trials are limited to; None: to none.
    key: the share: over_reliance, under_reliance, switch_fraction.
    """
    measure, level = place
    block = block_of(measure)
    there = [each for each in advised(at_level(evidence, level)) if each.block == block]
    if not there:
        return NotEstimable(f"nobody was advised in block {block}")
    chosen = next((each for each in there if each.measure == measure), there[-1])
    if key == "switch_fraction" and not chosen.in_two_stages:
        return NotEstimable(f"block {block} asks for no answer before the advice")
    arms = [_of_arm(chosen, arm, key) for arm in sorted(chosen.table["arm"].unique())]
    return pd.concat(arms, ignore_index=True)[COLUMNS]


def _of_arm(chosen: Advised, arm: str, key: str) -> pd.DataFrame:
    trials = chosen.of(arm)
    shares = trials.shares[key]
    made = pd.DataFrame({"participant": trials.names, "arm": arm, "n_trials": shares.n_chances})
    has = shares.n_chances > 0
    return made[has].assign(value=shares.n_events[has] / shares.n_chances[has])
