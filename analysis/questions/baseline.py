"""Who was in which arm: what participants said of themselves, and where they came from.

Without p values: arms were filled by lot, so that a test would ask whether the lot was a lot.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.baseline.account import data, drawings, methods, sentences, table
from analysis.baseline.variables import (
    DIFFERENCE,
    FEW,
    FEWEST,
    MEAN,
    NO_ANSWER,
    SD,
    TELLING,
    TOO_FEW,
    Categories,
    Measured,
    Variable,
    category_difference,
    mean_difference,
    people_by_arm,
    shown_counts,
    variables,
)
from analysis.evidence import Evidence
from analysis.question import Account
from analysis.result import Result
from analysis.stats.estimable import NotEstimable

NAME = "baseline"
EMPTY = "nobody was randomised to this arm"
People = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Baseline:
    """The question, as the registry finds it."""

    title: str = "Who was in which arm"
    rank: int = 96

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per variable and arm the shares of categories or mean and SD, and the distance from the first arm."""
        people = people_by_arm(evidence)
        if not any(people.values()):
            return ()
        return [result for each in variables(evidence) for arm in evidence.arms for result in _of(each, arm, people)]

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """A table with a column for each arm, and the distances drawn."""
        if not results:
            return Account()
        return Account(
            sentences=sentences(results, evidence.arms),
            drawings=drawings(results, evidence.arms),
            tables=(table(results, evidence.arms),),
            methods=methods(results, evidence.arms),
            data={NAME: data(results)},
        )


QUESTION = Baseline()


def _of(variable: Variable, arm: str, people: People) -> Iterator[Result]:
    yield from _numbers(variable, arm, people) if isinstance(variable, Measured) else _shares(variable, arm, people)
    n_silent = sum(name not in variable.answers for name in people[arm])
    share = n_silent / len(people[arm]) if people[arm] else NotEstimable(EMPTY)
    yield _result(variable, (arm, "no_answer", NO_ANSWER), share, people)
    if arm != next(iter(people)) and not (isinstance(variable, Categories) and variable.is_text):
        yield _difference(variable, arm, people)


def _result(variable: Variable, named: tuple[str, str, str], found: float | NotEstimable, people: People) -> Result:
    """The share of an arm that something holds of.  named: the arm, the end of the result's name, and the value."""
    arm, what, value = named
    missing = isinstance(found, NotEstimable)
    return Result(
        name=f"{NAME}/{variable.name}/{arm}/{what}",
        question=NAME,
        estimand=f"share with {variable.name}: {value}, of everyone randomised to {arm}",
        scale="proportion",
        family="descriptive",
        method=f"participants over all randomised to the arm; counts of 1 to {FEWEST - 1} are not shown, nor what "
        "would tell them",
        estimate=None if isinstance(found, NotEstimable) else found,
        n={arm: len(people[arm])},
        labels=_labels(variable, arm, value),
        status="not_estimable" if missing else "ok",
        reason=found.reason if isinstance(found, NotEstimable) else None,
    )


def _labels(variable: Variable, arm: str, what: str) -> dict[str, str]:
    asked = "after randomisation" if variable.after else "before randomisation"
    return {"variable": variable.name, "arm": arm, "value": what, "asked": asked}


def _shares(variable: Categories, arm: str, people: People) -> Iterator[Result]:
    """Of a text only that something was written."""
    counts = variable.counts(people[arm])
    shown: Sequence[int | None] = counts if variable.is_text else shown_counts(counts)
    for value, count, told in zip(variable.values, counts, shown, strict=True):
        share: float | NotEstimable = NotEstimable(EMPTY)
        if told is None:
            share = NotEstimable(FEW if count < FEWEST else TELLING)
        elif people[arm]:
            share = told / len(people[arm])
        yield _result(variable, (arm, f"is/{value}", value), share, people)


def _numbers(variable: Measured, arm: str, people: People) -> Iterator[Result]:
    values = variable.of(people[arm])
    enough = values.size >= FEWEST
    for what, told, value in (("mean", "mean", MEAN), ("sd", "standard deviation", SD)):
        number = float(np.mean(values) if what == "mean" else np.std(values, ddof=1)) if enough else None
        blank = _result(variable, (arm, what, value), NotEstimable(TOO_FEW), people)
        yield replace(
            blank,
            estimand=f"{told} of {variable.name}, of everyone randomised to {arm} who answered",
            scale="score",
            method=f"{told} over participants; not shown of fewer than {FEWEST}",
            estimate=number,
            n={arm: int(values.size)},
            status="ok" if enough else "not_estimable",
            reason=None if enough else TOO_FEW,
        )


def _difference(variable: Variable, arm: str, people: People) -> Result:
    first = next(iter(people))
    if isinstance(variable, Measured):
        found = mean_difference(variable.of(people[first]), variable.of(people[arm]))
        method = "difference of means over the root of the mean of the two variances"
        n = {each: int(variable.of(people[each]).size) for each in (arm, first)}
    else:
        counts = [variable.counts(people[each]) for each in (first, arm)]
        silent = tuple(len(people[each]) - sum(of) for each, of in zip((first, arm), counts, strict=True))
        found = category_difference(counts[0], counts[1], (silent[0], silent[1]))
        method = "Yang and Dalton's multivariate standardised difference, no answer as a category; hidden ones as one"
        n = {each: len(people[each]) for each in (arm, first)}
    missing = isinstance(found, NotEstimable)
    return Result(
        name=f"{NAME}/{variable.name}/{arm}/difference",
        question=NAME,
        estimand=f"standardised difference in {variable.name}, {arm} against {first}, of everyone randomised",
        scale="standardised difference",
        family="descriptive",
        method=method,
        estimate=None if isinstance(found, NotEstimable) else found,
        n=n,
        labels=_labels(variable, arm, DIFFERENCE) | {"first": arm, "second": first},
        reference=0.0,
        status="not_estimable" if missing else "ok",
        reason=found.reason if isinstance(found, NotEstimable) else None,
    )
