"""Are people as often right as they are sure, and does their confidence tell right answers from wrong ones?

The participant is the unit.  A rating is no probability: the reading of the scale is declared and stands in every
estimand that rests on it.  The type-2 AUROC needs only the order of the ratings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.arm_differences import begun, compared, filled
from analysis.confidence.account import account_of
from analysis.confidence.measured import Group, Rated, rated
from analysis.contrasts import corrected
from analysis.evidence import Evidence
from analysis.planned.section import planned_results, with_planned
from analysis.question import Account
from analysis.result import Result, Scale
from analysis.stats.calibration import brier
from analysis.stats.calibration_error import calibration_error
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.group_estimates import GroupEstimate, average, from_influences, nothing

NAME = "confidence"
SEED, N_DRAWS = 20260319, 2000
WHOM = (
    "of everyone randomised who said how sure they were of at least one answer of the block, in the arm as randomised"
)
MEANS: dict[str, tuple[str, Scale, tuple[float, float]]] = {  # column of a participant → what it is
    "confidence": ("mean confidence", "proportion", (0.0, 1.0)),
    "accuracy": ("mean share of right answers among those with confidence", "proportion", (0.0, 1.0)),
    "overconfidence": ("mean overconfidence, confidence minus accuracy,", "difference of proportions", (-1.0, 1.0)),
    "type2_auroc": (
        "mean type-2 AUROC, the probability that a right answer of one's own has more confidence than a wrong one,",
        "proportion",
        (0.0, 1.0),
    ),
}
REFERENCES = {"overconfidence": 0.0, "type2_auroc": 0.5}
PARTS = {
    "reliability": "how far stated probabilities lie from shares of right answers, 0 at best",
    "resolution": "how far shares of right answers lie apart between points of the scale, higher is better",
    "uncertainty": "the variance of right and wrong, whatever people say",
}


@dataclass(frozen=True)
class Confidence:
    """The question, as the registry finds it."""

    title: str = "Confidence"
    rank: int = 40

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per measure and arm means, Brier score, calibration error, discrimination; differences from the first arm."""
        found = rated(evidence)
        of_arms = [result for each in found for arm in evidence.arms for result in _of_arm(each, arm, evidence.level)]
        differences = [
            _difference(each, arm, evidence, column)
            for column in REFERENCES
            for each in found
            for arm in evidence.arms[1:]
        ]
        return [*of_arms, *corrected(differences, evidence.level), *planned_results(evidence, NAME)]

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """A reliability diagram per measure, sentences and tables."""
        draws = f"{N_DRAWS:,} draws, seed {SEED}"
        return with_planned(evidence, results, NAME, lambda own: account_of(evidence, own, draws))


QUESTION = Confidence()


def _of_arm(rated: Rated, arm: str, level: float) -> Iterator[Result]:
    group = rated.of(arm)
    for column in MEANS:
        yield _mean(rated, arm, group, (column, level))
    yield _without_auroc(rated, arm, group)
    yield from _brier(rated, arm, group, level)
    yield _calibration_error(rated, arm, group, level)


def _asked(rated: Rated, arm: str, key: str, what: tuple[str, Scale, str]) -> Result:
    """A result of an arm that has yet to be found.  what: the quantity in words, its scale, the method."""
    quantity, scale, method = what
    reading = "" if key.startswith(("type2", "accuracy")) else f"; {rated.reading}"
    return begun(
        Result(
            name=f"{NAME}/{rated.measure}/{arm}/{key}",
            question=NAME,
            estimand=f"{quantity} in block {rated.measure} {WHOM}: {arm}{reading}",
            scale=scale,
            family="descriptive",
            method=method,
            estimate=0.0,
            n={arm: 0},
            labels={"block": rated.measure, "arm": arm, "quantity": key},
            n_trials=0,
            reference=REFERENCES.get(key),
        )
    )


def _mean(rated: Rated, arm: str, group: Group, column_and_level: tuple[str, float]) -> Result:
    column, level = column_and_level
    quantity, scale, limits = MEANS[column]
    method = "mean over participants of each one's value; Student's t interval, cut to the range that it can have"
    asked = _asked(rated, arm, column, (quantity, scale, method))
    values = _values(group, column)
    if isinstance(values, NotEstimable):
        return replace(asked, reason=values.reason)
    has = group.people[column].notna()
    n_answers = int(group.people.loc[has, "n_answers"].sum())
    if not values.size:
        return replace(asked, reason="nobody has both right and wrong answers with confidence")
    found = average(values, level, n_without=len(group.people) - values.size, n_trials=n_answers)
    return filled(asked, found, limits)


def _values(group: Group, column: str) -> Values | NotEstimable:
    """One value per participant who has one."""
    needs_probability = column in ("confidence", "overconfidence")
    if group.rows.empty or (needs_probability and group.why_no_probability):
        return NotEstimable(str(group.why_no_probability))
    return group.people[column].dropna().to_numpy(dtype="float64")


def _without_auroc(rated: Rated, arm: str, group: Group) -> Result:
    what = "participants without a type-2 AUROC, because all their answers with confidence are right, or all are wrong,"
    n = int(group.people["type2_auroc"].isna().sum())
    asked = _asked(rated, arm, "type2_none", (what, "count", "count"))
    people = {arm: len(group.people)}
    return replace(asked, estimate=float(n), n=people, n_trials=len(group.rows), status="ok", reason=None)


def _brier(rated: Rated, arm: str, group: Group, level: float) -> Iterator[Result]:
    """The score of all answers pooled, so that its parts add up; its interval is over participants."""
    pooled = "mean over all answers of the arm, pooled"
    method = f"{pooled}; interval over participants by linearisation, Student's t, cut to the range from 0 to 1"
    what = "Brier score, the mean squared distance of confidence and outcome (1 right, 0 wrong),"
    asked = _asked(rated, arm, "brier", (what, "score", method))
    parts = {
        name: _asked(rated, arm, f"brier_{name}", (f"{name} of the Brier score, {meaning},", "score", _murphy(pooled)))
        for name, meaning in PARTS.items()
    }
    if group.why_no_probability is not None:
        yield from (replace(each, reason=group.why_no_probability) for each in (asked, *parts.values()))
        return
    found, people = brier(group.answers), group.people
    n = people["n_answers"].to_numpy(dtype="float64")
    influences = (people["brier"].to_numpy(dtype="float64") - found.score * n) / n.sum()
    yield filled(
        asked, from_influences(found.score, influences, level, n_without=0, n_trials=len(group.rows)), (0.0, 1.0)
    )
    lone = NotEstimable("a part of the score is told without an interval: it is biased where points have few answers")
    for name, each in parts.items():
        part = GroupEstimate(getattr(found, name), None, lone, n.size, 0, len(group.rows))
        yield filled(each, part)


def _murphy(pooled: str) -> str:
    return f"Murphy's (1973) parts, score = reliability - resolution + uncertainty, one bin per point; {pooled}"


def _calibration_error(rated: Rated, arm: str, group: Group, level: float) -> Result:
    """Reference: what chance alone would make of it, were everybody calibrated."""
    bins = f"{rated.points} bins of equal width from chance to 1, so that each point of the scale is a bin of its own"
    method = (
        f"{bins}; distance of mean confidence and share right per bin, weighted by answers; interval from {N_DRAWS:,} "
        f"bootstrap samples of participants (seed {SEED}), corrected for the upward bias; the reference is the mean "
        "error of simulated people who are right exactly as often as they say"
    )
    what = "expected calibration error, the mean distance of confidence and share of right answers,"
    asked = _asked(rated, arm, "calibration_error", (what, "score", method))
    if group.why_no_probability is not None:
        return filled(asked, nothing(group.why_no_probability, 0))
    rng = np.random.default_rng(SEED)
    found = calibration_error(group.answers, group.binning, level, rng=rng, n_draws=N_DRAWS)
    estimate = GroupEstimate(found.estimate, None, found.interval, len(group.people), 0, len(group.rows))
    return replace(filled(asked, estimate, (0.0, 1.0)), reference=found.expected_if_calibrated)


def _difference(rated: Rated, arm: str, evidence: Evidence, column: str) -> Result:
    """That arm minus the first, in the mean of that column."""
    first = evidence.arms[0]
    quantity, _, _ = MEANS[column]
    reading = f"; {rated.reading}" if column == "overconfidence" else ""
    asked = begun(
        Result(
            name=f"{NAME}/{rated.measure}/{arm}/{column}_difference",
            question=NAME,
            estimand=f"difference in {quantity} in block {rated.measure}, {arm} minus {first}, {WHOM}{reading}",
            scale="difference of proportions",
            family="exploratory",
            method="difference of the arms' means over participants; Welch's t test, two-sided, and its interval",
            estimate=0.0,
            n={arm: 0, first: 0},
            labels={"block": rated.measure, "first": arm, "second": first, "quantity": column},
            reference=0.0,
        )
    )
    groups = rated.of(arm), rated.of(first)
    values = [_values(group, column) for group in groups]
    for each in values:
        if isinstance(each, NotEstimable):
            return replace(asked, reason=each.reason)
    of_arm, of_first = (each for each in values if not isinstance(each, NotEstimable))
    farthest = 2.0 if column == "overconfidence" else 1.0
    found = compared(asked, (of_arm, of_first), evidence.level, (-farthest, farthest))
    return replace(found, n_trials=sum(len(group.rows) for group in groups))
