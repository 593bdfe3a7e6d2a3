"""Planned contrasts of arms and of parts within them, on one value per participant; corrected within their family."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from analysis.evidence import Evidence
from analysis.outcome import Outcome
from analysis.result import Family, Interval, Result, Test
from analysis.stats.effects import hedges_g
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.intervals import sum_of_means, t_interval
from analysis.stats.multiplicity import benjamini_hochberg, holm
from analysis.wording import MINUS
from study_app.definition import Hypothesis

Correction = Callable[[Sequence[float], int], list[float]]
CORRECTIONS: Mapping[Family, tuple[str, Correction]] = {
    "confirmatory": ("Holm", holm),
    "exploratory": ("Benjamini-Hochberg", benjamini_hochberg),
}
POPULATION = "everyone randomised with at least one answered trial of the block, in the arm as randomised"
WITH_VALUE = "everyone randomised who has such a value, in the arm as randomised"
BOUNDED = ("difference of proportions", "difference of confidence")  # of two means within 0 and 1
EVERY_PART = "everyone randomised with at least one answered trial of each part that counts, in the arm as randomised"
AGAINST = {
    "two-sided": "two-sided",
    "greater": "one-sided, against a larger value",
    "less": "one-sided, against a smaller one",
}


@dataclass(frozen=True)
class Compared:
    """What a hypothesis combines.

    outcome: the measure that it is about, or several joined by a comma.  parts: per arm one value per participant, what
    the participant adds to the contrast, weights already in it; the contrast is the sum of the arms' means.  people:
    whose values these are, in the same order.  reason: why nobody can have a value; None where people can.
    """

    hypothesis: Hypothesis
    outcome: str
    parts: Mapping[str, Values]
    n_trials: int
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reason: str | None = None

    @property
    def n(self) -> dict[str, int]:
        """Participants per arm."""
        return {arm: values.size for arm, values in self.parts.items()}

    @property
    def labels(self) -> dict[str, str]:
        """What the comparison is about."""
        about = {"hypothesis": self.hypothesis.name, "block": self.outcome}
        if self.hypothesis.claim == "equivalence":
            about["claim"] = self.hypothesis.claim
        if not self.hypothesis.is_pair:
            return about | {"contrast": self.text}
        return about | dict(zip(("first", "second"), self.hypothesis.arms, strict=True))

    @property
    def text(self) -> str:
        """The contrast as people read it."""
        return self.hypothesis.contrast.replace(" - ", f" {MINUS} ")

    @property
    def estimand(self) -> str:
        """Of whom, and where."""
        if self.hypothesis.is_pair:
            first, second = self.hypothesis.arms
            whom = POPULATION if self.hypothesis.outcome == "accuracy" else WITH_VALUE
            return f"in block {self.outcome}, {first} minus {second}, of {whom}"
        return f"in {self.outcome}, combined as {self.text}, of {EVERY_PART}"


def blank(compared: Compared, outcome: Outcome) -> Result:
    """The comparison before it is made."""
    hypothesis = compared.hypothesis
    return Result(
        name=f"{outcome.question}/{hypothesis.name}/difference",
        question=outcome.question,
        estimand=f"difference in {outcome.measure} {compared.estimand}",
        scale=outcome.scale,
        family=hypothesis.family,
        method="",
        estimate=None,
        n=compared.n,
        labels=compared.labels,
        n_trials=compared.n_trials,
        reference=0.0,
        smallest_effect=hypothesis.smallest_effect,
        status="not_estimable",
        reason="not computed",
    )


def difference(compared: Compared, outcome: Outcome, evidence: Evidence) -> Result:
    """The sum of the arms' means, with Welch's interval and test."""
    hypothesis = compared.hypothesis
    method = f"{_means(compared, outcome)}; Welch's t test, {AGAINST[hypothesis.direction]}, and the two-sided interval"
    asked = replace(blank(compared, outcome), method=method)
    if compared.reason is not None:
        return replace(asked, reason=compared.reason)
    found = sum_of_means(list(compared.parts.values()), evidence.level)
    if isinstance(found, NotEstimable):
        return _without_interval(asked, compared, found.reason)
    return replace(
        asked,
        estimate=found.estimate,
        std_error=found.std_error,
        interval=cut(found.interval, asked),
        test=Test(
            "t", found.t, found.df, found.p_against(hypothesis.direction), sided=hypothesis.direction, kind="Welch's"
        ),
        status="ok",
        reason=None,
    )


def _means(compared: Compared, outcome: Outcome) -> str:
    if compared.hypothesis.is_pair:
        limits = ", intervals cut to the range from -1 to 1" if outcome.scale in BOUNDED else ""
        return f"difference of the arms' means over participants{limits}"
    return "sum over arms of the means over participants of what each adds to the contrast"


def _without_interval(asked: Result, compared: Compared, reason: str) -> Result:
    """The bare difference of those who are there, or nothing where an arm is empty."""
    if not all(compared.n.values()):
        return replace(asked, reason=reason)
    estimate = float(sum(values.mean() for values in compared.parts.values()))
    return replace(asked, estimate=estimate, status="no_interval", reason=reason)


def effect_size(compared: Compared, outcome: Outcome, evidence: Evidence) -> Result:
    """Hedges' g of one arm minus another."""
    first, second = compared.parts.values()
    found = hedges_g(first, -second, evidence.level)
    missing = isinstance(found, NotEstimable)
    return Result(
        name=f"{outcome.question}/{compared.hypothesis.name}/hedges_g",
        question=outcome.question,
        estimand=f"difference in {outcome.measure}, in standard deviations between participants, {compared.estimand}",
        scale="standardised difference",
        family="descriptive",
        method="Hedges' g with the exact small-sample correction; interval from the noncentral t distribution",
        estimate=None if isinstance(found, NotEstimable) else found.estimate,
        interval=None if isinstance(found, NotEstimable) else found.interval,
        n=compared.n,
        labels=compared.labels,
        n_trials=compared.n_trials,
        reference=0.0,
        status="not_estimable" if missing else "ok",
        reason=found.reason if isinstance(found, NotEstimable) else None,
    )


def corrected(results: Sequence[Result], level: float) -> list[Result]:
    """The same results with p values corrected, and intervals that hold together, within each family of more than one.

    What could not be estimated still counts as a comparison of its family.
    """
    made = list(results)
    for family, (name, correct) in CORRECTIONS.items():
        members = [index for index, result in enumerate(made) if result.family == family]
        if len(members) < 2:
            continue
        tested = [(index, test) for index in members if (test := made[index].test) is not None]
        adjusted = correct([test.p for _, test in tested], len(members))
        for (index, test), p in zip(tested, adjusted, strict=True):
            better = replace(test, p_adjusted=p, adjustment=name, n_comparisons=len(members))
            made[index] = _together(replace(made[index], test=better), len(members), level)
    return made


def _together(result: Result, n: int, level: float) -> Result:
    """Adds the interval at the level that, by Bonferroni, lets n intervals cover together."""
    test = result.test
    if result.estimate is None or result.std_error is None or test is None or result.family != "confirmatory":
        return result
    if test.df is None:
        return result
    wider = t_interval(result.estimate, result.std_error, test.df, 1 - (1 - level) / n)
    return replace(result, simultaneous=cut(wider, result))


def cut(interval: Interval, result: Result) -> Interval:
    """The part of the interval that the difference of two shares can have; of other quantities all of it."""
    is_of_two = result.scale in BOUNDED and "contrast" not in result.labels
    return interval.cut(-1.0, 1.0) if is_of_two else interval
