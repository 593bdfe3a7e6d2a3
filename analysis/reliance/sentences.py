"""Reliance in sentences for a paper, of results; and how it was computed."""

from collections.abc import Sequence
from itertools import groupby

from analysis import units, wording
from analysis.reliance.advised import Advised
from analysis.reliance.results import N_RESAMPLES, SEED, of_kind
from analysis.reliance.shares import measures_of
from analysis.reliance.teams import ONE_STAGE
from analysis.reliance.words import contrast, measure_name, percent
from analysis.result import Result

WIDEST = 0.25  # half of the accuracies looked at


def sentences_of(advised: Advised, results: Sequence[Result], level: float) -> tuple[str, ...]:
    """For a paper: reliance per arm, comparisons, complementarity, and which arm wins where."""
    block = advised.measure
    crossings = [each for each in of_kind(results, block, "crossing") if "second" in each.labels]
    points = [each for each in of_kind(results, block, "at") if "second" in each.labels]
    wins = [
        _wins(each, [point for point in points if point.labels["first"] == each.labels["first"]]) for each in crossings
    ]
    return (
        *_shares(advised, results),
        *_compared(of_kind(results, block, "difference"), level),
        *_complementarity(advised, results),
        *wins,
    )


def methods_of(advised: Sequence[Advised], level: float) -> tuple[str, ...]:
    """How it was computed, for the methods paragraph."""
    ci = f"{100 * level:.3g}%"
    sentences = [
        "Over-reliance is the share of wrong advice that was followed, under-reliance the share of right advice that "
        "was not; each participant's share is over the trials in which it could happen, and participants without such "
        f"a trial are left out and counted. Means are over participants, with Student's t intervals ({ci}); pooled "
        "shares count every trial alike, their intervals take participants as clusters.",
    ]
    if any(each.in_two_stages for each in advised):
        sentences += [
            "The switch fraction is the share of trials with advice unlike the own answer in which it became the final "
            "answer; relative AI reliance (RAIR) and relative self-reliance (RSR) are those of Schemmer et al. (2023).",
            "Complementarity is the accuracy with advice minus the larger of people's own before it and the "
            "classifier's; the larger of two is too large on average where they are about equal, which errs against "
            "complementarity.",
        ]
    if any(len(each.arms) > 1 for each in advised):
        sentences.append(
            "Arms are compared with the first one that was advised by Welch's t test on participants' shares; these "
            "comparisons are exploratory, their p values corrected together by Benjamini and Hochberg's method."
        )
    sentences.append(
        "Accuracy with a classifier that is right more or less often than in the study supposes that people answer as "
        "they did where it is right, and where it is wrong; only participants with trials of both kinds count. "
        f"Its intervals, and those of crossings and of complementarity, are percentile bootstraps over participants "
        f"({N_RESAMPLES} resamples, seed {SEED}), each for one accuracy by itself; a crossing is called open where its "
        f"interval leaves the range from 50% to 100% or is wider than {100 * WIDEST:.0f} percentage points."
    )
    return tuple(sentences)


def _shares(advised: Advised, results: Sequence[Result]) -> list[str]:
    found = []
    means = of_kind(results, advised.measure, "mean")
    for arm in advised.arms:
        told = [
            f"{measures_of(advised)[each.labels['measure']].title} {_estimate(each)} "
            f"({wording.people(each.n[arm])}, {each.n_trials} trials)"
            for each in means
            if each.labels["arm"] == arm and each.estimate is not None
        ]
        found += [f"In block {advised.measure}, arm {arm}: {'; '.join(told)}."] if told else []
    return found


def _compared(differences: Sequence[Result], level: float) -> list[str]:
    """The exploratory comparisons that hold, and how many were made."""
    if not differences:
        return []
    made = [each for each in differences if each.test is not None]
    held = [each for each in made if each.test and (each.test.p_adjusted or each.test.p) < 1 - level]
    second = differences[0].labels["second"]
    count = f"{len(differences)} exploratory comparison{'' if len(differences) == 1 else 's'} with arm {second}"
    lacking = f" ({len(differences) - len(made)} without a test)" if len(made) < len(differences) else ""
    told = f": {'; '.join(_tested(each) for each in held)}" if held else ""
    return [f"Of {count}{lacking}, {len(held)} hold at the {wording.share(1 - level)} level{told}."]


def _tested(result: Result) -> str:
    test = f"; Welch's {wording.test(result.test)}" if result.test else ""
    return f"{measure_name(result)}, {contrast(result)}: {wording.difference(result)}{test}"


def _complementarity(advised: Advised, results: Sequence[Result]) -> list[str]:
    if not advised.in_two_stages:
        return [f"Complementarity in block {advised.measure} is not available: {ONE_STAGE}."]
    of = {
        (each.labels["arm"], kind): each.estimate
        for kind in ("team", "alone", "classifier")
        for each in of_kind(results, advised.measure, kind)
        if "arm" in each.labels
    }
    found = []
    for each in of_kind(results, advised.measure, "complementarity"):
        arm = each.labels["arm"]
        team, alone, classifier = (of[arm, kind] for kind in ("team", "alone", "classifier"))
        if each.estimate is None or team is None or alone is None or classifier is None:
            continue
        better = {"human": "people alone", "classifier": "the classifier", "both": "either"}[
            each.labels["better_alone"]
        ]
        found.append(
            f"In block {advised.measure}, arm {arm}: {wording.percent(team)} right with advice, own answers "
            f"{wording.percent(alone)}, the classifier {wording.percent(classifier)}; accuracy with advice minus that "
            f"of the better one alone ({better}) was {_points(each)}."
        )
    return found


def _wins(crossing: Result, points: Sequence[Result]) -> str:
    """Which of two arms would be right more often, at which accuracies of the classifier."""
    first, second = crossing.labels["first"], crossing.labels["second"]
    rivals = f"{first} or {second}"
    if any(point.interval is None for point in points):
        reason = next(point.reason for point in points if point.interval is None)
        return f"Whether {rivals} would do better with a classifier of another accuracy is open: {reason}."
    told = []
    for winner, run in groupby(points, key=_winner):
        ends = [wording.share(float(point.labels["at"])) for point in run]
        span = ends[0] if len(ends) == 1 else f"{ends[0]} to {ends[-1]}"
        loser = second if winner == first else first
        told += (
            [f"{winner} would be right more often than {loser} with one right in {span} of trials"] if winner else []
        )
    if not told:
        said = f"it is open at every accuracy from 50% to 100% whether {rivals} would be right more often"
    else:
        others = "" if all(map(_winner, points)) else "; at the other accuracies from 50% to 100% it is open"
        said = f"{wording.listed(told)}{others}"
    return f"With a classifier of another accuracy, were people to answer as here, {said}; {_where(crossing)}."


def _winner(point: Result) -> str:
    """The arm whose advantage the interval holds to; empty where the interval holds none."""
    if point.interval is None or point.interval.low <= 0 <= point.interval.high:
        return ""
    return point.labels["first" if point.interval.low > 0 else "second"]


def _where(crossing: Result) -> str:
    """The crossing, said to be open where it is."""
    if crossing.estimate is None:
        return f"where the curves cross is not known: {crossing.reason}"
    at, interval = wording.percent(crossing.estimate), crossing.interval
    if interval is None:
        return f"where the curves cross is open (point estimate {at}; {crossing.reason})"
    limits = f"{wording.level(interval)} {wording.in_percent(interval)}"
    if interval.low <= 0.5 or interval.high >= 1 or interval.high - interval.low > WIDEST:
        return f"where the curves cross is open (point estimate {at}, {limits})"
    return f"the curves cross at {at}, {limits}"


def _estimate(result: Result) -> str:
    limits = f", {wording.level(result.interval)} {wording.in_percent(result.interval)}" if result.interval else ""
    return f"{percent(result)}{limits}"


def _points(result: Result) -> str:
    if result.interval is None:
        return f"{wording.number(100 * (result.estimate or 0), 1)} {units.POINTS} (no interval: {result.reason})"
    return wording.difference(result)
