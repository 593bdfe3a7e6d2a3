"""The tables of reliance, of results."""

from collections.abc import Sequence

from analysis import wording
from analysis.question import Table
from analysis.reliance.advised import Advised
from analysis.reliance.results import of_kind
from analysis.reliance.shares import measures_of
from analysis.reliance.words import contrast, limits, measure_name, percent
from analysis.result import Result

SHOWN = ("0.50", "0.60", "0.70", "0.80", "0.90", "1.00")


def tables_of(advised: Advised, results: Sequence[Result], title: str, level: float) -> tuple[Table, ...]:
    """Reliance per arm, differences, complementarity, and accuracy with other classifiers."""
    return (
        _shares_table(advised, results, title, level),
        *_differences_table(advised, results, title, level),
        *_teams_table(advised, results, title, level),
        _curves_table(advised, results, title, level),
    )


def _shares_table(advised: Advised, results: Sequence[Result], title: str, level: float) -> Table:
    kinds = [of_kind(results, advised.measure, kind) for kind in ("mean", "pooled", "without")]
    rows, notes = [], []
    for mean, pooled, without in zip(*kinds, strict=True):
        arm = mean.labels["arm"]
        counts = (str(mean.n[arm]), str(int(without.estimate or 0)), str(mean.n_trials))
        rows.append((measure_name(mean), arm, *counts, percent(mean), limits(mean), percent(pooled), limits(pooled)))
        notes += [f"{measure_name(mean)}, {arm}: {mean.reason}."] if mean.reason else []
    ci = f"{100 * level:.3g}% CI"
    columns = ("Share", "Arm", "Participants", "Without", "Trials", "Mean", ci, "Pooled", ci)
    told = [
        f"{each.title.capitalize() if each.title.islower() else each.title}: {each.meaning}."
        for each in measures_of(advised).values()
    ]
    counted = (
        "Trials: those in which it could happen; without: participants who had none and are left out. "
        "Mean: over participants; pooled: every trial alike; both intervals are over participants."
    )
    silent = [f"{arm} was told no advice and is left out." for arm in advised.unadvised]
    return Table(f"Reliance on advice in {title}", columns, tuple(rows), " ".join([*told, counted, *silent, *notes]))


def _differences_table(advised: Advised, results: Sequence[Result], title: str, level: float) -> tuple[Table, ...]:
    found = of_kind(results, advised.measure, "difference")
    if not found:
        return ()
    rows = tuple(
        (
            measure_name(each),
            contrast(each),
            "–" if each.estimate is None else wording.number(100 * each.estimate, 1),
            limits(each),
            wording.statistic(each.test) if each.test else "–",
            wording.bare_p(each.test.p) if each.test else "–",
            wording.bare_p(each.test.p_adjusted) if each.test and each.test.p_adjusted is not None else "–",
        )
        for each in found
    )
    n = next((each.test.n_comparisons for each in found if each.test), len(found))
    corrected = f" p values are corrected for {n} comparisons (Benjamini-Hochberg)." if n > 1 else ""
    notes = [f"{measure_name(each)}, {contrast(each)}: {each.reason}." for each in found if each.reason]
    note = f"Differences in percentage points of participants' means; exploratory.{corrected}"
    columns = ("Share", "Comparison", "Difference", f"{100 * level:.3g}% CI", "Welch's test", "p", "p corrected")
    return (Table(f"Differences in reliance in {title}", columns, rows, " ".join([note, *notes])),)


def _teams_table(advised: Advised, results: Sequence[Result], title: str, level: float) -> tuple[Table, ...]:
    if not advised.in_two_stages:
        return ()
    by_kind = {kind: of_kind(results, advised.measure, kind) for kind in ("team", "alone", "classifier")}
    of = {(each.labels.get("arm"), kind): each for kind, found in by_kind.items() for each in found}
    rows = []
    for each in (found := of_kind(results, advised.measure, "complementarity")):
        arm = each.labels["arm"]
        alone = [percent(of[arm, kind]) for kind in ("team", "alone", "classifier")]
        gain = "–" if each.estimate is None else wording.number(100 * each.estimate, 1)
        rows.append((arm, str(each.n[arm]), *alone, gain, limits(each)))
    columns = ("Arm", "Participants", "With advice", "Own answers", "Classifier", "Gain", f"{100 * level:.3g}% CI")
    notes = [f"{each.labels['arm']}: {each.reason}." for each in found if each.reason]
    note = "Gain: percentage points above the better of own answers and classifier."
    return (Table(f"Complementarity in {title}", columns, tuple(rows), " ".join([note, *notes])),)


def _curves_table(advised: Advised, results: Sequence[Result], title: str, level: float) -> Table:
    curves = [each for each in of_kind(results, advised.measure, "at") if "arm" in each.labels]
    crossings = of_kind(results, advised.measure, "crossing")
    seen = {each.labels["arm"]: each.n[each.labels["arm"]] for each in of_kind(results, advised.measure, "team")}
    rows = []
    for arm in advised.arms:
        points = {each.labels["at"]: each for each in curves if each.labels["arm"] == arm}
        ties = [each for each in crossings if arm in (each.labels.get("first"), each.labels.get("arm"))]
        told = [_tie(next((each for each in ties if key in each.labels), None)) for key in ("arm", "second")]
        rows.append(
            (arm, str(n := points["0.50"].n[arm]), str(seen[arm] - n), *(percent(points[at]) for at in SHOWN), *told)
        )
    shown = [wording.share(float(at)) for at in SHOWN]
    first = advised.arms[0] if advised.arms else ""
    columns = ("Arm", "Participants", "Without", *shown, "Meets classifier", f"Meets {first}")
    notes = [f"{_rivals(each)}: {each.reason}." for each in crossings if each.reason]
    note = (
        "Right answers with advice, were the classifier right in so many trials and people to answer as here. Without: "
        "participants who lacked trials with right or with wrong advice and are left out. Meets: the "
        f"classifier's accuracy at which both are right equally often, {100 * level:.3g}% CI; a limit of 0 or 100 "
        "is an open end."
    )
    return Table(f"Accuracy with other classifiers, {title}", columns, tuple(rows), " ".join([note, *notes]))


def _tie(result: Result | None) -> str:
    if result is None or result.estimate is None:
        return "–"
    return f"{percent(result)} {limits(result)}" if result.interval else percent(result)


def _rivals(result: Result) -> str:
    return (
        f"{result.labels['first']} and {result.labels['second']}" if "second" in result.labels else result.labels["arm"]
    )
