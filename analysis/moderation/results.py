"""Every number of a moderation: the interaction, what it means for the difference of the arms, and its companion."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import exp

from analysis.contrasts import corrected
from analysis.evidence import Evidence
from analysis.moderation.asked import FEWEST, Asked, asked
from analysis.moderation.companion import companion, method
from analysis.moderation.model import At, Moderated, model_of
from analysis.result import Interval, Result, Test
from analysis.stats.estimable import NotEstimable
from analysis.stats.intervals import t_interval
from analysis.stats.mixed.marginal import combination, probability

NAME = "moderation"
KIND = "mixed model"
ENDS: dict[str, float] = {"low": -1.0, "high": 1.0}
END_WORDS = {"low": "1 SD below the mean", "high": "1 SD above the mean"}
FARTHEST = 2.0  # a difference of differences of proportions
PER_SD = "per standard deviation"


def results_of(evidence: Evidence) -> list[Result]:
    """Interactions first, corrected among themselves; then everything beside them."""
    every = asked(evidence)
    found = [_interaction(evidence, each, group) for each in every for group in compared_groups(each)]
    beside = [result for each in every for result in _beside(evidence, each)]
    return [*corrected(found, evidence.level), *beside]


def compared_groups(each: Asked) -> tuple[str | None, ...]:
    """The groups that are held against the first; None, once, of a number or where there are no two groups."""
    return each.groups[1:] if each.kind == "groups" and len(each.groups) > 1 else (None,)


@dataclass(frozen=True)
class Place:
    """Where the difference of the arms is told.  name: in names of results; words: in sentences."""

    name: str
    words: str
    at: At


def places(each: Asked) -> tuple[Place, ...]:
    """A standard deviation below and above the mean, or every group."""
    if each.kind == "groups":
        return tuple(Place(group, group, group) for group in each.groups)
    return tuple(Place(name, END_WORDS[name], at) for name, at in ENDS.items())


def _blank(each: Asked, what: str, group: str | None = None) -> Result:
    """A number of a moderation before it is had."""
    first, second = each.arms
    of = "" if group is None else f"{group}/"
    how = PER_SD if group is None else f"in {group} against {each.groups[0]}"
    return Result(
        name=f"{NAME}/{each.moderation.name}/{of}{what}",
        question=NAME,
        estimand=f"ratio of the odds ratios of a right answer, {first} against {second}, in {each.measure}, {how} of "
        f"{each.words}, of everyone randomised who answered there and has a value, in the arm as randomised",
        scale="odds ratio",
        family="exploratory",
        method="",
        estimate=None,
        n=each.n,
        labels={
            "moderation": each.moderation.name,
            "block": each.measure,
            "first": first,
            "second": second,
            "moderator": each.words,
        }
        | ({} if group is None else {"group": group, "against": each.groups[0]}),
        n_trials=len(each.rows),
        reference=1.0,
        status="not_estimable",
        reason="not computed",
    )


def _interaction(evidence: Evidence, each: Asked, group: str | None) -> Result:
    model = model_of(evidence, each.moderation.name)
    bare = _blank(each, "interaction", group)
    fitted = model.text if isinstance(model, Moderated) else "correct ~ arm * moderator"
    bare = replace(bare, method=f"mixed logistic model {fitted}; Student's t by containment, two-sided")
    found = model if isinstance(model, NotEstimable) else model.interaction(group, evidence.level)
    if isinstance(found, NotEstimable):
        return replace(bare, reason=found.reason)
    ratio = exp(found.estimate)
    return replace(
        bare,
        estimate=ratio,
        std_error=ratio * found.std_error,
        interval=Interval(exp(found.interval.low), exp(found.interval.high), evidence.level),
        test=Test("t", found.statistic, found.df, found.p, kind=KIND),
        status="ok",
        reason=None,
    )


def _beside(evidence: Evidence, each: Asked) -> Iterator[Result]:
    for group in compared_groups(each):
        yield _companion(evidence, each, group)
    model = model_of(evidence, each.moderation.name)
    for place in places(each):
        yield _difference(evidence, each, place, model)
        for arm in each.arms:
            yield _probability(evidence, each, (place, arm), model)
    yield _without(each)
    yield from (_small(each, group) for group in each.small)


def _companion(evidence: Evidence, each: Asked, group: str | None) -> Result:
    first, second = each.arms
    how = PER_SD if group is None else f"in {group} against {each.groups[0]}"
    bare = replace(
        _blank(each, "shares", group),
        estimand=f"by how much the difference in mean share of right answers, {first} minus {second}, in "
        f"{each.measure}, is larger {how} of {each.words}",
        scale="difference of proportions",
        family="descriptive",
        method=method(each),
        reference=0.0,
    )
    if each.lacking is not None:
        return replace(bare, reason=each.lacking)
    found = companion(each, group, evidence.level)
    if isinstance(found, NotEstimable):
        return replace(bare, reason=found.reason)
    return replace(
        bare,
        estimate=found.estimate,
        std_error=found.std_error,
        interval=found.interval.cut(-FARTHEST, FARTHEST) if group is not None else found.interval,
        test=Test("t", found.t, found.df, found.p, kind="participants' shares,"),
        status="ok",
        reason=None,
    )


def _at(each: Asked, place: Place, what: str) -> Result:
    bare = _blank(each, f"{place.name}/{what}")
    labels = {key: value for key, value in bare.labels.items() if key not in ("group", "against")}
    return replace(bare, family="descriptive", labels=labels | {"at": place.words})


def _difference_asked(each: Asked, place: Place) -> Result:
    first, second = each.arms
    return replace(
        _at(each, place, "difference"),
        estimand=f"difference in the probability of a right answer averaged over participants and images such as these "
        f"(marginal), {first} minus {second}, in {each.measure}, at {place.words} of {each.words}",
        scale="difference of proportions",
        method="marginal probabilities of the mixed logistic model; standard error by the delta method, Student's t "
        "by containment",
        reference=0.0,
    )


def _difference(evidence: Evidence, each: Asked, place: Place, model: Moderated | NotEstimable) -> Result:
    bare = _difference_asked(each, place)
    if isinstance(model, NotEstimable):
        return replace(bare, reason=model.reason)
    found = combination(model.fit, model.cells(place.at), "marginal")
    interval = t_interval(found.estimate, found.std_error, model.df(place.at), evidence.level)
    return replace(
        bare,
        estimate=found.estimate,
        std_error=found.std_error,
        interval=interval.cut(-1.0, 1.0),
        status="ok",
        reason=None,
    )


def _probability(evidence: Evidence, each: Asked, where: tuple[Place, str], model: Moderated | NotEstimable) -> Result:
    place, arm = where
    bare = _at(each, place, f"{arm}/probability")
    bare = replace(
        bare,
        estimand=f"probability of a right answer averaged over participants and images such as these (marginal), in "
        f"{each.measure}, at {place.words} of {each.words}: {arm}",
        scale="proportion",
        method="marginal probability of the mixed logistic model; interval by the delta method on the scale of logits",
        labels={key: value for key, value in bare.labels.items() if key not in ("first", "second")} | {"arm": arm},
        n={arm: each.n[arm]},
        n_trials=int((each.rows["arm"] == arm).sum()),
        reference=None,
    )
    if isinstance(model, NotEstimable):
        return replace(bare, reason=model.reason)
    found = probability(model.fit, model.rows(arm, place.at), "marginal", evidence.level)
    return replace(
        bare,
        estimate=found.estimate,
        std_error=found.std_error,
        interval=found.interval,
        status="ok",
        reason=None,
    )


def _without(each: Asked) -> Result:
    return _count(
        each,
        "without",
        f"{each.counted} of the two arms without a value of {each.words}, who are left out",
        each.n_without,
    )


def _small(each: Asked, group: str) -> Result:
    """A group with too few people is there, and says why nothing is told of it."""
    bare = _difference_asked(each, Place(group, group, group))
    return replace(bare, n={}, n_trials=None, reason=f"an arm has fewer than {FEWEST} participants of this group")


def _count(each: Asked, what: str, estimand: str, n: int) -> Result:
    return replace(
        _blank(each, what),
        estimand=estimand,
        scale="count",
        family="descriptive",
        method="count",
        estimate=float(n),
        reference=None,
        status="ok",
        reason=None,
    )
