"""The numbers of a course in which people may learn, in bins, by slope and to a criterion."""

from dataclasses import replace

from analysis.evidence import Evidence
from analysis.learning.curves import IN_A_ROW, Course, Slopes, slopes
from analysis.result import Result, Test
from analysis.stats.estimable import NotEstimable
from analysis.stats.intervals import mean
from analysis.stats.mixed.fitted import Estimate
from analysis.stats.proportions import Counts, wilson
from analysis.stats.survival import kaplan_meier, median_time

NAME = "learning"
WHOM = "everyone randomised with at least one answered trial there, in the arm as randomised"
MODEL = "logistic mixed model of answers on arm, trial (from 0 to 1) and both, with crossed random effects"


def of_course(course: Course, evidence: Evidence) -> list[Result]:
    """The curve of each arm, and how long it took to meet the criterion."""
    curve = [_bin(course, arm, place, evidence.level) for arm in evidence.arms for place in course.bins]
    if course.n_trials < IN_A_ROW:
        return curve
    return [*curve, *(each for arm in evidence.arms for each in _criterion(course, arm, evidence.level))]


def slopes_of(course: Course, evidence: Evidence) -> tuple[list[Result], list[Result]]:
    """By the mixed model: the slope of each arm; and how slopes differ from the first arm's, not yet corrected."""
    model, level = slopes(course, evidence.arms), evidence.level
    first = evidence.arms[0]
    own, differences = [], []
    for arm in evidence.arms:
        blank = _slope(course, (arm,), model)
        own.append(_filled(blank, model if isinstance(model, NotEstimable) else model.slope(arm, level)))
    for arm in evidence.arms[1:]:
        blank = replace(_slope(course, (arm, first), model), family="exploratory")
        found = model if isinstance(model, NotEstimable) else model.difference(arm, first, level)
        differences.append(_filled(blank, found))
    return own, differences


def _bin(course: Course, arm: str, place: int, level: float) -> Result:
    """The mean share right of one arm in one bin."""
    table = course.shares
    mine = table[(table["arm"] == arm) & (table["bin"] == place)]
    values = mine["share"].to_numpy(dtype="float64")
    trials = course.bins[place]
    found = mean(values, level)
    bare = isinstance(found, NotEstimable)
    return Result(
        name=f"{NAME}/{course.measure}/{arm}/trials_{trials.replace('–', '-')}",
        question=NAME,
        estimand=f"mean share of right answers in trials {trials} of block {course.measure} of {WHOM}: {arm}",
        scale="proportion",
        family="descriptive",
        method="mean over participants of each one's share of right answers among those trials; Student's t interval, "
        "cut to the range from 0 to 1",
        estimate=float(values.mean()) if values.size else None,
        n={arm: values.size},
        labels={"block": course.measure, "arm": arm, "trials": trials},
        n_trials=int(mine["n_trials"].sum()),
        interval=None if isinstance(found, NotEstimable) else found.interval.cut(0.0, 1.0),
        status="ok" if not bare else "no_interval" if values.size else "not_estimable",
        reason=found.reason if isinstance(found, NotEstimable) else None,
    )


def _slope(course: Course, arms: tuple[str, ...], model: Slopes | NotEstimable) -> Result:
    """A change in log odds without a number as yet: of an arm, or of the first minus the second."""
    rows = course.rows[course.rows["arm"].isin(arms)]
    about = {"arm": arms[0]} if len(arms) == 1 else dict(zip(("first", "second"), arms, strict=True))
    fitted = () if isinstance(model, NotEstimable) else model.said
    return Result(
        name=f"{NAME}/{course.measure}/{arms[0]}/{'slope' if len(arms) == 1 else 'slope_difference'}",
        question=NAME,
        estimand=f"change in log odds of a right answer from the first to the last trial of block {course.measure}, of "
        f"a participant and an image like those here, {' minus '.join(arms)}, of {WHOM}",
        scale="log odds",
        family="descriptive",
        method="; ".join([f"{MODEL} of participants and items; Wald's interval", *fitted]),
        estimate=None,
        n={arm: rows.loc[rows["arm"] == arm, "participant"].nunique() for arm in arms},
        labels={"block": course.measure, **about},
        n_trials=len(rows),
        reference=0.0,
        status="not_estimable",
        reason="not computed",
    )


def _filled(blank: Result, found: Estimate | NotEstimable) -> Result:
    """With its number, and its test where it is exploratory: Wald's chi-square, which is the square of z."""
    if isinstance(found, NotEstimable):
        return replace(blank, reason=found.reason)
    return replace(
        blank,
        estimate=found.estimate,
        std_error=found.std_error,
        interval=found.interval,
        test=Test("χ²", found.statistic**2, 1.0, found.p) if blank.family == "exploratory" else None,
        status="ok",
        reason=None,
    )


def _criterion(course: Course, arm: str, level: float) -> tuple[Result, Result]:
    """The median of trials to the criterion, and the share that never met it."""
    table = course.criterion
    mine = table[table["arm"] == arm]
    met = mine["met"].to_numpy(dtype="bool")
    n = int(met.size)
    said = f"answers until {IN_A_ROW} in a row were right in block {course.measure}"
    blank = Result(
        name=f"{NAME}/{course.measure}/{arm}/trials_to_criterion",
        question=NAME,
        estimand=f"median number of {said}, of {WHOM}: {arm}",
        scale="trials",
        family="descriptive",
        method="Kaplan-Meier median, participants who never met the criterion being censored at their last answer; "
        "interval of Brookmeyer and Crowley on the scale log(-log)",
        estimate=None,
        n={arm: n},
        labels={"block": course.measure, "arm": arm},
        n_trials=int(mine["n_trials"].sum()),
        status="not_estimable",
        reason="nobody answered",
    )
    never = replace(
        blank,
        name=f"{NAME}/{course.measure}/{arm}/never_met_criterion",
        estimand=f"share of participants whose answers were never {IN_A_ROW} in a row right in block {course.measure}, "
        f"of {WHOM}: {arm}",
        scale="proportion",
        method="share of participants; Wilson's interval",
    )
    if n == 0:
        return blank, never
    missed = Counts(n - int(met.sum()), n)
    never = replace(never, estimate=missed.proportion, interval=wilson(missed, level), status="ok", reason=None)
    found = median_time(kaplan_meier(mine["n_trials"].to_numpy(dtype="float64"), met), level)
    if isinstance(found, NotEstimable):
        return replace(blank, reason=found.reason), never
    median, interval = found
    if isinstance(interval, NotEstimable):
        return replace(blank, estimate=median, status="no_interval", reason=interval.reason), never
    return replace(blank, estimate=median, interval=interval, status="ok", reason=None), never
