"""Equivalence in sentences: no more than the two one-sided tests and their interval allow."""

from analysis import wording
from analysis.equivalence.judged import KIND, narrower
from analysis.result import Result, Scale


def smallest(amount: float, scale: Scale) -> str:
    """`5 percentage points`: without needless decimals."""
    text = wording.amount(amount, scale)
    number, _, unit = text.partition(" ")
    whole = number.rstrip("0").rstrip(".") if "." in number else number
    return f"{whole} {unit}".rstrip()


def claimed(difference: Result, words: str, where: str) -> str:
    """What the tests say of a claim of equivalence, before the colon.  where: `In block test, `, or empty."""
    small, test, interval = difference.smallest_effect, difference.test, difference.interval
    if small is None or test is None or interval is None or difference.estimate is None:
        return f"{where}nothing can be said of {whom(difference)}"
    bounds = f"±{smallest(small, difference.scale)}"
    p = test.p if test.p_adjusted is None else test.p_adjusted
    if p < 1 - interval.level:
        if "contrast" in difference.labels:
            return f"The contrast {whom(difference)} of {words} was equivalent to 0 within {bounds}"
        return f"{where}{whom(difference)} were equivalent in {words} within {bounds}"
    if interval.low >= small or interval.high <= -small:
        return f"{where}{whom(difference)} were not equivalent in {words}: they differ by {bounds[1:]} or more"
    if "contrast" in difference.labels:
        return f"These data leave open whether the contrast {whom(difference)} of {words} is 0 within {bounds}"
    return f"{where}these data leave open whether {whom(difference)} are equivalent in {words} within {bounds}"


def shown(difference: Result) -> str:
    """The interval that goes with the tests: `90% CI [−1.0, 2.0]`; empty where there is none."""
    inner = narrower(difference)
    return "" if inner is None else f"{wording.level(inner)} {wording.range_of(inner, difference.scale)}"


def alone(difference: Result) -> str:
    """Said where the tests hold by themselves, but not among their family."""
    test, interval = difference.test, difference.interval
    if test is None or interval is None or test.p_adjusted is None or test.kind != KIND:
        return ""
    alpha = 1 - interval.level
    if not test.p < alpha <= test.p_adjusted:
        return ""
    corrected = f"corrected for {test.n_comparisons} comparisons {wording.p_value(test.p_adjusted)}"
    return f"; the tests hold by themselves, but {corrected}"


def whom(difference: Result) -> str:
    """`arms xnn and none`, or the combination."""
    labels = difference.labels
    if "contrast" in labels:
        return wording.contrast(difference)
    return f"arms {labels['first']} and {labels['second']}"
