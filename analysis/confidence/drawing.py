"""Reliability diagrams of confidence, and the table of their bins."""

import math
from collections.abc import Mapping

import pandas as pd

from analysis import units, wording
from analysis.arm_differences import level_text
from analysis.confidence.measured import Group, Rated
from analysis.evidence import Evidence
from analysis.figures.reliability_diagram import Bin, Reliability
from analysis.figures.reliability_diagram import reliability_diagram as drawn
from analysis.question import Drawing
from analysis.result import Interval, Result
from analysis.stats.calibration import ReliabilityBin, reliability_diagram
from analysis.titles import title_of

Found = Mapping[tuple[str, str, str], Result]  # block, arm, quantity
BINS = ["arm", "low", "high", "n_answers", "n_participants", "confidence", "accuracy", "conf_low", "conf_high"]


def reliability_of(told: Rated, evidence: Evidence, found: Found) -> Drawing:
    """The reliability diagram of a measure."""
    name, title = f"confidence-{told.measure}", title_of(evidence, told.measure)
    arms = [Reliability(arm, _bins(told.of(arm), evidence.level)) for arm in evidence.arms]
    said = "; ".join(f"{arm}: {_said(found[told.measure, arm, 'overconfidence'])}" for arm in evidence.arms)
    alt = f"Share of right answers by confidence in {title}, by arm. Mean confidence minus accuracy: {said}."
    caption = (
        f"{title}: share of right answers by confidence; {told.reading}. On the dashed line people are right as often "
        f"as they say. Bars are {level_text(evidence.level)} confidence intervals over participants; below, how many "
        "answers each point of the scale had."
    )
    return Drawing(name, drawn(arms, name, alt, lowest=told.chance or 0.0), alt, caption)


def _said(result: Result) -> str:
    if result.estimate is None:
        return "not estimable"
    return f"{wording.number(100 * result.estimate, 1)} {units.POINTS}"


def _points(group: Group, level: float) -> list[tuple[int, ReliabilityBin]]:
    """Each point of the scale that was chosen, from 0, with its answers."""
    if group.why_no_probability is not None:
        return []
    lowest, last = group.chance or 0.0, group.points - 1
    found = reliability_diagram(group.answers, group.binning, level)
    places = [(each.mean_probability - lowest) / (1 - lowest) * group.points for each in found]
    return [(min(last, math.floor(round(at, 9))), each) for at, each in zip(places, found, strict=True)]


def _bins(group: Group, level: float) -> tuple[Bin, ...]:
    lowest = group.chance or 0.0
    width = (1 - lowest) / max(1, group.points)
    return tuple(
        Bin(
            lowest + place * width,
            lowest + (place + 1) * width,
            each.n,
            each.mean_probability,
            each.accuracy,
            each.interval if isinstance(each.interval, Interval) else None,
        )
        for place, each in _points(group, level)
    )


def bins_table(told: Rated, evidence: Evidence) -> pd.DataFrame:
    """What it is drawn from: a row per arm and bin."""
    rows = []
    for arm in evidence.arms:
        group = told.of(arm)
        for (_, each), bar in zip(_points(group, evidence.level), _bins(group, evidence.level), strict=True):
            limits = (bar.interval.low, bar.interval.high) if bar.interval else (None, None)
            rows.append((arm, bar.low, bar.high, each.n, each.n_participants, bar.confidence, bar.right, *limits))
    return pd.DataFrame(rows, columns=BINS)
