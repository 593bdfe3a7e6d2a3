"""What a planned difference says, in a sentence: no more than its interval and its test allow."""

from collections.abc import Mapping

from analysis import wording
from analysis.equivalence import words as equivalence
from analysis.equivalence.judged import claims, narrower
from analysis.result import Interval, Result, Test

MODELLED = "mixed model"


def answer(difference: Result, means: Mapping[str, Result], words: str = "accuracy") -> str:
    """The sentence for the top of the report.  means: of the compared arms, where known.  words: the outcome."""
    if "contrast" in difference.labels:
        return _of_combination(difference, words)
    first, second, block = (difference.labels[key] for key in ("first", "second", "block"))
    if difference.estimate is None or difference.interval is None or difference.test is None:
        return f"In block {block}, arms {first} and {second} cannot be compared in {words}: {difference.reason}."
    shares = f"{_share(means, first)} of answers right against {_share(means, second)}, " if means else ""
    by = " by the mixed model" if means and difference.test.kind == MODELLED else ""
    told = f"{shares}a difference of {wording.difference(difference)}{by}"
    if claims(difference):
        return _of_equivalence(difference, words, f"In block {block}, ", told)
    return f"In block {block}, {_verdict(difference, words)}: {told}{_alone(difference)}."


def _of_equivalence(difference: Result, words: str, where: str, told: str) -> str:
    inner = equivalence.shown(difference)
    return f"{equivalence.claimed(difference, words, where)}: {told}, {inner}{equivalence.alone(difference)}."


def _of_combination(difference: Result, words: str) -> str:
    """Of several cells: whether their combination is above or below nought."""
    contrast, test, interval = wording.contrast(difference), difference.test, difference.interval
    if difference.estimate is None or interval is None or test is None:
        return f"The contrast {contrast} of {words} cannot be had: {difference.reason}."
    if claims(difference):
        return _of_equivalence(difference, words, "", wording.difference(difference))
    told = f"{wording.difference(difference)}{_alone(difference)}"
    if not is_decided(test, interval):
        return f"These data leave open whether the contrast {contrast} of {words} differs from 0: {told}."
    side = "above" if difference.estimate > 0 else "below"
    return f"The contrast {contrast} of {words} was {side} 0: {told}."


def full(difference: Result, size: Result | None) -> str:
    """The sentence for a paper, in APA's manner."""
    contrast = wording.contrast(difference)
    if difference.interval is None or difference.test is None:
        return f"{contrast}: no interval, because {difference.reason}."
    parts = [f"{contrast}: {wording.difference(difference)}"]
    parts += [equivalence.shown(difference)] if claims(difference) else []
    parts += [f"{difference.test.kind} {wording.test(difference.test)}"]
    if size is not None and size.estimate is not None and size.interval is not None:
        parts.append(
            f"Hedges' g = {wording.number(size.estimate)}, {wording.level(size.interval)} "
            f"{wording.limits(size.interval)}"
        )
    return "; ".join(part.strip() for part in parts) + "." + _against_smallest(difference)


def agreement(difference: Result, companions: Mapping[str, Result]) -> str:
    """Whether other methods decide alike, each by its own two-sided p; empty where none has a test.

    Empty for a claim of equivalence, too: the others test against no difference.
    """
    if difference.test is None or difference.interval is None or claims(difference):
        return ""
    alpha = 1 - difference.interval.level
    p = {name: each.test.p for name, each in companions.items() if each.test is not None}
    if not p:
        return ""
    rejects = _two_sided(difference.test) < alpha
    others = [f"{name}, {wording.p_value(value)}" for name, value in p.items() if (value < alpha) != rejects]
    contrast = wording.contrast(difference)
    if not others:
        return f"{contrast}: all {len(p)} other methods decide as the planned one does."
    return (
        f"{contrast}: other methods do not all decide as the planned one ({_told(difference.test)}, uncorrected): "
        f"{'; '.join(others)}. Treat it with care."
    )


def _two_sided(test: Test) -> float:
    return test.p if test.sided == "two-sided" else 2 * min(test.p, 1 - test.p)


def _told(test: Test) -> str:
    sided = "" if test.sided == "two-sided" else "two-sided "
    return f"{test.kind}, {sided}{wording.p_value(_two_sided(test))}"


def is_decided(test: Test, interval: Interval) -> bool:
    """Whether the test, corrected where its family asks for it, rejects `no difference` at the interval's level."""
    p = test.p if test.p_adjusted is None else test.p_adjusted
    return p < 1 - interval.level


def _verdict(difference: Result, words: str) -> str:
    first, second = difference.labels["first"], difference.labels["second"]
    if difference.test is None or difference.interval is None or difference.estimate is None:
        return "nothing can be said"
    if is_decided(difference.test, difference.interval):
        direction = "higher" if difference.estimate > 0 else "lower"
        return f"{words} was {direction} in arm {first} than in arm {second}"
    return f"these data leave open whether {words} differs between arms {first} and {second}"


def _alone(difference: Result) -> str:
    """Said where the interval by itself leaves zero out, but the test does not hold among its family."""
    interval, test = difference.interval, difference.test
    if interval is None or test is None or test.p_adjusted is None:
        return ""
    if is_decided(test, interval) or interval.low <= 0 <= interval.high:
        return ""
    corrected = f"corrected for {test.n_comparisons} comparisons {wording.p_value(test.p_adjusted)}"
    return f"; that interval stands alone, and {corrected}"


def _share(means: Mapping[str, Result], arm: str) -> str:
    return wording.percent(means[arm].estimate or 0.0)


def _against_smallest(difference: Result) -> str:
    """Where the interval lies against the smallest difference that would matter, if the plan names one."""
    small, interval = difference.smallest_effect, difference.interval
    if small is None or interval is None:
        return ""
    inner = narrower(difference) if claims(difference) else interval
    amount = equivalence.smallest(small, difference.scale)
    planned = f" The plan names {amount} as the smallest difference that would matter; "
    if interval.low >= small or interval.high <= -small:
        return planned + "the whole interval lies beyond it."
    if inner is not None and -small < inner.low and inner.high < small:
        return (
            f"{planned}the whole {'narrower ' if inner is not interval else ''}interval lies closer to zero than that."
        )
    return planned + "the interval holds differences that would matter and differences that would not."
