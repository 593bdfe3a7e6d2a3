"""A planned difference held against the smallest one that would matter: two one-sided tests (Schuirmann 1987).

They take the difference with its own standard error and degrees of freedom, be these of a mixed model or Welch's.
"""

from dataclasses import replace
from typing import Literal

from scipy import stats

from analysis.result import Interval, Result, Test
from analysis.stats.equivalence import Bounds, Equivalence, tost

KIND = "TOST"
Decision = Literal["equivalent", "different", "both", "undecided"]


def judged(difference: Result, level: float) -> Equivalence | None:
    """The two tests and the interval at 2 * level - 1, not cut; None where the difference has no standard error.

    ValueError where the plan names no smallest difference that would matter.
    """
    small, test = difference.smallest_effect, difference.test
    if small is None:
        raise ValueError(f"{difference.name}: no smallest difference that would matter")
    if difference.estimate is None or difference.std_error is None or test is None or test.df is None:
        return None
    return tost(difference.estimate, difference.std_error, test.df, Bounds(-small, small), 1 - level)


def test_of(found: Equivalence) -> Test:
    """The weaker of the two tests, whose p value is that of the whole procedure."""
    t = found.t_lower if found.p_lower >= found.p_upper else found.t_upper
    return Test("t", t, found.df, found.p, kind=KIND)


def as_claimed(difference: Result, level: float) -> Result:
    """The difference, tested for equivalence in place of the test of no difference."""
    found = judged(difference, level)
    if found is None:
        return difference
    how = "equivalence by two one-sided tests with that standard error, in place of the test of no difference"
    return replace(difference, method=f"{difference.method}; {how}", test=test_of(found))


def claims(difference: Result) -> bool:
    """Whether the plan claims that the arms are equivalent there."""
    return difference.labels.get("claim") == "equivalence"


def narrower(difference: Result) -> Interval | None:
    """The interval that lies within the bounds where the tests of equivalence hold, uncorrected."""
    if difference.interval is None or difference.smallest_effect is None:
        return None
    found = judged(difference, difference.interval.level)
    return None if found is None else found.interval


def decision(difference: Result, test: Test, level: float) -> Decision:
    """What both kinds of test say together, each corrected where its family asks for it.

    difference: as the plan tests it.  test: of equivalence.
    """
    small = _p(test) < 1 - level
    differs = _differs(difference) < 1 - level
    return "both" if small and differs else "equivalent" if small else "different" if differs else "undecided"


def _differs(difference: Result) -> float:
    """The p value against no difference; of a claim of equivalence the two-sided one, which stands alone."""
    test = difference.test
    if test is None or test.df is None or difference.estimate is None or difference.std_error is None:
        return 1.0
    if not claims(difference):
        return _p(test)
    return float(2 * stats.t.sf(abs(difference.estimate / difference.std_error), test.df))


def _p(test: Test) -> float:
    return test.p if test.p_adjusted is None else test.p_adjusted
