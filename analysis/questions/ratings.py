"""What do people say of it: ratings on scales and lines, and how arms differ in them.

Ratings are ordered, not measured: arms are compared by odds of a higher rating in a cumulative-link model, and by
ranks of participants' means; all this is exploratory.  Planned differences are of participants' mean ratings.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.arm_differences import begun, compared
from analysis.contrasts import corrected
from analysis.evidence import Evidence
from analysis.planned.section import planned_results, with_planned
from analysis.question import Account
from analysis.ratings.account import account_of
from analysis.ratings.described import NAME, WHOM, item_results, scale_mean
from analysis.ratings.measured import Scale, scales
from analysis.ratings.model import RatingModel, rating_model
from analysis.ratings.reliability import reliability
from analysis.result import Interval, Result, Test
from analysis.result import Scale as Unit
from analysis.stats.dominance import cliffs_delta
from analysis.stats.estimable import NotEstimable
from analysis.stats.rank_tests import mann_whitney

TOO_LARGE = 500.0  # log odds whose odds no number holds


@dataclass(frozen=True)
class Ratings:
    """The question, as the registry finds it."""

    title: str = "Ratings"
    rank: int = 55

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per item and arm what was rated; per scale means, reliability, and differences from the first arm."""
        told, arms, level = scales(evidence), evidence.arms, evidence.level
        of_items = [
            each for scale in told for item in scale.items for arm in arms for each in item_results(item, arm, level)
        ]
        means = [scale_mean(scale, arm, level) for scale in told if len(scale.items) > 1 for arm in arms]
        reliable = [each for scale in told for each in reliability(scale, level)]
        return [*of_items, *means, *reliable, *_differences(told, evidence), *planned_results(evidence, NAME)]

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """Bars of every item's ratings by arm, sentences, and tables."""
        return with_planned(evidence, results, NAME, lambda own: account_of(evidence, own))


QUESTION = Ratings()


def _differences(told: Sequence[Scale], evidence: Evidence) -> list[Result]:
    """Odds ratios, differences of means on lines, and Cliff's deltas: each kind corrected for its comparisons."""
    others, level = evidence.arms[1:], evidence.level
    models = [(scale, rating_model(scale.rows, evidence.arms, level)) for scale in told if scale.points and others]
    ratios = [_odds_ratio(scale, arm, model, evidence) for scale, model in models for arm in others]
    means = [_of_means(scale, arm, evidence) for scale in told if not scale.points for arm in others]
    deltas = [_delta(scale, arm, evidence) for scale in told for arm in others]
    return [*corrected(ratios, level), *corrected(means, level), *corrected(deltas, level)]


def _asked(scale: Scale, arm: str, key: str, what: tuple[str, Unit, str], evidence: Evidence) -> Result:
    """A comparison with the first arm.  what: the quantity in words, its scale, the method."""
    quantity, unit, method = what
    first = evidence.arms[0]
    groups = {name: int(scale.rows.loc[scale.rows["arm"] == name, "participant"].nunique()) for name in (arm, first)}
    return begun(
        Result(
            name=f"{NAME}/{scale.key}/{arm}/{key}",
            question=NAME,
            estimand=f"{quantity} of {scale.what} in block {scale.block}, {arm} against {first}, {WHOM}",
            scale=unit,
            family="exploratory",
            method=method,
            estimate=0.0,
            n=groups,
            labels={"block": scale.block, "scale": scale.key, "first": arm, "second": first, "quantity": key},
            n_trials=int(scale.rows["arm"].isin(list(groups)).sum()),
            reference=1.0 if unit == "odds ratio" else 0.0,
        )
    )


def _odds_ratio(scale: Scale, arm: str, model: RatingModel, evidence: Evidence) -> Result:
    kind = "cumulative-link mixed model" if model.is_mixed else "proportional-odds model without random effects"
    how = "maximum likelihood with Laplace's approximation" if model.is_mixed else "maximum likelihood"
    method = f"{kind}, logit link, {'; '.join([model.formula, *model.notes])}; {how}; Wald's interval and test"
    whose = "of one participant and one item, " if model.is_mixed else ""
    what = f"odds ratio of a rating above any point of the scale, {whose}the same at every point,"
    asked = _asked(scale, arm, "odds_ratio", (what, "odds ratio", method), evidence)
    found = model.terms[arm]
    if isinstance(found, NotEstimable):
        return replace(asked, reason=found.reason)
    if max(abs(found.interval.low), abs(found.interval.high)) > TOO_LARGE:
        return replace(asked, reason="the odds ratio is beyond all bounds: the ratings hardly overlap")
    low, high = math.exp(found.interval.low), math.exp(found.interval.high)
    return replace(
        asked,
        estimate=math.exp(found.estimate),
        interval=Interval(low, high, found.interval.level),
        test=Test("χ²", found.statistic**2, 1.0, found.p),
        status="ok",
        reason=None,
    )


def _of_means(scale: Scale, arm: str, evidence: Evidence) -> Result:
    method = "difference of the arms' means over participants; Welch's t test, two-sided, and its interval"
    what = "difference in mean over participants of their ratings"
    asked = _asked(scale, arm, "mean_difference", (what, "score", method), evidence)
    return compared(asked, (scale.of(arm).means, scale.of(evidence.arms[0]).means), evidence.level)


def _delta(scale: Scale, arm: str, evidence: Evidence) -> Result:
    what = "Cliff's delta, how much oftener a participant's mean rating is higher than lower,"
    method = (
        "share of pairs of participants in which the first's mean rating is higher minus the share in which it is "
        "lower; interval by Feng and Cliff (2004)"
    )
    first, second = scale.of(arm).means, scale.of(evidence.arms[0]).means
    test = mann_whitney(first, second)
    if not isinstance(test, NotEstimable):
        how = "exact" if test.calculation == "exact" else "by the normal approximation, corrected for ties"
        method += f"; Mann and Whitney's test, two-sided, {how}"
    asked = _asked(scale, arm, "delta", (what, "difference of proportions", method), evidence)
    found = cliffs_delta(first, second, evidence.level)
    if isinstance(found, NotEstimable):
        return replace(asked, reason=found.reason)
    known = replace(asked, estimate=found.estimate, interval=found.interval, status="ok", reason=None)
    if isinstance(test, NotEstimable):
        return known
    return replace(known, test=Test("U", test.statistic, None, test.p))
