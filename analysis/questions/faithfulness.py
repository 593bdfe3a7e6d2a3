"""Does the automatic score of an explanation predict its help to people?

A score can go with right answers because images that are easy for people also score well: so the estimate that matters
is the interaction of the score with seeing the explanation, held against the same images seen without one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.arm_differences import begun
from analysis.contrasts import corrected
from analysis.evidence import Evidence
from analysis.faithfulness.account import account_of
from analysis.faithfulness.benefit import N_DRAWS, N_SPLITS, SEED, Benefits
from analysis.faithfulness.model import Modelled, against, within
from analysis.faithfulness.scored import Condition, Score, conditions
from analysis.question import Account
from analysis.result import Family, Interval, Result, Scale, Test
from analysis.stats.estimable import NotEstimable

NAME = "faithfulness"
WHOM = "of everyone randomised who answered such a trial, in the arm as randomised"
TURNED = "turned so that larger is better, in standard deviations between images"
RESAMPLED = (
    f"resamples of participants, of images and of both ({N_DRAWS:,} each, seed {SEED}), twice the first two variances "
    "less the third; Student's t, images less two"
)


@dataclass(frozen=True)
class Faithfulness:
    """The question, as the registry finds it."""

    title: str = "Automatic scores and help"
    rank: int = 75

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per condition its accuracy and reliability; per score associations image by image, and by mixed models."""
        made = [each for found in conditions(evidence) for each in _of_condition(found, evidence.level)]
        return corrected(made, evidence.level)

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """A scatter of scores and benefits per condition, sentences and tables."""
        return account_of(evidence, results)


QUESTION = Faithfulness()


def _of_condition(condition: Condition, level: float) -> Iterator[Result]:
    benefits = Benefits(condition, level) if condition.reference is not None else None
    yield _accuracy(condition, plain=False)
    if benefits is not None:
        yield _accuracy(condition, plain=True)
        yield _reliability(condition, benefits)
    for score in condition.scores:
        yield _mean_score(condition, score)
        if benefits is not None:
            yield from _image_by_image(condition, score, benefits)
        yield from _modelled(condition, score, level)


def _asked(
    condition: Condition,
    key: str,
    what: tuple[str, Scale, str],
    score: Score | None = None,
    family: Family = "descriptive",
) -> Result:
    """A result that has yet to be found.  what: the quantity in words, its scale, the method."""
    estimand, scale, method = what
    labels = {"block": condition.measure, "arm": condition.name, "quantity": key}
    labels |= {"reference": condition.reference} if condition.reference is not None else {}
    labels |= {"score": score.name} if score is not None else {}
    name = "/".join([NAME, condition.measure, condition.name, *([score.name] if score else []), key])
    return begun(
        Result(
            name=name,
            question=NAME,
            estimand=f"{estimand}, in block {condition.measure}, {condition.name}, {WHOM}",
            scale=scale,
            family=family,
            method=method,
            estimate=0.0,
            n=condition.n,
            labels=labels,
            n_trials=len(condition.explained) + len(condition.plain),
        )
    )


def _accuracy(condition: Condition, *, plain: bool) -> Result:
    rows, how = (condition.plain, "without") if plain else (condition.explained, "with")
    what = f"mean share of right answers on images with a score, {how} the explanation"
    method = "mean over participants of each one's share; beside the mean score, for no inference"
    shares = rows.groupby("participant")["correct"].mean()
    asked = _asked(condition, f"accuracy_{how}", (what, "proportion", method))
    return replace(
        asked, estimate=float(shares.mean()), n={_side(condition, plain): len(shares)}, n_trials=len(rows), status="ok",
        reason=None,
    )  # fmt: skip


def _side(condition: Condition, plain: bool) -> str:
    return str(condition.reference) if plain else condition.name


def _reliability(condition: Condition, benefits: Benefits) -> Result:
    what = "reliability over images of the benefit, the share right with the explanation less that without"
    method = (
        f"mean over {N_SPLITS} random halves of the participants of the correlation over images of the halves' "
        f"benefits, stepped up by Spearman and Brown's formula, 0 where below it; seed {SEED}; without an interval"
    )
    asked, found = _asked(condition, "reliability", (what, "agreement", method)), benefits.reliability()
    return replace(asked, reason=found.reason) if isinstance(found, NotEstimable) else _filled(asked, found)


def _mean_score(condition: Condition, score: Score) -> Result:
    what = f"mean of the score {score.name} over the images shown"
    asked = _asked(condition, "mean_score", (what, "score", "mean over images; for no inference"), score)
    return _filled(replace(asked, n_trials=len(condition.explained)), float(score.values.mean()))


def _image_by_image(condition: Condition, score: Score, benefits: Benefits) -> Iterator[Result]:
    known = score.by_image
    found = benefits.association(known) if known else NotEstimable("all images have the same score")
    of = f"of the score {score.name}, {TURNED}, with the benefit over images"
    rho = _asked(
        condition,
        "rho",
        (f"rank correlation {of}", "agreement", f"Spearman's rho; Fisher's z with the spread of {RESAMPLED}"),
        score,
    )
    slope = _asked(
        condition,
        "slope",
        (f"slope {of}", "difference of proportions", f"least squares, every image alike; the spread of {RESAMPLED}"),
        score,
    )
    rho, slope = replace(rho, reference=0.0), replace(slope, reference=0.0)
    if isinstance(found, NotEstimable):
        yield from (replace(each, reason=found.reason) for each in (rho, slope))
        return
    yield _with(rho, found.rho, found.rho_interval)
    yield replace(_with(slope, found.line[1], found.slope_interval), std_error=found.slope_error)


def _with(asked: Result, estimate: float, interval: Interval | NotEstimable) -> Result:
    if isinstance(interval, NotEstimable):
        return replace(asked, estimate=estimate, status="no_interval", reason=interval.reason)
    return replace(_filled(asked, estimate), interval=interval)


def _filled(asked: Result, estimate: float) -> Result:
    return replace(asked, estimate=estimate, status="ok", reason=None)


def _modelled(condition: Condition, score: Score, level: float) -> Iterator[Result]:
    """The model within the condition; and against the reference, which then is the one that is tested."""
    has_reference = condition.reference is not None
    per = f"per standard deviation between images of the score {score.name}, turned so that larger is better"
    what = f"odds ratio of a right answer {per}, where the explanation is seen; an easy image may do as much"
    yield _odds(condition, score, "within", what, within(condition, score, level), tested=not has_reference)
    if has_reference:
        what = (
            f"ratio of two odds ratios of a right answer {per}: where the explanation is seen over where the same "
            "images are seen without it"
        )
        yield _odds(condition, score, "against", what, against(condition, score, level), tested=True)


def _odds(condition: Condition, score: Score, key: str, what: str, found: Modelled, *, tested: bool) -> Result:
    method = (
        f"logistic mixed model {found.formula}, maximum likelihood with Laplace's approximation; Wald's interval and "
        "test with Student's t, degrees of freedom the images, or participants where fewer, less two"
    )
    estimand = f"{what}; of one participant and one image, not averaged over them"
    asked = _asked(condition, key, (estimand, "odds ratio", method), score, "exploratory" if tested else "descriptive")
    asked = replace(asked, reference=1.0, n_trials=found.n_trials)
    estimate = found.estimate
    if isinstance(estimate, NotEstimable):
        return replace(asked, reason=estimate.reason)
    ends = [estimate.interval.low, estimate.interval.high]
    if np.abs([estimate.estimate, *ends]).max() > 50:
        return replace(asked, reason="the answers leave the odds ratio without a bound")
    low, high = np.exp(ends)
    test = Test("t", estimate.statistic, estimate.df, estimate.p) if tested else None
    interval = Interval(float(low), float(high), estimate.interval.level)
    return replace(_filled(asked, float(np.exp(estimate.estimate))), interval=interval, test=test)
