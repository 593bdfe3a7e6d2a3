"""Attention, understanding and looking as the report shows them."""

from collections.abc import Sequence

import pandas as pd

from analysis import wording
from analysis.evidence import Evidence
from analysis.figures.rows_by_arm import SHARES, Axis, Group, Row, as_percent, rows_by_arm
from analysis.manipulation_checks.counts import MS, Checks, Looks
from analysis.question import Drawing, Table
from analysis.result import Result

SEEN_AGAIN = "pages sent more than once"


def sentences(results: Sequence[Result]) -> tuple[str, ...]:
    """One per kind of check, per block that was looked at, and for pages seen again."""
    made = []
    for heading, of_heading in _shares(results).items():
        told = wording.listed([_of_arm(each) for each in of_heading if each.estimate is not None])
        made.append(f"{heading[0].upper()}{heading[1:]}: {told}.")
    for heading, of_block in _times(results).items():
        told = wording.listed([_time_of_arm(each) for each in of_block if each.estimate is not None])
        made.append(f"{heading[0].upper()}{heading[1:]} (mean of participants' medians): {told}.")
    return tuple(made)


def drawings(results: Sequence[Result], level: float) -> tuple[Drawing, ...]:
    """The shares; and the times, where there are some."""
    shares, times = _shares(results), _times(results)
    ci = f"{100 * level:.3g}% confidence interval"
    made = []
    if shares:
        name = "manipulation_checks-shares"
        alt = f"Checks by arm. {_told(shares)}."
        caption = f"Who passed their checks, and pages seen again, by arm: the share and its {ci}."
        axis = Axis("participants; of pages: mean share", SHARES, as_percent)
        made.append(Drawing(name, rows_by_arm(_groups(shares), axis, name, alt), alt, caption))
    if times:
        name = "manipulation_checks-times"
        alt = f"Times by arm. {_told(times)}."
        caption = f"How long was looked, by arm: the mean of participants' medians and its {ci}."
        seconds = Axis("seconds", (0.0, 1.0), lambda x: f"{x:.3g}")
        made.append(Drawing(name, rows_by_arm(_groups(times), seconds, name, alt), alt, caption))
    return tuple(made)


def tables(results: Sequence[Result], evidence: Evidence) -> tuple[Table, ...]:
    """Checks and times per arm."""
    ci = f"{100 * evidence.level:.3g}% CI"
    failed = {(each.labels["check"], each.labels["arm"]): each for each in results if _what(each) == "failed"}
    checked = tuple(
        (
            each.labels["heading"],
            each.labels["arm"],
            str(each.n[each.labels["arm"]]),
            _cell(each),
            wording.in_percent(each.interval) if each.interval else "–",
            f"{failed[each.labels['check'], each.labels['arm']].estimate or 0:.0f} of {each.n_trials}",
        )
        for each in results
        if _what(each) == "passed"
    )
    timed = tuple(
        (
            heading,
            each.labels["arm"],
            str(each.n[each.labels["arm"]]),
            _cell(each),
            wording.limits(each.interval, 1 / MS) if each.interval else "–",
        )
        for heading, of_heading in _times(results).items()
        for each in of_heading
    )
    again = tuple(
        (each.labels["arm"], str(each.n[each.labels["arm"]]), _cell(each), _limits(each), _pages(each))
        for each in results
        if _what(each) == "seen again"
    )
    made = []
    if checked:
        note = "Passed: participants who passed all that they were asked. Without p values: arms are not compared."
        made.append(Table("Checks per arm", ("Check", "Arm", "Asked", "Passed", ci, "Failed"), checked, note))
    if timed:
        note = "In seconds; mean over participants of their median time per page."
        made.append(Table("Time looked per arm", ("Pages", "Arm", "Participants", "Seconds", ci), timed, note))
    if again:
        columns = ("Arm", "Participants", "Mean share", ci, "Pages")
        made.append(Table("Pages sent more than once", columns, again, "Such a stimulus was seen again."))
    return tuple(made)


def methods(results: Sequence[Result], level: float) -> tuple[str, ...]:
    """How checks are counted."""
    at = f"{100 * level:.3g}%"
    made = []
    if any(_what(each) == "passed" for each in results):
        made.append(
            "A check is passed where all its answers are right, and failed where the time for it ran out; shares are "
            f"of randomised participants who passed all that they were asked, with Wilson's {at} interval, and without "
            "a test between arms."
        )
    if _times(results):
        made.append(
            f"Times are means over participants of each one's median, with Student's {at} interval; none was left out."
        )
    return tuple(made)


def data(found: Sequence[Checks], looked: Sequence[Looks], again: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """One row per participant and check, per participant and block looked at, and per participant with pages."""
    made = {}
    if found:
        made["manipulation_checks"] = pd.concat(
            [each.table.assign(check=each.name) for each in found], ignore_index=True
        )
    if looked:
        tables = [each.table.assign(block=each.block, pages=each.what) for each in looked]
        made["manipulation_checks-times"] = pd.concat(tables, ignore_index=True)
    return made | ({"manipulation_checks-seen-again": again} if len(again) else {})


def _what(result: Result) -> str:
    return result.labels.get("what", "")


def _shares(results: Sequence[Result]) -> dict[str, list[Result]]:
    """Heading → its results in the order of arms."""
    found: dict[str, list[Result]] = {}
    for each in results:
        if each.scale == "proportion":
            found.setdefault(each.labels.get("heading", SEEN_AGAIN), []).append(each)
    return found


def _times(results: Sequence[Result]) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for each in results:
        if each.scale == "milliseconds":
            found.setdefault(f"{each.labels['looked']} of {each.labels['block']}", []).append(each)
    return found


def _groups(found: dict[str, list[Result]]) -> list[Group]:
    return [
        Group(heading, tuple(_row(each, place) for place, each in enumerate(of_heading)))
        for heading, of_heading in found.items()
    ]


def _row(each: Result, place: int) -> Row:
    unit = MS if each.scale == "milliseconds" else 1.0
    interval = each.interval
    if interval is not None:
        interval = type(interval)(interval.low / unit, interval.high / unit, interval.level)
    estimate = None if each.estimate is None else each.estimate / unit
    n = each.n[each.labels["arm"]]
    said = "nobody" if not n else _counted(each) if _what(each) == "passed" else f"{_cell(each)}, n = {n}"
    return Row(each.labels["arm"], place, estimate, interval, said)


def _counted(each: Result) -> str:
    n = each.n[each.labels["arm"]]
    return f"{round((each.estimate or 0.0) * n)} of {n} ({wording.percent(each.estimate or 0.0, 0)})"


def _cell(each: Result) -> str:
    if each.estimate is None:
        return "–"
    return wording.number(each.estimate / MS) if each.scale == "milliseconds" else wording.percent(each.estimate)


def _limits(each: Result) -> str:
    return wording.in_percent(each.interval) if each.interval else "–"


def _pages(each: Result) -> str:
    return f"{each.labels['n_again']} of {each.labels['n_pages']}"


def _of_arm(each: Result) -> str:
    told = _counted(each) if _what(each) == "passed" else _cell(each)
    limits = f", {wording.level(each.interval)} {_limits(each)}" if each.interval else ""
    return f"{told} in arm {each.labels['arm']}{limits}"


def _time_of_arm(each: Result) -> str:
    limits = ""
    if each.interval:
        limits = f", {wording.level(each.interval)} {wording.limits(each.interval, 1 / MS)}"
    return f"{_cell(each)} s in arm {each.labels['arm']}{limits}"


def _told(found: dict[str, list[Result]]) -> str:
    return ". ".join(
        f"{heading}: " + "; ".join(f"{each.labels['arm']} {_said(each)}" for each in of_heading)
        for heading, of_heading in found.items()
    )


def _said(each: Result) -> str:
    if each.estimate is None:
        return "nobody"
    return f"{_cell(each)} s" if each.scale == "milliseconds" else _cell(each)
