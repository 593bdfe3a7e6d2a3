"""Do people follow a classifier's advice where it is right, and only there; and what would that be worth elsewhere?"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.contrasts import corrected
from analysis.evidence import Evidence
from analysis.figures.base_rate_curve import Crossing, TeamCurve, base_rate_curve
from analysis.figures.curve import Point
from analysis.figures.reliance_plane import RELATIVE, UNDER_AND_OVER, Reliance, Share, reliance_plane
from analysis.planned.section import planned_results, with_planned
from analysis.question import Account, Drawing
from analysis.reliance.advised import Advised, advised
from analysis.reliance.curves import curves_against_first, curves_of_arms
from analysis.reliance.results import NAME, of_kind
from analysis.reliance.sentences import methods_of, sentences_of
from analysis.reliance.shares import differences_of_arms, shares_of_arms, shares_table
from analysis.reliance.tables import tables_of
from analysis.reliance.teams import classifier_in_study, teams_of_arms
from analysis.result import Result


@dataclass(frozen=True)
class RelianceOnAdvice:
    """The question, as the registry finds it."""

    title: str = "Reliance on advice"
    rank: int = 45

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per block with advice and arm: reliance, complementarity, base-rate curve; and arms against the first."""
        blocks, level = advised(evidence), evidence.level
        found: list[Result] = []
        for each in blocks:
            found += [*shares_of_arms(each, level), classifier_in_study(each), *teams_of_arms(each, level)]
            found += [*curves_of_arms(each, level), *curves_against_first(each, level)]
        differences = [one for each in blocks for one in differences_of_arms(each, level)]
        return [*found, *corrected(differences, level), *planned_results(evidence, NAME)]

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """What hypotheses are about; then planes, curves and tables per block."""
        return with_planned(evidence, results, NAME, lambda own: self._described(evidence, own))

    def _described(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        blocks, level = advised(evidence), evidence.level
        if not blocks:
            return Account()
        titles = {each.measure: _title(evidence, each) for each in blocks}
        return Account(
            sentences=tuple(one for each in blocks for one in sentences_of(each, results, level)),
            drawings=tuple(
                one
                for each in blocks
                for one in (_plane(each, results, titles[each.measure]), _curves(each, results, titles[each.measure]))
            ),
            tables=tuple(one for each in blocks for one in tables_of(each, results, titles[each.measure], level)),
            methods=methods_of(blocks, level),
            data={f"reliance-{each.measure}": shares_table(each) for each in blocks}
            | {f"base-rates-{each.measure}": _curves_table(each, results) for each in blocks},
        )


QUESTION = RelianceOnAdvice()


def _title(evidence: Evidence, of: Advised) -> str:
    title = evidence.plan.titles.get(of.block) or of.block
    return title if of.measure == of.block else f"{title} ({of.measure.rpartition('.')[2]})"


def _plane(of: Advised, results: Sequence[Result], title: str) -> Drawing:
    axes, plane = (
        (("rair", "rsr"), RELATIVE) if of.in_two_stages else (("under_reliance", "over_reliance"), UNDER_AND_OVER)
    )
    means = {(each.labels["arm"], each.labels["measure"]): each for each in of_kind(results, of.measure, "mean")}
    table = shares_table(of)
    wide = table[table["measure"].isin(axes)].pivot(index=["arm", "participant"], columns="measure", values="share")
    drawn = []
    for arm in of.arms:
        mine = wide[wide.index.get_level_values("arm") == arm].dropna()
        people = tuple((float(row[axes[0]]), float(row[axes[1]])) for _, row in mine.iterrows())
        x, y = (_share(means[arm, axis]) for axis in axes)
        drawn.append(Reliance(arm, len(of.of(arm).names), x, y, people))
    told = "; ".join(
        f"{arm}: {_told(means[arm, axes[0]], plane.x_short)}, {_told(means[arm, axes[1]], plane.y_short)}"
        for arm in of.arms
    )
    name = f"reliance-{of.measure}"
    alt = f"Plane of reliance on advice in {title}, across {plane.x}, upward {plane.y}. {told}."
    caption = (
        f"{title}: across {plane.x}; upward {plane.y}. Large signs with bars: means over participants with their "
        "confidence intervals; small signs: participants, moved sideways by arm, the larger the more they are. On the "
        "dashed line advice is followed alike, be it right or wrong."
    )
    return Drawing(name, reliance_plane(drawn, plane, name, alt), alt, caption)


def _share(result: Result) -> Share | None:
    return None if result.estimate is None else Share(result.estimate, result.interval)


def _told(result: Result, short: str) -> str:
    if result.estimate is None:
        return f"{short} – no such case"
    limits = f" {wording.in_percent(result.interval)}" if result.interval else ""
    return f"{short} {wording.percent(result.estimate)}{limits}"


def _curves(of: Advised, results: Sequence[Result], title: str) -> Drawing:
    points = [each for each in of_kind(results, of.measure, "at") if "arm" in each.labels]
    meets = {each.labels["arm"]: each for each in of_kind(results, of.measure, "crossing") if "arm" in each.labels}
    studied = next(each.estimate for each in of_kind(results, of.measure, "classifier") if "arm" not in each.labels)
    drawn = [
        TeamCurve(
            arm,
            tuple(
                Point(float(each.labels["at"]), each.estimate, each.interval)
                for each in points
                if each.labels["arm"] == arm and each.estimate is not None
            ),
            _crossing(meets[arm]),
        )
        for arm in of.arms
    ]
    told = "; ".join(_curve_told(arm) for arm in drawn)
    in_study = "" if studied is None else f" In the study the classifier was right in {wording.percent(studied)}."
    name = f"base-rates-{of.measure}"
    alt = f"Right answers with advice in {title}, over the share of right advice from 50% to 100%. {told}.{in_study}"
    alone = "The dashed line is the classifier alone; a white sign is where an arm meets it."
    caption = (
        f"{title}: right answers with advice, were the classifier right in so many trials and people to answer as they "
        "did here where it was right, and where it was wrong; bands are confidence intervals at each accuracy by "
        f"itself. {alone}{in_study}"
    )
    return Drawing(name, base_rate_curve(drawn, _within(studied), name, alt), alt, caption)


def _within(studied: float | None) -> float | None:
    """Marked only where the curves are drawn."""
    return studied if studied is not None and 0.5 <= studied <= 1 else None


def _crossing(result: Result) -> Crossing | None:
    at = _within(result.estimate)
    return None if at is None else Crossing(at, result.interval)


def _curve_told(arm: TeamCurve) -> str:
    if not arm.points:
        return f"{arm.name}: no answers"
    first, last = arm.points[0], arm.points[-1]
    return f"{arm.name}: from {wording.percent(first.estimate)} to {wording.percent(last.estimate)}"


def _curves_table(of: Advised, results: Sequence[Result]) -> pd.DataFrame:
    """One row per arm, or pair of arms, and accuracy of the classifier."""
    rows = [
        (
            each.labels.get("arm") or f"{each.labels['first']} - {each.labels['second']}",
            float(each.labels["at"]),
            each.estimate,
            each.interval.low if each.interval else None,
            each.interval.high if each.interval else None,
        )
        for each in of_kind(results, of.measure, "at")
    ]
    return pd.DataFrame(rows, columns=["arm", "classifier_accuracy", "estimate", "low", "high"])
