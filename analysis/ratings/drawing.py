"""Pictures of ratings: bars of the points of scales, participants as dots on lines; and the tables behind them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis import wording
from analysis.arm_differences import estimate, level_text
from analysis.evidence import Evidence
from analysis.figures.likert import Bar, Rated, likert
from analysis.figures.strips import Panel, Strip, strips
from analysis.question import Drawing
from analysis.ratings.measured import Item, Scale
from analysis.result import Result

Found = Mapping[tuple[str, str, str], Result]  # item or scale, arm (the first of a comparison), quantity


def picture_of(scale: Scale, evidence: Evidence, found: Found) -> Drawing:
    """Of a scale its bars; of a line every participant."""
    return _bars(scale, evidence, found) if scale.points else _dots(scale, evidence, found)


def file_of(scale: Scale) -> str:
    """Its name among files."""
    return f"ratings-{scale.key.replace('/', '-')}"


def _bars(scale: Scale, evidence: Evidence, found: Found) -> Drawing:
    title = scale.title(evidence)
    items = [Rated(item.name, tuple(_bar(item, arm, found) for arm in evidence.arms)) for item in scale.items]
    told = [
        f"{item.name}: "
        + ", ".join(
            f"{arm} median {estimate(found[item.key, arm, 'median'], digits=1)} "
            f"({wording.people(found[item.key, arm, 'median'].n[arm])})"
            for arm in evidence.arms
        )
        for item in scale.items
    ]
    alt = f"Shares of the points from 1 to {scale.points} in {title}, by arm. {'; '.join(told)}."
    caption = (
        f"{title}: percentages of the ratings that each point got, from the lowest point on the left to the highest "
        f"on the right, which is the darkest; Mdn: median over participants."
    )
    return Drawing(file_of(scale), likert(items, scale.points, file_of(scale), alt), alt, caption)


def _bar(item: Item, arm: str, found: Found) -> Bar:
    shares = [found[item.key, arm, f"point_{point}"].estimate for point in range(1, item.points + 1)]
    median = found[item.key, arm, "median"]
    if median.estimate is None:
        return Bar(arm, (), "nobody")
    said = f"Mdn {median.estimate:.3g} (n = {median.n[arm]})"
    return Bar(arm, tuple(share for share in shares if share is not None), said)


def _dots(scale: Scale, evidence: Evidence, found: Found) -> Drawing:
    (item,), title = scale.items, scale.title(evidence)
    means = {arm: found[item.key, arm, "mean"] for arm in evidence.arms}
    panel = Panel(
        item.name,
        tuple(Strip(np.sort(item.of(arm).means), each.estimate, each.interval) for arm, each in means.items()),
    )
    told = "; ".join(f"{arm}: mean {estimate(each)}" for arm, each in means.items())
    alt = f"Ratings of each participant on the line {title}, by arm. {told}."
    caption = (
        f"{title}: every dot is a participant; the ring with its bar is the mean over participants with its "
        f"{level_text(evidence.level)} confidence interval."
    )
    return Drawing(file_of(scale), strips(evidence.arms, [panel], file_of(scale), alt), alt, caption)


def shares_table(scale: Scale, evidence: Evidence, found: Found) -> pd.DataFrame:
    """A row per item, arm and point: how often it was chosen, and its share."""
    rows = []
    for item in scale.items:
        for arm in evidence.arms:
            given = item.of(arm)
            if given.rows.empty:
                continue
            totals = given.counts(item.points).sum(axis=0)
            for point in range(1, item.points + 1):
                share = found[item.key, arm, f"point_{point}"]
                rows.append((item.name, arm, point, int(totals[point - 1]), share.n[arm], share.estimate))
    return pd.DataFrame(rows, columns=["item", "arm", "point", "n_ratings", "n_participants", "share"])


def people_table(scale: Scale, evidence: Evidence) -> pd.DataFrame:
    """A row per participant and item: the number of ratings and their mean."""
    rows = scale.rows[scale.rows["arm"].isin(list(evidence.arms))]
    made = rows.groupby(["participant", "arm", "question"])["value"].agg(n_ratings="size", rating="mean").reset_index()
    return made.rename(columns={"question": "item"}).sort_values(["arm", "participant", "item"], ignore_index=True)
