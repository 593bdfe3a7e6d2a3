"""Learning as the report shows it: curves, slopes and trials to a criterion, and tests before and after."""

from collections.abc import Mapping, Sequence

from analysis import population, units, wording
from analysis.evidence import Evidence
from analysis.figures.curve import Point
from analysis.figures.learning_curves import LearningCurve, learning_curves
from analysis.learning.curves import IN_A_ROW, Course
from analysis.learning.transfer import Transfer
from analysis.question import Account, Drawing, Table
from analysis.result import Interval, Result
from analysis.stats.mixed.declared import RULE
from analysis.titles import title_of

NAME = "learning"
NONE = "–"
FEWEST_IN_A_LINE = 8  # answers behind a participant's share: of fewer, lines go up and down between extremes


def account_of(
    evidence: Evidence, results: Sequence[Result], courses: Sequence[Course], transfers: Sequence[Transfer]
) -> Account:
    """What the report says of the courses and of the tests around them."""
    found = {each.name: each for each in results}
    differences = [each for each in results if each.name.endswith("/slope_difference")]
    adjusted = [each for each in results if each.name.endswith("/adjusted_difference")]
    tables = [_course_table(evidence, each, found) for each in courses]
    tables += [_slopes_table(evidence, differences)] if differences else []
    tables += [_transfer_table(evidence, each, found) for each in transfers]
    shares = {f"learning-{each.measure}": each.shares for each in courses}
    criteria = {f"learning-criterion-{each.measure}": each.criterion for each in courses}
    both = {f"learning-{each.before}-to-{each.after}": each.rows for each in transfers}
    return Account(
        sentences=tuple([_of_slope(each, evidence) for each in differences if each.test]
                        + [_of_transfer(each, evidence) for each in adjusted if each.test]),
        drawings=tuple(_drawing(evidence, each, found) for each in courses),
        tables=tuple(tables),
        methods=_methods(courses, transfers),
        data={**shares, **criteria, **both},
    )  # fmt: skip


def _drawing(evidence: Evidence, course: Course, found: Mapping[str, Result]) -> Drawing:
    curves, told = [], []
    shares = course.shares
    several = shares[shares["n_trials"] >= FEWEST_IN_A_LINE]
    for arm in evidence.arms:
        points = []
        for place, trials in course.bins.items():
            each = found[f"{NAME}/{course.measure}/{arm}/trials_{trials.replace('–', '-')}"]
            if each.estimate is not None:
                points.append(Point(course.middle(place), each.estimate, each.interval))
        mine = several[several["arm"] == arm]
        lines = tuple(
            tuple(
                (course.middle(int(place)), float(share)) for place, share in zip(of["bin"], of["share"], strict=True)
            )
            for _, of in mine.groupby("participant", sort=True)
        )
        n = int(shares.loc[shares["arm"] == arm, "participant"].nunique())
        curves.append(LearningCurve(arm, n, tuple(points), lines))
        ends = [wording.percent(each.estimate) for each in (points[0], points[-1])] if points else []
        told.append(f"{arm}: from {ends[0]} to {ends[1]}, {wording.people(n)}" if ends else f"{arm}: no answers")
    title, name = title_of(evidence, course.measure), f"learning-{course.measure}"
    alt = f"Share of right answers over the trials of {title}, by arm. {'; '.join(told)}."
    size = len(course.rows["bin"].unique())
    caption = (
        f"{title}: mean share of right answers over participants in {size} successive parts of the block, with its "
        f"{100 * evidence.level:.3g}% confidence interval"
        f"{'; thin lines are participants.' if len(several) else '.'}"
    )
    drawn = learning_curves(curves, population.chance(evidence, course.measure), name, alt, by="trial")
    return Drawing(name, drawn, alt, caption)


def _course_table(evidence: Evidence, course: Course, found: Mapping[str, Result]) -> Table:
    """One row per arm: the first and the last part of the course, the slope, and trials to the criterion."""
    bins = [each.replace("–", "-") for each in course.bins.values()]
    labels = list(course.bins.values())
    level = f"{100 * evidence.level:.3g}% CI"
    rows, notes = [], []
    for arm in evidence.arms:
        of = f"{NAME}/{course.measure}/{arm}"
        first, last, slope = found[f"{of}/trials_{bins[0]}"], found[f"{of}/trials_{bins[-1]}"], found[f"{of}/slope"]
        median, never = found.get(f"{of}/trials_to_criterion"), found.get(f"{of}/never_met_criterion")
        notes += [f"{arm}, slope: {slope.reason}."] if slope.reason else []
        notes += [f"{arm}, trials to criterion: {median.reason}."] if median and median.reason else []
        cells = (_percent(first), _percent(last), _number(slope), _limits(slope.interval), _number(median, 0))
        met = _limits(None if median is None else median.interval, 0)
        rows.append((arm, str(slope.n[arm]), *cells, met, _percent(never)))
    columns = ("Arm", "Participants", f"Right in trials {labels[0]}", f"Right in trials {labels[-1]}", "Slope", level,
               "Trials to criterion", f"{level} (trials)", "Never met")  # fmt: skip
    note = (
        "Slope: change in log odds of a right answer from the first to the last trial, by the mixed model. Criterion: "
        f"{IN_A_ROW} right answers in a row; the median counts those who never met it as censored."
    )
    return Table(f"Learning in {title_of(evidence, course.measure)}", columns, tuple(rows), " ".join([note, *notes]))


def _slopes_table(evidence: Evidence, differences: Sequence[Result]) -> Table:
    rows = tuple(
        (title_of(evidence, each.labels["block"]), _contrast(each), _number(each), _limits(each.interval), *_p(each))
        for each in differences
    )
    notes = [f"{_contrast(each)}: {each.reason}." for each in differences if each.reason]
    columns = ("Block", "Arms", "Difference of slopes", f"{100 * evidence.level:.3g}% CI", "p", "p corrected")
    note = "Exploratory; in log odds; corrected by the method of Benjamini and Hochberg where there are several."
    return Table("Differences of slopes", columns, rows, " ".join([note, *notes]))


def _transfer_table(evidence: Evidence, transfer: Transfer, found: Mapping[str, Result]) -> Table:
    """Per arm: accuracy before and after, and the difference from the first arm at the same accuracy before."""
    rows, notes = [], []
    for arm in evidence.arms:
        of = f"{NAME}/{transfer.before}_to_{transfer.after}/{arm}"
        before, after, adjusted = found[f"{of}/before"], found[f"{of}/after"], found.get(f"{of}/adjusted_difference")
        notes += [f"{arm}: {adjusted.reason}."] if adjusted and adjusted.reason else []
        points = NONE if adjusted is None or adjusted.estimate is None else wording.number(100 * adjusted.estimate, 1)
        limits = NONE if adjusted is None or adjusted.interval is None else wording.in_percent(adjusted.interval)
        rows.append((arm, str(before.n[arm]), _percent(before), _percent(after), points, limits, *_p(adjusted)))
    first = evidence.arms[0] if evidence.arms else ""
    level = f"{100 * evidence.level:.3g}% CI"
    before_and_after = (title_of(evidence, transfer.before), title_of(evidence, transfer.after))
    columns = ("Arm", "Participants", *before_and_after, f"Difference from {first}", level, "p", "p corrected")
    caption = f"{before_and_after[1]}, adjusted for {before_and_after[0]}"
    note = f"Exploratory. Differences are in {units.POINTS}, between participants with the same accuracy before."
    return Table(caption, columns, tuple(rows), " ".join([note, *notes]))


def _of_slope(result: Result, evidence: Evidence) -> str:
    if result.estimate is None or result.interval is None or result.test is None:
        return ""
    return (
        f"{title_of(evidence, result.labels['block'])}: the slopes over trials of arms {result.labels['first']} and "
        f"{result.labels['second']} differed by {wording.number(result.estimate)} in log odds, "
        f"{wording.level(result.interval)} {wording.limits(result.interval)}; {wording.test(result.test)} "
        "(exploratory)."
    )


def _of_transfer(result: Result, evidence: Evidence) -> str:
    test = f"; {wording.test(result.test)}" if result.test else ""
    return (
        f"{title_of(evidence, result.labels['after'])}, adjusted for {title_of(evidence, result.labels['before'])}, "
        f"{_contrast(result)}: {wording.difference(result)}{test} (exploratory)."
    )


def _contrast(result: Result) -> str:
    return f"{result.labels['first']} {wording.MINUS} {result.labels['second']}"


def _percent(result: Result | None) -> str:
    return NONE if result is None or result.estimate is None else wording.percent(result.estimate)


def _number(result: Result | None, digits: int = 2) -> str:
    return NONE if result is None or result.estimate is None else wording.number(result.estimate, digits)


def _limits(interval: Interval | None, digits: int = 2) -> str:
    return NONE if interval is None else wording.limits(interval, digits=digits)


def _p(result: Result | None) -> tuple[str, str]:
    if result is None or result.test is None:
        return NONE, NONE
    adjusted = result.test.p_adjusted
    return wording.bare_p(result.test.p), NONE if adjusted is None else wording.bare_p(adjusted)


def _methods(courses: Sequence[Course], transfers: Sequence[Transfer]) -> tuple[str, ...]:
    sentences = []
    if courses:
        sentences = [
            "Learning curves show the mean over participants of their share of right answers in successive parts of "
            "the block, at most six and equal but for the last; an average curve can rise steadily though each person "
            "learns in a step.",
            "Slopes are from a logistic mixed model of single answers on arm, trial (0 at the first, 1 at the last) "
            f"and their product, with crossed random effects of participants and items. {RULE} Differences of slopes "
            "from the first arm's are exploratory (Wald tests, Benjamini-Hochberg).",
            f"Trials to criterion count answers until {IN_A_ROW} in a row were right; who never got there is censored "
            "at the last answer, and the median is Kaplan and Meier's.",
        ]
    if transfers:
        sentences.append(
            "Accuracy after the training is compared between arms by least squares on participants' accuracies, with "
            "the accuracy before it, centred, as covariate and HC3 standard errors; this is exploratory."
        )
    return tuple(sentences)
