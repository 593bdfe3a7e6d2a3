"""The same moderation on participants' shares of right answers: on the scale of proportions, and without a model of it.

An interaction can be there in odds and not in shares, or the other way round, where accuracies differ much.
"""

import numpy as np
import pandas as pd

from analysis.moderation.asked import Asked
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.hc3 import least_squares
from analysis.stats.intervals import Difference, sum_of_means

OF_PEOPLE = "least squares on participants' shares, arm * moderator, standard errors HC3, t test, two-sided"
OF_SLOPES = (
    "each participant's least-squares slope over images; difference of the arms' means, Welch's t test, two-sided"
)
OF_CELLS = "difference of the arms' differences of participants' mean shares, Welch's t test, two-sided"
OF_PAIRS = (
    "each participant's share in the one group of images minus that in the other; difference of the arms' means, "
    "Welch's t test, two-sided"
)


def method(asked: Asked) -> str:
    """How it is done."""
    if asked.kind == "number":
        return OF_SLOPES if asked.is_of_images else OF_PEOPLE
    return OF_PAIRS if asked.is_of_images else OF_CELLS


def companion(asked: Asked, group: str | None, level: float) -> Difference | NotEstimable:
    """By how much the difference of the arms grows: per standard deviation, or in a group against the first."""
    if group is None:
        return _slopes(asked, level) if asked.is_of_images else _regression(asked, level)
    return _pairs(asked, group, level) if asked.is_of_images else _cells(asked, group, level)


def _regression(asked: Asked, level: float) -> Difference | NotEstimable:
    people = _people(asked.rows)
    arm = np.where(people["arm"] == asked.arms[0], 0.5, -0.5)
    moderator = (people["value"].to_numpy(dtype="float64") - asked.centre) / asked.spread
    design = np.column_stack([np.ones(arm.size), arm, moderator, arm * moderator])
    found = least_squares(design, people["correct"].to_numpy(dtype="float64"))
    return found if isinstance(found, NotEstimable) else found.combination(np.array([0.0, 0.0, 0.0, 1.0]), level)


def _slopes(asked: Asked, level: float) -> Difference | NotEstimable:
    rows = asked.rows.assign(z=(asked.rows["value"].astype("float64") - asked.centre) / asked.spread)
    of = rows.groupby(["participant", "arm"], sort=True)
    z, right = rows["z"] - of["z"].transform("mean"), rows["correct"] - of["correct"].transform("mean")
    sums = pd.DataFrame({"zz": z * z, "zy": z * right, "participant": rows["participant"], "arm": rows["arm"]})
    totals = sums.groupby(["participant", "arm"], sort=True).sum().reset_index()
    has = totals[totals["zz"] > 1e-12]
    return _apart(has.assign(value=has["zy"] / has["zz"]), asked, level)


def _pairs(asked: Asked, group: str, level: float) -> Difference | NotEstimable:
    shares = asked.rows.groupby(["participant", "arm", "value"])["correct"].mean().unstack("value")
    both = (shares[group] - shares[asked.groups[0]]).dropna()
    return _apart(both.rename("value").reset_index(), asked, level)


def _apart(values: pd.DataFrame, asked: Asked, level: float) -> Difference | NotEstimable:
    first, second = (_sorted(values.loc[values["arm"] == arm, "value"]) for arm in asked.arms)
    return sum_of_means((first, -second), level)


def _cells(asked: Asked, group: str, level: float) -> Difference | NotEstimable:
    people = _people(asked.rows)
    signs = {(group, 0): 1.0, (group, 1): -1.0, (asked.groups[0], 0): -1.0, (asked.groups[0], 1): 1.0}
    cells = [
        sign * _sorted(people.loc[(people["value"] == name) & (people["arm"] == asked.arms[place]), "correct"])
        for (name, place), sign in signs.items()
    ]
    return sum_of_means(cells, level)


def _people(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per participant: arm, value, correct (the share of right answers); in an order that names do not bear."""
    people = rows.groupby("participant", sort=True).agg(
        arm=("arm", "first"), value=("value", "first"), correct=("correct", "mean")
    )
    return people.sort_values(["arm", "value", "correct"], ignore_index=True)


def _sorted(values: "pd.Series[float]") -> Values:
    return np.sort(values.to_numpy(dtype="float64"))
