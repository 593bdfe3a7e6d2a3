"""Who was in which arm, as the report shows it."""

from collections.abc import Sequence

import pandas as pd

from analysis import wording
from analysis.baseline.variables import DIFFERENCE, FEW, FEWEST, MEAN, NO_ANSWER, SD, TELLING, TOO_FEW
from analysis.figures.rows_by_arm import Axis, Group, Row, rows_by_arm
from analysis.question import Drawing, Table
from analysis.result import Result

SMALL = 0.1
NOT_SHOWN = f"<{FEWEST}"


def sentences(results: Sequence[Result], arms: Sequence[str]) -> tuple[str, ...]:
    """The largest difference between arms."""
    found = [(abs(each.estimate), each.name, each) for each in _differences(results) if each.estimate is not None]
    if not found:
        return ()
    size, _, largest = max(found, key=lambda each: (each[0], each[1]))
    beyond = sum(each[0] > SMALL for each in found)
    return (
        f"Of {len(found)} standardised differences from arm {arms[0]}, {beyond} were beyond {SMALL}; the largest was "
        f"{wording.number(size)} ({largest.labels['variable']}, arm {largest.labels['arm']}).",
    )


def drawings(results: Sequence[Result], arms: Sequence[str]) -> tuple[Drawing, ...]:
    """The differences of every variable; none where there are none."""
    groups, told = [], []
    for variable in _variables(results):
        found = [each for each in _differences(results) if each.labels["variable"] == variable]
        there = [each for each in found if each.estimate is not None]
        if there:
            rows = tuple(
                Row(each.labels["arm"], arms.index(each.labels["arm"]), each.estimate, None, _cell(each))
                for each in there
            )
            groups.append(Group(variable, rows))
            told.append(f"{variable}: " + ", ".join(f"{each.labels['arm']} {_cell(each)}" for each in there))
    if not groups:
        return ()
    name = "baseline-differences"
    alt = f"Standardised differences of arms from arm {arms[0]}. {'; '.join(told)}."
    caption = (
        f"Standardised differences from arm {arms[0]}: of numbers with their sign, of categories as a distance; the "
        f"grey band reaches to {SMALL} either way."
    )
    axis = Axis(f"standardised difference from {arms[0]}", (-0.5, 0.5), lambda x: wording.number(x, 1), True, SMALL)
    return (Drawing(name, rows_by_arm(groups, axis, name, alt), alt, caption),)


def table(results: Sequence[Result], arms: Sequence[str]) -> Table:
    """A row per category or number, a column per arm, and a column per difference from the first."""
    by_name = {(each.labels["variable"], each.labels["value"], each.labels["arm"]): each for each in results}
    others = list(arms[1:])
    columns = ("Variable", *(f"{arm} (n = {_n(results, arm)})" for arm in arms), *(f"{arm} apart" for arm in others))
    rows = []
    for variable in _variables(results):
        values = list(dict.fromkeys(each.labels["value"] for each in results if each.labels["variable"] == variable))
        silent = any(by_name[variable, NO_ANSWER, arm].estimate for arm in arms)
        shown = [value for value in values if value not in (SD, DIFFERENCE, *(() if silent else (NO_ANSWER,)))]
        for place, value in enumerate(shown):
            cells = [_value(by_name, variable, value, arm) for arm in arms]
            apart = [by_name.get((variable, DIFFERENCE, arm)) for arm in others]
            told = [_cell(each) if each and not place else "" for each in apart]
            rows.append((f"{variable}: {'mean (SD)' if value == MEAN else value}", *cells, *told))
    return Table("Who was in which arm", columns, tuple(rows), _note(results))


def methods(results: Sequence[Result], arms: Sequence[str]) -> tuple[str, ...]:
    """What is shown, what is not, and how arms are held against each other."""
    made = [
        "Participants are described per arm as randomised, by number and per cent of the arm, or mean and standard "
        f"deviation; counts of 1 to {FEWEST - 1} people and summaries of fewer than {FEWEST} are not shown, nor "
        "the one count more from which they could be told; of free texts only their number is; how many gave no answer "
        "is always told.",
    ]
    if len(arms) > 1:
        made.append(
            f"Arms are held against arm {arms[0]} by standardised differences, not by tests: of numbers the "
            "difference of means over the root of the mean variance, of categories the distance of Yang and Dalton, in "
            "which no answer is a category and those not shown are one."
        )
    if any(each.labels["asked"] == "after randomisation" for each in results):
        made.append(
            f"Asked after randomisation, so that the arm may have shaped who answered, and what: {_after(results)}."
        )
    return tuple(made)


def data(results: Sequence[Result]) -> pd.DataFrame:
    """What the table holds, unrounded."""
    rows = [
        {
            **{key: each.labels[key] for key in ("variable", "value", "arm", "asked")},
            "n": each.n[each.labels["arm"]],
            "scale": each.scale,
            "estimate": each.estimate,
        }
        for each in results
    ]
    return pd.DataFrame(rows)


def _variables(results: Sequence[Result]) -> list[str]:
    return list(dict.fromkeys(each.labels["variable"] for each in results))


def _differences(results: Sequence[Result]) -> list[Result]:
    return [each for each in results if each.scale == "standardised difference"]


def _after(results: Sequence[Result]) -> str:
    late = [each.labels["variable"] for each in results if each.labels["asked"] == "after randomisation"]
    return wording.listed(list(dict.fromkeys(late)))


def _n(results: Sequence[Result], arm: str) -> int:
    return next(each.n[arm] for each in results if each.labels["arm"] == arm and each.scale == "proportion")


def _cell(each: Result) -> str:
    return "–" if each.estimate is None else wording.number(each.estimate)


def _value(by_name: "dict[tuple[str, str, str], Result]", variable: str, value: str, arm: str) -> str:
    each = by_name[variable, value, arm]
    if each.estimate is None:
        return {FEW: NOT_SHOWN, TELLING: f"≥{FEWEST}", TOO_FEW: NOT_SHOWN}.get(str(each.reason), "–")
    if value == MEAN:
        return f"{wording.number(each.estimate)} ({_cell(by_name[variable, SD, arm])})"
    return f"{round(each.estimate * each.n[arm])} ({wording.percent(each.estimate, 0)})"


def _note(results: Sequence[Result]) -> str:
    parts = [
        f"Number (per cent of the arm), or mean (SD); {NOT_SHOWN}: fewer than {FEWEST} people, not shown; "
        f"≥{FEWEST}: not shown, for it would tell of fewer. Everybody answered where no row says otherwise."
    ]
    if _differences(results):
        parts.append("Apart: standardised difference from the first arm.")
    if late := _after(results):
        parts.append(f"Asked after randomisation: {late}.")
    return " ".join(parts)
