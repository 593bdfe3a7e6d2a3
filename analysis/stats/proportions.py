"""Two groups of participants who each gave one answer, right or not: how their proportions differ.

Only for one answer per participant: answers of the same person are no independent trials.
"""

from dataclasses import dataclass
from math import exp, log, sqrt

from scipy import stats

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, participants


@dataclass(frozen=True)
class Counts:
    """How many of n participants did it."""

    successes: int
    n: int

    @property
    def proportion(self) -> float:
        """successes / n; n must not be 0."""
        return self.successes / self.n


@dataclass(frozen=True)
class Compared:
    """A comparison of two proportions with its interval."""

    estimate: float
    interval: Interval


def risk_difference(first: Counts, second: Counts, level: float) -> Compared | NotEstimable:
    """The first proportion minus the second, with Newcombe's (1998) interval: his method 10, of two Wilson intervals.

    No correction for continuity.  Never beyond -1 and 1; wider than nothing where both proportions are 0 or 1.
    """
    lacking = _lacking(first, second)
    if lacking is not None:
        return lacking
    p, q = first.proportion, second.proportion
    of_p, of_q = wilson(first, level), wilson(second, level)
    low = p - q - sqrt((p - of_p.low) ** 2 + (of_q.high - q) ** 2)
    high = p - q + sqrt((of_p.high - p) ** 2 + (q - of_q.low) ** 2)
    return Compared(p - q, Interval(low, high, level))


def odds_ratio(first: Counts, second: Counts, level: float) -> Compared | NotEstimable:
    """The first odds over the second, with Woolf's interval: normal on the log scale.

    Not estimable where a cell is empty: no half participants are added; the risk difference still has an interval.
    """
    lacking = _lacking(first, second)
    if lacking is not None:
        return lacking
    cells = (first.successes, first.n - first.successes, second.successes, second.n - second.successes)
    if 0 in cells:
        return NotEstimable("in one group all or none did it, so the odds ratio is 0 or infinite")
    a, b, c, d = cells
    middle = log(a) - log(b) - log(c) + log(d)
    reach = sqrt(sum(1 / cell for cell in cells)) * float(stats.norm.ppf((1 + level) / 2))
    return Compared(exp(middle), Interval(exp(middle - reach), exp(middle + reach), level))


def wilson(counts: Counts, level: float) -> Interval:
    """Wilson's (1927) score interval of a proportion; n must not be 0."""
    return score_interval(counts.proportion, counts.n, float(stats.norm.ppf((1 + level) / 2)), level)


def score_interval(p: float, n: float, quantile: float, level: float) -> Interval:
    """Wilson's interval of a proportion p of n answers, effectively; quantile: of the normal or Student's t."""
    weight = quantile**2 / n
    middle = (p + weight / 2) / (1 + weight)
    reach = sqrt(p * (1 - p) * weight + weight**2 / 4) / (1 + weight)
    return Interval(middle - reach, middle + reach, level).cut(0.0, 1.0)


def _lacking(first: Counts, second: Counts) -> NotEstimable | None:
    """Why there is nothing to compare, if so."""
    if min(first.n, second.n) > 0:
        return None
    return NotEstimable(
        f"a proportion needs participants; the first has {participants(first.n)}, the second {participants(second.n)}"
    )
