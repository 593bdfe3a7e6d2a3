"""Statistics of attention graphs as tidy tables, and as a few aligned lines for the terminal.  csv alone."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

from stimuli.attention_graphs.statistics import LIMITS_PERCENT, OVERLAPS, Row, Statistic, statistics

# Of the method's parameters, those that settle which sets a search can find, and which of them differ.
SEARCHED = (
    "search", "overlap", "beam_width", "candidates", "most_sets", "most_patches", "most_evaluations", "compat"
)  # fmt: skip
IMAGE_COLUMNS = (
    "source", "explanation", "image", "class", "cells", "sufficient", "baseline", *SEARCHED, "n_patches", "n_found",
    "smallest_patches", "smallest_area", *(f"diverse_{overlap}" for overlap in OVERLAPS), "stopped",
    "evaluations_distinct", "evaluations_wanted", "outcome", "why",
)  # fmt: skip
SUMMARY_COLUMNS = ("source", "explanation", "statistic", "value", "n", "low", "high", "interval")
HEADINGS = (
    "source", "explanation", "images", "asked", *(f"< {limit} %" for limit in LIMITS_PERCENT), "none found", "patches",
    "area", *(f"diverse {overlap}" for overlap in OVERLAPS),
)  # fmt: skip
MEANING = (
    "< 10 %: share of the images asked about that a set of patches below 10 % of the area suffices for; none found: "
    "share without a set within the limits; patches, area: of the smallest set, medians; diverse 0: mean number of "
    "different explanations that share no patch."
)
MOST_NAMED = 8

Groups = Mapping[tuple[str, str], Sequence[Row]]


def grouped(rows: Sequence[Row]) -> Groups:
    """The rows of each explanation of each source, in their order."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row.source, row.explanation), []).append(row)
    return found


def summary(groups: Groups) -> dict[tuple[str, str], list[Statistic]]:
    """The statistics of each explanation of each source."""
    return {key: statistics([row.numbers for row in rows]) for key, rows in groups.items()}


def images_csv(rows: Sequence[Row]) -> str:
    """A line per image; empty where there is no number, or where the method has no such parameter."""
    return _csv(IMAGE_COLUMNS, map(_image, rows))


def summary_csv(groups: Groups) -> str:
    """A line per statistic; empty where there is no number."""
    lines = (
        (*key, one.name, one.value, one.n, one.low, one.high, one.interval)
        for key, found in summary(groups).items()
        for one in found
    )
    return _csv(SUMMARY_COLUMNS, lines)


def table(groups: Groups) -> str:
    """A line per explanation, what its columns mean, and which images could not be asked about."""
    rows = [HEADINGS, *(_line(key, found) for key, found in summary(groups).items())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    aligned = [
        "  ".join(
            cell.ljust(w) if n < 2 else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join([*(line.rstrip() for line in aligned), "", MEANING, *_not_asked(groups)])


def _image(row: Row) -> tuple[object, ...]:
    one = row.numbers
    settings = (one.cells, one.sufficient, one.baseline, *map(row.parameters.get, SEARCHED))
    sizes = (one.n_patches, one.n_found, one.smallest_patches, one.smallest_area)
    cost = (one.stopped, one.distinct, one.wanted)
    whose = (row.source, row.explanation, row.image, row.class_name)
    return (*whose, *settings, *sizes, *one.diverse, *cost, one.outcome, one.why)


def _csv(columns: Sequence[str], lines: Iterator[tuple[object, ...]]) -> str:
    content = StringIO()
    writer = csv.writer(content, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in line] for line in lines)
    return content.getvalue()


def _cell(value: object) -> object:
    """As the export of a study writes booleans."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return round(value, 6) if isinstance(value, float) else value


def _line(key: tuple[str, str], found: Sequence[Statistic]) -> tuple[str, ...]:
    told = {one.name: one for one in found}
    shares = [*(f"share_below_{limit}" for limit in LIMITS_PERCENT), "share_none_found"]
    n_images, n_not_asked = (int(told[name].value or 0) for name in ("n_images", "n_not_asked"))
    return (
        *key,
        str(n_images),
        str(n_images - n_not_asked),
        *(_percent(told[name].value, 0) for name in shares),
        _number(told["median_smallest_patches"].value, 1),
        _percent(told["median_smallest_area"].value, 1),
        *(_number(told[f"mean_diverse_{overlap}"].value, 2) for overlap in OVERLAPS),
    )


def _percent(share: float | None, decimals: int) -> str:
    return "–" if share is None else f"{100 * share:.{decimals}f} %"


def _number(value: float | None, decimals: int) -> str:
    return "–" if value is None else f"{value:.{decimals}f}"


def _not_asked(groups: Groups) -> list[str]:
    lines = []
    for (source, explanation), rows in groups.items():
        names = [row.image for row in rows if row.numbers.outcome == "not asked"]
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        if names:
            named = f"{', '.join(names[:MOST_NAMED])}{more}"
            lines.append(f"{source}, {explanation}: not asked about, and counted in no share: {named}")
    return lines
