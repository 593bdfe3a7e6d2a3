"""A number that can be cited: what it estimates, how sure it is, of whom, and by which method.

Everything the analysis says is a Result; report, sentences, tables and figures are rendered from them.
Numbers are kept unrounded.  A number that could not be had is None, and the reason stands beside it.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

Family = Literal["confirmatory", "exploratory", "descriptive"]
Scale = Literal[
    "count",
    "proportion",
    "difference of proportions",
    "difference of confidence",
    "standardised difference",
    "milliseconds",
    "ratio",
    "odds ratio",
    "log odds",
    "standard deviations",
    "score",
    "agreement",
    "trials",
]
Direction = Literal["two-sided", "greater", "less"]
Status = Literal["ok", "no_interval", "not_estimable"]


@dataclass(frozen=True)
class Interval:
    """A confidence interval; level is its nominal coverage.  Of a posterior a credible one, as its method says."""

    low: float
    high: float
    level: float

    def cut(self, lowest: float, highest: float) -> "Interval":
        """The part of it that the quantity can have: nothing is lost, for the true value lies there."""
        return Interval(max(lowest, self.low), min(highest, self.high), self.level)


@dataclass(frozen=True)
class Test:
    """A test of no difference.

    p_adjusted: over the family; None where it has one member or no correction.  sided: against which values.
    df: None where its distribution has none.  kind: what it is called, before its symbol: Welch's, mixed model.
    """

    __test__ = False  # pytest: this is no test case

    symbol: str
    statistic: float
    df: float | None
    p: float
    p_adjusted: float | None = None
    adjustment: str | None = None
    n_comparisons: int = 1
    sided: Direction = "two-sided"
    kind: str = ""


@dataclass(frozen=True)
class Result:
    """One number of results.json.

    name: unique in the file.  labels: what it is about (block, arm, hypothesis, first, second, step …).
    n: participants per group.  n_trials: trials behind it, where trials are.
    status: ok; no_interval: the estimate describes these participants only; not_estimable: there is no estimate.
    simultaneous: the interval at the Bonferroni level, which covers together with those of its whole family.
    """

    name: str
    question: str
    estimand: str
    scale: Scale
    family: Family
    method: str
    estimate: float | None
    n: Mapping[str, int]
    labels: Mapping[str, str] = field(default_factory=dict)
    n_trials: int | None = None
    std_error: float | None = None
    interval: Interval | None = None
    simultaneous: Interval | None = None
    test: Test | None = None
    reference: float | None = field(default=None, metadata={"meaning": "value of chance, or of no difference"})
    smallest_effect: float | None = None
    status: Status = "ok"
    reason: str | None = None

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, _numbers(asdict(self)))):
            raise ValueError(f"{self.name}: a number that could not be had is None with a reason, never NaN")
        if (self.status == "ok") != (self.reason is None):
            raise ValueError(f"{self.name}: status {self.status!r} with reason {self.reason!r}")
        if (self.status == "not_estimable") != (self.estimate is None):
            raise ValueError(f"{self.name}: status {self.status!r} with estimate {self.estimate!r}")

    def to_json(self) -> dict[str, Any]:
        """A dict of plain values, as in results.json."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The result that `to_json` wrote."""
        nested = {"interval": Interval, "simultaneous": Interval, "test": Test}
        made = {key: nested[key](**value) if key in nested and value else value for key, value in stored.items()}
        return cls(**made)

    def to_row(self) -> dict[str, Any]:
        """One flat row, as in results.csv."""
        row = {key: value for key, value in asdict(self).items() if not isinstance(value, dict)}
        for key in ("interval", "simultaneous", "test"):
            row.pop(key, None)
        row |= {"n": _joined(self.n), "labels": _joined(self.labels)}
        row |= _flat("conf", self.interval, ("low", "high", "level"))
        row |= _flat("simultaneous", self.simultaneous, ("low", "high", "level"))
        of_test = ("kind", "symbol", "statistic", "df", "p", "p_adjusted", "adjustment", "sided")
        return row | _flat("test", self.test, of_test)


def _flat(prefix: str, value: Interval | Test | None, keys: tuple[str, ...]) -> dict[str, Any]:
    return {f"{prefix}_{key}": getattr(value, key, None) for key in keys}


def _joined(pairs: Mapping[str, object]) -> str:
    return "; ".join(f"{key}={value}" for key, value in pairs.items())


def _numbers(value: object) -> list[float]:
    if isinstance(value, dict):
        return [number for each in value.values() for number in _numbers(each)]
    return [value] if isinstance(value, float) else []
