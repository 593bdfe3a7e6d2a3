"""Response times as the report shows them: clouds, times beside accuracy, ratios of arms, what was left out."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis import wording
from analysis.evidence import Evidence
from analysis.figures.time_clouds import TimeCloud, time_clouds
from analysis.question import Account, Drawing, Table
from analysis.response_time.times import FEWEST_MS, REASONS
from analysis.result import Interval, Result
from analysis.stats.mixed.declared import RULE
from analysis.titles import title_of

NAME = "response_time"
AXIS = "median time of each participant's right answers"
NONE = "–"


def account_of(evidence: Evidence, results: Sequence[Result], medians: Mapping[str, pd.DataFrame]) -> Account:
    """medians: per block one row per participant, in milliseconds."""
    if not results:
        return Account()
    found = {each.name: each for each in results}
    ratios = [each for each in results if each.name.endswith("/ratio")]
    pairs = [(each, found[f"{each.name}_by_model"]) for each in ratios]
    return Account(
        sentences=tuple(_sentence(ratio, by_model, evidence) for ratio, by_model in pairs if ratio.test),
        drawings=tuple(_drawing(table, block, evidence, found) for block, table in medians.items() if len(table)),
        tables=(
            _times(evidence, found, list(medians)),
            *([_ratios(evidence, pairs)] if pairs else []),
            *_left_out(evidence, found, list(medians)),
        ),
        methods=_methods(results),
        data={f"response-time-{block}": table for block, table in medians.items()},
    )


def _seconds(ms: float | None, digits: int = 2) -> str:
    return NONE if ms is None else wording.number(ms / 1000, digits)


def _limits(interval: Interval | None, scale: float = 1.0) -> str:
    return NONE if interval is None else wording.limits(interval, scale)


def _drawing(table: pd.DataFrame, block: str, evidence: Evidence, found: Mapping[str, Result]) -> Drawing:
    clouds, told = [], []
    for arm in evidence.arms:
        typical = found[f"{NAME}/{block}/{arm}/median"]
        values = table.loc[table["arm"] == arm, "median_ms"].to_numpy(dtype="float64") / 1000
        mean = None if typical.estimate is None else typical.estimate / 1000
        ends = typical.interval
        interval = None if ends is None else Interval(ends.low / 1000, ends.high / 1000, ends.level)
        clouds.append(TimeCloud(arm, values, mean, interval))
        limits = f", {wording.level(ends)} {_limits(ends, 0.001)}" if ends else ""
        time = f"{_seconds(typical.estimate)} s{limits}, {wording.people(values.size)}"
        told.append(f"{arm}: {'no times' if typical.estimate is None else time}")
    title = title_of(evidence, block)
    alt = f"Median response time of each participant's right answers in {title}, by arm. {'; '.join(told)}."
    caption = (
        f"{title}: every dot is the median time of a participant's right answers, on a logarithmic axis; above the "
        f"dots their density; the ring with its bar is the geometric mean over participants with its "
        f"{100 * evidence.level:.3g}% confidence interval."
    )
    name = f"response-time-{block}"
    return Drawing(name, time_clouds(clouds, AXIS, name, alt), alt, caption)


def _times(evidence: Evidence, found: Mapping[str, Result], blocks: Sequence[str]) -> Table:
    """Times beside accuracy: who is faster at the price of errors shows here."""
    level = f"{100 * evidence.level:.3g}% CI"
    rows, notes = [], set()
    for block, arm in [(block, arm) for block in blocks for arm in evidence.arms]:
        typical, of_all, right = (
            found[f"{NAME}/{block}/{arm}/{kind}"] for kind in ("median", "median_of_all_times", "accuracy")
        )
        notes |= {f"{arm} in {title_of(evidence, block)}: {each.reason}." for each in (typical,) if each.reason}
        rows.append(
            (
                title_of(evidence, block),
                arm,
                str(typical.n[arm]),
                str(typical.n_trials),
                _seconds(typical.estimate),
                _limits(typical.interval, 0.001),
                _seconds(of_all.estimate),
                NONE if right.estimate is None else wording.percent(right.estimate),
            )
        )
    note = (
        "Seconds. Geometric mean over participants of the median time of their right answers; with all times: the same "
        "with the times that the rules leave out. Right: mean share of right answers, for speed is to be read with it."
    )
    columns = ("Block", "Arm", "Participants", "Times", "Time", level, "With all times", "Right")
    return Table("Response times and accuracy", columns, tuple(rows), " ".join([note, *sorted(notes)]))


def _ratios(evidence: Evidence, pairs: Sequence[tuple[Result, Result]]) -> Table:
    rows, notes = [], []
    for ratio, by_model in pairs:
        title = title_of(evidence, ratio.labels["block"])
        contrast = f"{ratio.labels['first']} / {ratio.labels['second']}"
        said = {each.reason for each in (ratio, by_model) if each.reason}
        notes += [f"{title}, {contrast}: {reason}." for reason in sorted(said)]
        rows.append((title, contrast, *_cells(ratio), *_cells(by_model)))
    level = f"{100 * evidence.level:.3g}% CI"
    columns = (
        "Block",
        "Arms",
        "Ratio",
        level,
        "p corrected",
        "Ratio (model)",
        f"{level} (model)",
        "p corrected (model)",
    )
    (n,) = {ratio.test.n_comparisons for ratio, _ in pairs if ratio.test} or {len(pairs)}
    corrected = f" The p values are corrected for {n} comparisons (Benjamini-Hochberg)." if n > 1 else ""
    note = f"Exploratory. Above 1: the first arm takes longer.{corrected}"
    return Table("Ratios of response times", columns, tuple(rows), " ".join([note, *notes]))


def _cells(ratio: Result) -> tuple[str, str, str]:
    test = ratio.test
    p = NONE if test is None else wording.bare_p(test.p if test.p_adjusted is None else test.p_adjusted)
    return (NONE if ratio.estimate is None else wording.number(ratio.estimate), _limits(ratio.interval), p)


def _left_out(evidence: Evidence, found: Mapping[str, Result], blocks: Sequence[str]) -> tuple[Table, ...]:
    """Times left out and why; none where all times count."""
    rows, any_left_out = [], False
    for block, arm in [(block, arm) for block in blocks for arm in evidence.arms]:
        counts = [found[f"{NAME}/{block}/{arm}/left_out/{reason}"] for reason in REASONS]
        n, total = counts[0].n_trials or 0, sum(int(each.estimate or 0) for each in counts)
        any_left_out |= total > 0
        share = wording.percent(total / n) if n else NONE
        cells = (str(n), str(total), share, *(str(int(each.estimate or 0)) for each in counts))
        rows.append((title_of(evidence, block), arm, *cells))
    columns = (
        "Block",
        "Arm",
        "Right answers",
        "Times left out",
        "Share",
        *(why.capitalize() for why in REASONS.values()),
    )
    note = "Pooled over participants. A time with several reasons counts under the first of them."
    return (Table("Times left out", columns, tuple(rows), note),) if any_left_out else ()


def _sentence(ratio: Result, by_model: Result, evidence: Evidence) -> str:
    first, second = ratio.labels["first"], ratio.labels["second"]
    title = title_of(evidence, ratio.labels["block"])
    said = f"{title}: right answers took {_told(ratio)} in arm {first} as in arm {second}"
    return f"{said}; by the mixed model {_told(by_model)}." if by_model.test else f"{said}."


def _told(ratio: Result) -> str:
    if ratio.estimate is None or ratio.interval is None or ratio.test is None:
        return f"(not estimable: {ratio.reason})"
    level = f"{wording.level(ratio.interval)} {_limits(ratio.interval)}"
    return f"{wording.number(ratio.estimate)} times as long ({level}; {wording.test(ratio.test)})"


def _methods(results: Sequence[Result]) -> tuple[str, ...]:
    counts = [each for each in results if "left_out" in each.labels]
    n = sum(each.n_trials or 0 for each in counts if each.labels["left_out"] == next(iter(REASONS)))
    total = sum(int(each.estimate or 0) for each in counts)
    share = f" ({wording.percent(total / n)})" if n else ""
    sentences = [
        "Response times are those of right answers. Left out are times that are missing or without a clock, times of "
        "trials during which the page was hidden or the window had no focus, times flagged as too fast, and times "
        f"below {FEWEST_MS:g} ms; no long time is cut off. This left out {total} of {n} times{share}.",
        "Each participant's times are summarised by their median; means over participants are of its logarithm, with "
        "Student's t intervals, and are transformed back.",
    ]
    if any(each.test for each in results):
        sentences.append(
            "Arms are compared with the first arm by Welch's t test on log medians, two-sided, as exploratory analyses "
            "corrected by the method of Benjamini and Hochberg."
        )
    if any(each.test for each in results if each.name.endswith("_by_model")):
        sentences.append(
            "A linear mixed model of log response times with crossed random effects of participants and items (REML, "
            f"Satterthwaite's degrees of freedom) stands beside these. {RULE}"
        )
    return tuple(sentences)
