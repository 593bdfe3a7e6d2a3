"""Right answers against a number, or by group, of each of the two arms; and the same as a table of data."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from analysis import population, wording
from analysis.evidence import Evidence
from analysis.figures.curve import Point
from analysis.figures.moderation_curves import ModeratedArm, Seen, moderation_curves
from analysis.figures.rows_by_arm import SHARES, Axis, Group, Row, as_percent, rows_by_arm
from analysis.moderation.asked import FEWEST, Asked
from analysis.moderation.model import Moderated, model_of
from analysis.moderation.results import NAME, places
from analysis.question import Drawing
from analysis.remembered import per_evidence
from analysis.result import Result
from analysis.stats.mixed.marginal import probability
from analysis.titles import title_of

N_POINTS, ENDS = 25, (0.05, 0.95)
MOST_BINS = 5
Beside = Mapping[str, Result]  # the last parts of a name → the result


def drawing(evidence: Evidence, each: Asked, beside: Beside) -> Drawing | None:
    """The picture of one moderation; None where no model tells of it."""
    model = model_of(evidence, each.moderation.name)
    if not isinstance(model, Moderated):
        return None
    name = f"{NAME}-{each.moderation.name}"
    alt = f"Right answers in {title_of(evidence, each.measure)} by {each.words}. {_told(each, beside)}."
    ci = f"{100 * evidence.level:.3g}% confidence"
    what = f"{title_of(evidence, each.measure)}: probability of a right answer by {each.words}"
    if each.kind == "groups":
        axis = Axis("right answers", SHARES, as_percent)
        caption = f"{what}, averaged over participants and images by the mixed model, with {ci} intervals."
        return Drawing(name, rows_by_arm(_groups(evidence, each, beside), axis, name, alt), alt, caption)
    of = "images" if each.is_of_images else "participants"
    caption = (
        f"{what}. The curves are the mixed model's, averaged over participants and images, with {ci} bands, from the "
        f"5th to the 95th percentile; the points are shares that were seen, each of {FEWEST} {of} or more."
    )
    arms = [_arm(evidence, each.moderation.name, arm) for arm in each.arms]
    chance = population.chance(evidence, each.measure)
    return Drawing(name, moderation_curves(arms, chance, each.words, (name, alt)), alt, caption)


def _told(each: Asked, beside: Beside) -> str:
    parts = []
    for place in places(each):
        shares = [beside[f"{place.name}/{arm}/probability"].estimate or 0.0 for arm in each.arms]
        told = ", ".join(f"{arm} {wording.percent(share)}" for arm, share in zip(each.arms, shares, strict=True))
        parts.append(f"{place.words}: {told}")
    return "; ".join(parts)


def _groups(evidence: Evidence, each: Asked, beside: Beside) -> list[Group]:
    made = []
    for place in places(each):
        found = [(arm, beside[f"{place.name}/{arm}/probability"]) for arm in each.arms]
        rows = (
            Row(arm, evidence.arms.index(arm), one.estimate, one.interval, wording.percent(one.estimate or 0.0))
            for arm, one in found
        )
        made.append(Group(place.words, tuple(rows)))
    return made


@per_evidence
def _arm(evidence: Evidence, moderation: str, arm: str) -> ModeratedArm:
    model = model_of(evidence, moderation)
    if not isinstance(model, Moderated):
        raise TypeError(f"{moderation}: {model.reason}")
    each = model.asked
    return ModeratedArm(
        arm, evidence.arms.index(arm), f"n = {each.n[arm]}", _curve(model, arm, evidence.level), tuple(_seen(each, arm))
    )


def _curve(model: Moderated, arm: str, level: float) -> tuple[Point, ...]:
    each = model.asked
    ends = np.quantile(_units(each)["value"].to_numpy(dtype="float64"), ENDS)
    points = []
    for x in np.linspace(ends[0], ends[1], N_POINTS):
        at = float((x - each.centre) / each.spread)
        found = probability(model.fit, model.rows(arm, at), "marginal", level)
        points.append(Point(float(x), found.estimate, found.interval))
    return tuple(points)


def _units(each: Asked) -> pd.DataFrame:
    """One row per participant, or per arm and image: arm, value, correct (the share right)."""
    by = ["arm", "item", "value"] if each.is_of_images else ["participant", "arm", "value"]
    return each.rows.groupby(by)["correct"].mean().reset_index()


def _seen(each: Asked, arm: str) -> Iterator[Seen]:
    """Neighbouring values together, in at most so many lots, so that no point tells of few."""
    units = _units(each)
    mine = units[units["arm"] == arm]
    by_value = mine.groupby("value")["correct"].agg(["size", "sum"]).reset_index()
    least = max(FEWEST, -(-len(mine) // MOST_BINS))
    lots = list[list[int]]()
    for place in range(len(by_value)):
        if not lots or by_value["size"].iloc[lots[-1]].sum() >= least:
            lots.append([])
        lots[-1].append(place)
    if len(lots) > 1 and by_value["size"].iloc[lots[-1]].sum() < FEWEST:
        lots[-2] += lots.pop()
    for lot in lots:
        part = by_value.iloc[lot]
        n = int(part["size"].sum())
        if n >= FEWEST:
            yield Seen(float((part["value"] * part["size"]).sum() / n), float(part["sum"].sum() / n), n)


def data(evidence: Evidence, each: Asked, beside: Beside) -> pd.DataFrame:
    """What the picture shows: arm, at, kind (model or seen), right, low, high, n; empty where there is none."""
    columns = ["arm", "at", "kind", "right", "low", "high", "n"]
    model = model_of(evidence, each.moderation.name)
    rows: list[tuple[object, ...]] = []
    if isinstance(model, Moderated) and each.kind == "number":
        for arm in (_arm(evidence, each.moderation.name, name) for name in each.arms):
            limits = [(point, point.interval) for point in arm.curve if point.interval is not None]
            rows += [(arm.name, p.x, "model", p.estimate, of.low, of.high, each.n[arm.name]) for p, of in limits]
            rows += [(arm.name, seen.x, "seen", seen.share, None, None, seen.n) for seen in arm.seen]
    elif isinstance(model, Moderated):
        for place in places(each):
            for name in each.arms:
                found = beside[f"{place.name}/{name}/probability"]
                low, high = (None, None) if found.interval is None else (found.interval.low, found.interval.high)
                rows.append((name, place.words, "model", found.estimate, low, high, each.n[name]))
    return pd.DataFrame(rows, columns=columns)
