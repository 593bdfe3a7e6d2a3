"""One value per participant, by arm, and differences from the first arm that no plan declares.

A result is begun with what it asks; these functions fill in the answer, or why there is none.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis import wording
from analysis.result import Result, Test
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.group_estimates import GroupEstimate
from analysis.stats.intervals import welch

Limits = tuple[float, float]
ANY: Limits = (-math.inf, math.inf)
UNASKED = "not computed"


def begun(result: Result) -> Result:
    """The same result without an answer."""
    return replace(result, estimate=None, status="not_estimable", reason=UNASKED)


def without_names(rows: pd.DataFrame, done: Sequence[str]) -> pd.DataFrame:
    """The rows with `participant` numbered by what people did: their names and order then change no number at all.

    done: the columns that tell what a row is; those who did the same are alike.
    """
    told: dict[str, list[tuple[Any, ...]]] = {}
    for name, *deed in zip(rows["participant"].tolist(), *(rows[column].tolist() for column in done), strict=True):
        told.setdefault(name, []).append(tuple(deed))
    deeds = {name: sorted(told[name]) for name in sorted(told)}
    places = {name: place for place, name in enumerate(sorted(deeds, key=lambda name: deeds[name]))}
    numbered = rows.assign(name=rows["participant"], participant=rows["participant"].map(places).astype("int64"))
    return numbered.sort_values(["participant", *done], ignore_index=True)


def filled(asked: Result, found: GroupEstimate, limits: Limits = ANY) -> Result:
    """The result with what was found of a group.  limits: the values that the quantity can have."""
    (group,) = asked.n
    known = replace(asked, n={group: found.n_participants}, n_trials=found.n_trials)
    if isinstance(found.estimate, NotEstimable):
        return replace(known, reason=found.estimate.reason)
    if isinstance(found.interval, NotEstimable):
        return replace(known, estimate=found.estimate, status="no_interval", reason=found.interval.reason)
    interval = found.interval.cut(*limits)
    return replace(
        known, estimate=found.estimate, std_error=found.std_error, interval=interval, status="ok", reason=None
    )


def compared(asked: Result, values: tuple[Values, Values], level: float, limits: Limits = ANY) -> Result:
    """The first group's mean minus the second's, with Welch's interval; and his test, unless it is descriptive."""
    first, second = values
    known = replace(asked, n=dict(zip(asked.n, (first.size, second.size), strict=True)))
    found = welch(first, second, level)
    if isinstance(found, NotEstimable):
        if not (first.size and second.size):
            return replace(known, reason=found.reason)
        return replace(known, estimate=float(first.mean() - second.mean()), status="no_interval", reason=found.reason)
    return replace(
        known,
        estimate=found.estimate,
        std_error=found.std_error,
        interval=found.interval.cut(*limits),
        test=None if asked.family == "descriptive" else Test("t", found.t, found.df, found.p),
        status="ok",
        reason=None,
    )


def estimate(result: Result | None, *, scale: float = 1.0, digits: int = 2) -> str:
    """`0.31 [0.02, 0.60]` for a cell of a table; a dash where there is nothing."""
    if result is None or result.estimate is None:
        return "–"
    text = wording.number(scale * result.estimate, digits)
    return text + (f" {wording.limits(result.interval, scale, digits)}" if result.interval else "")


def in_words(result: Result, unit: str = "", *, scale: float = 1.0, digits: int = 2) -> str:
    """`0.31, 95% CI [0.02, 0.60]; Welch's t(37.13) = 2.10, p = .042` for a sentence; or why there is none."""
    if result.estimate is None:
        return f"not estimable ({result.reason})"
    text = wording.number(scale * result.estimate, digits) + unit
    if result.interval is None:
        return f"{text} (no interval: {result.reason})"
    text += f", {wording.level(result.interval)} {wording.limits(result.interval, scale, digits)}"
    return f"{text}; {tested(result.test)}" if result.test else text


def tested(test: Test) -> str:
    """The test with its name: Welch's t, Mann-Whitney's U, or Wald's chi-squared."""
    text = wording.test(test)
    if test.symbol in ("t", "U"):
        return f"{'Welch' if test.symbol == 't' else 'Mann-Whitney'}'s {text}"
    return f"Wald's {text}"


def p_values(result: Result) -> tuple[str, str]:
    """The p value of a result and the corrected one, for cells of a table."""
    test = result.test
    if test is None:
        return "–", "–"
    return wording.bare_p(test.p), "–" if test.p_adjusted is None else wording.bare_p(test.p_adjusted)


def reasons(results: Sequence[Result]) -> str:
    """Why numbers are missing, each reason once, for the note below a table; empty where none is."""
    told = dict.fromkeys(f"{_of(result)}: {result.reason}." for result in results if result.reason)
    return " ".join(told)


def _of(result: Result) -> str:
    labels = result.labels
    whom = f"{labels['first']} {wording.MINUS} {labels['second']}" if "first" in labels else labels["arm"]
    return f"{whom} in {labels['block']}"


def level_text(level: float) -> str:
    """`95%`."""
    return f"{100 * level:.3g}%"
