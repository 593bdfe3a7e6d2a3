"""Can people tell a signal from none, and which way do they lean: signal detection's d' and criterion.

A gain in accuracy can be a shift of the criterion alone, whose worth depends on how often the classifier is right.
The participant is the unit; values of all trials pooled stand beside the averages, under their own names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.arm_differences import ANY, Limits, begun, compared, filled
from analysis.contrasts import corrected
from analysis.evidence import Evidence
from analysis.planned.section import planned_results, with_planned
from analysis.question import Account
from analysis.result import Result, Scale
from analysis.sensitivity.account import account_of
from analysis.sensitivity.detection import Detecting, Group, detecting
from analysis.sensitivity.model import NAME, TERMS, WHOM, acceptance_model, difference_of
from analysis.stats.estimable import Values
from analysis.stats.group_estimates import GroupEstimate, nothing
from analysis.stats.shares import averaged_share
from analysis.stats.signal_detection import averaged_index, pooled_index

CORRECTED = "shares corrected as (events + .5) / (chances + 1)"
WORDS = {
    "d_prime": "sensitivity d'",
    "d_prime_sides": "sensitivity d' whatever side is preferred",
    "criterion": "criterion c",
}
FORMULAS = {
    ("d_prime", False): "d' = z(hits) - z(false alarms)",
    ("d_prime", True): "d' = sqrt(2) z(share of right answers), of two alternatives",
    ("d_prime_sides", True): "d' = (z(hits) - z(false alarms)) / sqrt(2), of two alternatives",
    ("criterion", False): "c = -(z(hits) + z(false alarms)) / 2",
    ("criterion", True): "c = -(z(hits) + z(false alarms)) / 2, yes being the right side",
}
RATES = {
    "right": "mean share of right answers",
    "hits": "mean share of the answer {yes} where {signal}",
    "false_alarms": "mean share of the answer {yes} where it is not so that {signal}",
}
NOBODY = "nobody answered a trial of the block"


@dataclass(frozen=True)
class Sensitivity:
    """The question, as the registry finds it."""

    title: str = "Sensitivity and criterion"
    rank: int = 50

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per measure and arm shares, d' and criterion; then differences from the first arm, also by a model."""
        found = detecting(evidence)
        of_arms = [result for each in found for arm in evidence.arms for result in _of_arm(each, arm, evidence.level)]
        others = [(each, arm) for each in found for arm in evidence.arms[1:]]
        accuracies = [_difference(each, arm, "right", evidence) for each, arm in others]
        indices = [_difference(each, arm, key, evidence) for key in ("d_prime", "criterion") for each, arm in others]
        models = [acceptance_model(each, evidence) for each in found if each.kind == "advice"]
        modelled = [difference_of(each, arm, key) for key in TERMS for each in models for arm in evidence.arms[1:]]
        differences = [*corrected(indices, evidence.level), *corrected(modelled, evidence.level)]
        return [*of_arms, *accuracies, *differences, *planned_results(evidence, NAME)]

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """Participants' d' and criterion as dots, and tables that show accuracy and criterion side by side."""
        return with_planned(evidence, results, NAME, lambda own: account_of(evidence, own))


QUESTION = Sensitivity()


def _of_arm(told: Detecting, arm: str, level: float) -> Iterator[Result]:
    group = told.of(arm)
    for key in RATES:
        yield filled(_rate(told, arm, key), _share(group, key, level), (0.0, 1.0))
    for key in group.indices:
        for how, find in (("averaged", averaged_index), ("pooled", pooled_index)):
            found = nothing(NOBODY, 0) if group.rows.empty else find(group.indices[key], level)
            yield filled(_index(told, arm, key, how), found)


def _share(group: Group, key: str, level: float) -> GroupEstimate:
    if group.rows.empty:
        return nothing(NOBODY, 0)
    shares = {"right": group.right, "hits": group.detections.hits, "false_alarms": group.detections.false_alarms}
    return averaged_share(shares[key], level)


def _asked(told: Detecting, arm: str, key: str, what: tuple[str, Scale, str]) -> Result:
    """A result of an arm that has yet to be found.  what: the quantity in words, its scale, the method."""
    quantity, scale, method = what
    return begun(
        Result(
            name=f"{NAME}/{told.measure}/{arm}/{key}",
            question=NAME,
            estimand=f"{quantity} in block {told.measure} {WHOM}: {arm}",
            scale=scale,
            family="descriptive",
            method=method,
            estimate=0.0,
            n={arm: 0},
            labels={"block": told.measure, "arm": arm, "quantity": key},
            n_trials=0,
        )
    )


def _rate(told: Detecting, arm: str, key: str) -> Result:
    what = RATES[key].format(yes=told.yes, signal=told.signal)
    method = "mean over participants of each one's share; Student's t interval, cut to the range from 0 to 1"
    return _asked(told, arm, key, (what, "proportion", method))


def _index(told: Detecting, arm: str, key: str, how: str) -> Result:
    """how: averaged over participants, or pooled."""
    method = f"{FORMULAS[key, told.kind == 'sides']}; {CORRECTED}; "
    if how == "averaged":
        method += "mean over participants who have every kind of trial, Student's t interval"
    else:
        method += "of all trials together, interval over participants by linearisation"
    whom = "mean over participants of" if how == "averaged" else "pooled over trials,"
    quantity = f"{whom} {WORDS[key]}, the signal being that {told.signal},"
    if key == "criterion":
        quantity += f" below 0 {told.leaning},"
    name = key if how == "averaged" else f"{key}_pooled"
    return replace(_asked(told, arm, name, (quantity, "standard deviations", method)), reference=0.0)


def _difference(told: Detecting, arm: str, key: str, evidence: Evidence) -> Result:
    """That arm minus the first, in the mean over participants."""
    first, is_right = evidence.arms[0], key == "right"
    quantity = RATES["right"] if is_right else f"mean over participants of {WORDS[key]}"
    welch = "interval" if is_right else "test, two-sided, and its interval"
    formula = "" if is_right else f"{FORMULAS[key, told.kind == 'sides']}; {CORRECTED}; "
    asked = begun(
        Result(
            name=f"{NAME}/{told.measure}/{arm}/{key}_difference",
            question=NAME,
            estimand=f"difference in {quantity} in block {told.measure}, {arm} minus {first}, {WHOM}",
            scale="difference of proportions" if is_right else "standard deviations",
            family="descriptive" if is_right else "exploratory",
            method=f"{formula}difference of the arms' means over participants; Welch's {welch}",
            estimate=0.0,
            n={arm: 0, first: 0},
            labels={"block": told.measure, "first": arm, "second": first, "quantity": f"{key}_difference"},
            reference=0.0,
        )
    )
    groups = told.of(arm), told.of(first)
    values = [_values(group, key, evidence.level) for group in groups]
    limits: Limits = (-1.0, 1.0) if is_right else ANY
    found = compared(asked, (values[0], values[1]), evidence.level, limits)
    return replace(found, n_trials=sum(len(group.rows) for group in groups))


def _values(group: Group, key: str, level: float) -> Values:
    """One value per participant who has one."""
    if group.rows.empty:
        return np.zeros(0)
    if key == "right":
        return group.right.n_events / group.right.n_chances
    found = group.each(key, level)
    return found[~np.isnan(found)]
