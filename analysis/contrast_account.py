"""Planned differences as the report shows them: sentences, a forest, a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis import verdicts, wording
from analysis.figures.forest import forest
from analysis.question import Drawing, Table
from analysis.result import Interval, Result


@dataclass(frozen=True)
class Comparison:
    """A difference, its standardised size where it has one, and the means of the arms of its block by arm."""

    difference: Result
    size: Result | None
    means: dict[str, Result]


def comparisons(results: Sequence[Result], means: Sequence[Result]) -> tuple[Comparison, ...]:
    """What belongs together, in the order of the plan: confirmatory comparisons first."""
    sizes = {each.labels["hypothesis"]: each for each in results if each.scale == "standardised difference"}
    differences = [each for each in results if each.scale == "difference of proportions"]
    differences.sort(key=lambda each: each.family != "confirmatory")
    return tuple(
        Comparison(
            each,
            sizes.get(each.labels["hypothesis"]),
            {mean.labels["arm"]: mean for mean in means if mean.labels["block"] == each.labels["block"]},
        )
        for each in differences
    )


def verdicts_of(found: Sequence[Comparison]) -> tuple[str, ...]:
    """One sentence per comparison for the top of the report."""
    return tuple(verdicts.answer(each.difference, each.means) for each in found)


def sentences_of(found: Sequence[Comparison]) -> tuple[str, ...]:
    """One sentence per comparison for a paper."""
    return tuple(verdicts.full(each.difference, each.size) for each in found)


def forest_of(found: Sequence[Comparison], question: str) -> tuple[Drawing, ...]:
    """The forest of all differences; none without hypotheses."""
    if not found:
        return ()
    name = f"{question}-differences"
    told = "; ".join(_told(each.difference) for each in found)
    alt = f"Planned differences between arms with their confidence intervals. {told}."
    caption = "Planned differences: the diamond is the estimate, the thick bar its confidence interval"
    if any(each.difference.simultaneous for each in found):
        caption += ", the thin line the interval that covers together with those of the other comparisons"
    if any(each.difference.smallest_effect for each in found):
        caption += "; the grey band holds differences smaller than the plan says would matter"
    drawn = forest([each.difference for each in found], name, alt)
    return (Drawing(name, drawn, alt, f"{caption}."),)


def table_of(found: Sequence[Comparison], level: float) -> tuple[Table, ...]:
    """The table of all differences; none without hypotheses."""
    if not found:
        return ()
    mixed = len({each.difference.family for each in found}) > 1
    together = any(each.difference.simultaneous for each in found)
    adjusted = any(each.difference.test and each.difference.test.p_adjusted is not None for each in found)
    ci = f"{100 * level:.3g}% CI"
    columns = ["Comparison", "Difference", ci, *(["CI together"] if together else []), "Welch's test", "p"]
    columns += [*(["p corrected"] if adjusted else []), "Hedges' g"]
    rows = tuple(_row(each, (mixed, together, adjusted)) for each in found)
    notes = [
        f"{wording.contrast(each.difference)}: {each.difference.reason}." for each in found if each.difference.reason
    ]
    note = " ".join(["Differences in percentage points.", *_how_corrected(found), *notes])
    return (Table("Planned comparisons", tuple(columns), rows, note),)


def _row(each: Comparison, shown: tuple[bool, bool, bool]) -> tuple[str, ...]:
    """shown: whether the family, the interval that holds together with others, and the corrected p are of interest."""
    mixed, together, adjusted = shown
    result, test = each.difference, each.difference.test
    name = f"{wording.contrast(result)} ({result.family})" if mixed else wording.contrast(result)
    cells = [name, _points(result.estimate), _interval(result.interval)]
    cells += [_interval(result.simultaneous)] if together else []
    cells += [f"t({wording.number(test.df)}) = {wording.number(test.statistic)}" if test else "–"]
    cells += [wording.bare_p(test.p) if test else "–"]
    if adjusted:
        cells.append(wording.bare_p(test.p_adjusted) if test and test.p_adjusted is not None else "–")
    size = each.size.estimate if each.size else None
    return (*cells, "–" if size is None else wording.number(size))


def _points(estimate: float | None) -> str:
    return "–" if estimate is None else wording.number(100 * estimate, 1)


def _interval(interval: Interval | None) -> str:
    return "–" if interval is None else wording.in_percent(interval)


def _how_corrected(found: Sequence[Comparison]) -> list[str]:
    tests = {each.difference.family: each.difference.test for each in found if each.difference.test}
    return [
        f"{family.capitalize()} p values are corrected for {test.n_comparisons} comparisons ({test.adjustment})."
        for family, test in tests.items()
        if test.adjustment
    ]


def _told(result: Result) -> str:
    return f"{wording.contrast(result).replace(wording.MINUS, 'minus')}: {wording.difference(result)}"
