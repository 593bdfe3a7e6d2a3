"""Planned differences between two arms, on one value per participant; corrected within their family."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.evidence import Evidence
from analysis.result import Family, Result, Test
from analysis.stats.effects import hedges_g
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.intervals import t_interval, welch
from analysis.stats.multiplicity import benjamini_hochberg, holm
from study_app.definition import Hypothesis

Correction = Callable[[Sequence[float], int], list[float]]
CORRECTIONS: Mapping[Family, tuple[str, Correction]] = {
    "confirmatory": ("Holm", holm),
    "exploratory": ("Benjamini-Hochberg", benjamini_hochberg),
}
POPULATION = "everyone randomised with at least one answered trial of the block, in the arm as randomised"


@dataclass(frozen=True)
class Compared:
    """The two groups of a hypothesis: one value per participant each, and how many trials are behind them.

    outcome: the block that it is about, or BLOCK.QUESTION where the block asks several.
    """

    hypothesis: Hypothesis
    outcome: str
    first: Values
    second: Values
    n_trials: int

    @property
    def n(self) -> dict[str, int]:
        """Participants per arm."""
        return dict(zip(self.hypothesis.arms, (self.first.size, self.second.size), strict=True))

    @property
    def labels(self) -> dict[str, str]:
        """What the comparison is about."""
        first, second = self.hypothesis.arms
        return {"hypothesis": self.hypothesis.name, "block": self.outcome, "first": first, "second": second}


def difference(compared: Compared, question: str, measure: str, evidence: Evidence) -> Result:
    """First mean minus second, with Welch's interval and test."""
    hypothesis = compared.hypothesis
    first, second = hypothesis.arms
    blank = Result(
        name=f"{question}/{hypothesis.name}/difference",
        question=question,
        estimand=f"difference in {measure} in block {compared.outcome}, {first} minus {second}, of {POPULATION}",
        scale="difference of proportions",
        family=hypothesis.family,
        method="difference of the arms' means over participants; Welch's t test, two-sided, and its interval, "
        "cut to the range from -1 to 1",
        estimate=None,
        n=compared.n,
        labels=compared.labels,
        n_trials=compared.n_trials,
        reference=0.0,
        smallest_effect=hypothesis.smallest_effect,
        status="not_estimable",
        reason="not computed",
    )
    found = welch(compared.first, compared.second, evidence.level)
    if isinstance(found, NotEstimable):
        return _without_interval(blank, compared, found.reason)
    return replace(
        blank,
        estimate=found.estimate,
        std_error=found.std_error,
        interval=found.interval.cut(-1.0, 1.0),
        test=Test("t", found.t, found.df, found.p),
        status="ok",
        reason=None,
    )


def _without_interval(blank: Result, compared: Compared, reason: str) -> Result:
    """The bare difference of those who are there, or nothing where an arm is empty."""
    if min(compared.first.size, compared.second.size) == 0:
        return replace(blank, reason=reason)
    estimate = float(compared.first.mean() - compared.second.mean())
    return replace(blank, estimate=estimate, status="no_interval", reason=reason)


def effect_size(compared: Compared, question: str, measure: str, evidence: Evidence) -> Result:
    """Hedges' g of the same comparison."""
    hypothesis = compared.hypothesis
    first, second = hypothesis.arms
    found = hedges_g(compared.first, compared.second, evidence.level)
    missing = isinstance(found, NotEstimable)
    return Result(
        name=f"{question}/{hypothesis.name}/hedges_g",
        question=question,
        estimand=f"difference in {measure} in block {compared.outcome}, {first} minus {second}, "
        f"in standard deviations between participants, of {POPULATION}",
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
    if result.estimate is None or result.std_error is None or result.test is None or result.family != "confirmatory":
        return result
    wider = t_interval(result.estimate, result.std_error, result.test.df, 1 - (1 - level) / n)
    return replace(result, simultaneous=wider.cut(-1.0, 1.0))
