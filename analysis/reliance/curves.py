"""The accuracy of people with a classifier that is right more or less often than the study's, and where arms tie."""

from dataclasses import replace

import numpy as np

from analysis.reliance.advised import Advised
from analysis.reliance.results import BOOTSTRAP, N_RESAMPLES, blank, ordered_rows, rng, with_interval
from analysis.result import Interval, Result
from analysis.stats.base_rate_crossing import NoCrossing, crossing
from analysis.stats.base_rates import Band, Curve, Team, accuracy_curve, difference_curve, team
from analysis.stats.estimable import NotEstimable, Values

GRID: Values = np.linspace(50, 100, 11) / 100
ALONE = Team(np.array([[1.0, 0.0], [1.0, 0.0]]), 0)  # the classifier: right where it is right, and only there
BOTH = "everyone randomised with trials answered with advice of both kinds, right and wrong, in the arm as randomised"
MIXTURE = (
    "pi P(right | classifier right) + (1 - pi) P(right | classifier wrong) at classifier accuracy pi, both means over "
    "participants; supposes that people answer as in the study where the classifier is right, and where it is wrong"
)


def curves_of_arms(advised: Advised, level: float) -> list[Result]:
    """Per arm its base-rate curve, and where it meets the classifier alone."""
    found = []
    for arm in advised.arms:
        found += [*_curve(advised, (arm,), level), _crossing(advised, (arm,), level)]
    return found


def curves_against_first(advised: Advised, level: float) -> list[Result]:
    """Per later arm its base-rate curve minus that of the first, and where the two cross."""
    first, *others = advised.arms or ("",)
    found = []
    for arm in others:
        found += [*_curve(advised, (arm, first), level), _crossing(advised, (arm, first), level)]
    return found


def _curve(advised: Advised, arms: tuple[str, ...], level: float) -> list[Result]:
    """The curve of an arm, or that of the first minus that of the second."""
    teams = [_team(advised, arm) for arm in arms]
    if len(teams) == 1:
        found = accuracy_curve(teams[0], GRID, level, rng=rng(), n_resamples=N_RESAMPLES)
    else:
        found = difference_curve((teams[0], teams[1]), GRID, level, rng=rng(), n_resamples=N_RESAMPLES)
    what = "accuracy of people with advice" if len(arms) == 1 else "difference in accuracy of people with advice"
    points = []
    for place, at in enumerate(GRID.tolist()):
        made = _between(advised, arms, f"at/{at:.2f}", teams)
        made = replace(
            made,
            estimand=f"{what} in block {advised.measure} if the classifier were right in {100 * at:.0f}% of trials, "
            f"{' minus '.join(arms)}, of {BOTH}",
            scale="proportion" if len(arms) == 1 else "difference of proportions",
            method=f"{MIXTURE}; {BOOTSTRAP}, for this accuracy by itself",
            labels={**made.labels, "kind": "at", "at": f"{at:.2f}"},
        )
        points.append(_point(made, found, place))
    return points


def _point(made: Result, found: Curve | NotEstimable, place: int) -> Result:
    if isinstance(found, NotEstimable):
        return replace(made, reason=found.reason)
    band = found.band
    interval = Interval(float(band.low[place]), float(band.high[place]), band.level) if isinstance(band, Band) else band
    return with_interval(made, float(found.estimate[place]), interval)


def _crossing(advised: Advised, arms: tuple[str, ...], level: float) -> Result:
    """Where an arm's curve meets the classifier alone, or that of another arm."""
    teams = [_team(advised, arm) for arm in arms]
    made = _between(advised, arms, "crossing", teams)
    rivals = (*arms, "the classifier alone")[:2]
    made = replace(
        made,
        estimand=f"accuracy of the classifier at which {rivals[0]} and {rivals[1]} are right equally often in block "
        f"{advised.measure}, of {BOTH}",
        method=f"crossing of {MIXTURE}; {BOOTSTRAP}, in which a limit of 0 or 1 is an open end",
    )
    found = crossing((teams[0], [*teams, ALONE][1]), level, rng=rng(), n_resamples=N_RESAMPLES)
    if isinstance(found, NotEstimable):
        return replace(made, reason=found.reason)
    if isinstance(found, NoCrossing):
        better = {"first": rivals[0], "second": rivals[1], None: None}[found.better]
        reason = f"{better} is right more often" if better else f"{rivals[0]} and {rivals[1]} are alike"
        return replace(made, reason=f"by the point estimates {reason} at every accuracy of the classifier")
    below, above = rivals if found.better_below == "first" else rivals[::-1]
    labels = {**made.labels, "better_below": below, "better_above": above}
    return with_interval(replace(made, labels=labels), found.estimate, found.interval)


def _between(advised: Advised, arms: tuple[str, ...], kind: str, teams: list[Team]) -> Result:
    made = blank(advised, " - ".join(arms), kind, sum(len(advised.of(arm).rows) for arm in arms))
    n = {arm: each.by_case.shape[0] for arm, each in zip(arms, teams, strict=True)}
    if len(arms) == 1:
        return replace(made, n=n)
    labels = {"block": advised.measure, "first": arms[0], "second": arms[1], "kind": kind}
    return replace(made, n=n, labels=labels, family="exploratory", reference=0.0 if kind != "crossing" else None)


def _team(advised: Advised, arm: str) -> Team:
    found = team(*advised.of(arm).rights)
    return Team(ordered_rows(found.by_case), found.n_without)
