"""A caterpillar: every item with its estimate and interval, from the highest to the lowest, outliers named."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import MultipleLocator, PercentFormatter
from scipy.optimize import isotonic_regression

from analysis.figures.sheet import FAINT, INK, LINE, WIDTH_INCHES, Picture, letters_inches, sheet, to_svg
from analysis.result import Interval
from analysis.stats.estimable import Values
from analysis.wording import share

ROW_INCHES = 0.2
MOST_NAMED, MOST_NAMED_OF_MORE, MOST_APART = 40, 16, 200
BLUE, ORANGE = "#0072B2", "#D55E00"
WIDEST_NAME, WIDEST_REMARK = 2.0, 1.4
ROOM_FOR_QUARTERS = 1.9
MARGIN, LEADER, LEAST_RIGHT = 0.1, 0.26, 0.45
BELOW, ABOVE = 0.82, 0.36
POINTS = 9.5


@dataclass(frozen=True)
class Item:
    """One item.  estimate: a share from 0 to 1.  remark: why it is an outlier, in a few words; empty: it is none."""

    name: str
    estimate: float
    interval: Interval | None = None
    remark: str = ""


@dataclass(frozen=True)
class _Row:
    """An item at its height in the plot, in inches."""

    item: Item
    y: float


@dataclass(frozen=True)
class _Pen:
    """How items are drawn; widths of bar, point and the point's edge in points, alpha of the bar."""

    colour: str
    marker: str
    zorder: float
    bar: float
    point: float
    edge: float
    alpha: float = 1.0


@dataclass(frozen=True)
class _Label:
    """What is written beside a row, at the height y: elsewhere than its row where names would overlap."""

    name: str
    remark: str
    row: float
    y: float


def caterpillar(
    items: Sequence[Item], chance: float | None, name: str, alt: str, *, axis: str = "right answers"
) -> Picture:
    """The SVG; outliers are diamonds.  axis: what the estimates are.

    Up to 40 items all have their names; of more, the highest, the lowest and 14 outliers, those farthest from the
    median first.
    """
    height = ROW_INCHES * max(1, min(len(items), MOST_NAMED))
    rows = _rows(items, height)
    labels = _labels(rows, height)
    left = MARGIN + LEADER + _widest([label.name for label in labels])
    right = max(LEAST_RIGHT, MARGIN + LEADER + _widest([label.remark for label in labels]))
    width = WIDTH_INCHES - left - right
    with sheet(height + BELOW + ABOVE, left, right, BELOW, above=ABOVE) as (figure, axes):
        _scale(axes, height, width)
        axes.set_xlabel(f"{axis}\n{_counted(rows, labels)}", labelpad=7, linespacing=1.4)
        _chance_line(axes, chance)
        plain, outlying = _pens(len(rows))
        _draw(axes, [row for row in rows if not row.item.remark], plain, "items")
        _draw(axes, [row for row in rows if row.item.remark], outlying, "outliers")
        for label in labels:
            _write(axes, label, LEADER / width)
        return to_svg(figure, name, alt)


def _pens(n_items: int) -> tuple[_Pen, _Pen]:
    """For items and for outliers, finer where there are more."""
    if n_items <= MOST_NAMED:
        return _Pen(BLUE, "o", 3, 2.0, 6.5, 0.7), _Pen(ORANGE, "D", 4, 2.0, 6.0, 0.7)
    if n_items <= MOST_APART:
        return _Pen(BLUE, "o", 3, 0.8, 2.8, 0.0), _Pen(ORANGE, "D", 4, 1.2, 4.5, 0.7)
    return _Pen(BLUE, "o", 3, 0.5, 1.4, 0.0, 0.4), _Pen(ORANGE, "D", 4, 0.5, 2.6, 0.0, 0.7)


def _rows(items: Sequence[Item], height: float) -> list[_Row]:
    """Upwards, the lowest first."""
    ranked = sorted(items, key=lambda item: (item.estimate, item.name))
    step = height / max(1, len(ranked))
    return [_Row(item, step * (place + 0.5)) for place, item in enumerate(ranked)]


def _labels(rows: Sequence[_Row], height: float) -> list[_Label]:
    named = _named(rows)
    heights = _spread(np.array([row.y for row in named]), height)
    return [
        _Label(_short(row.item.name, WIDEST_NAME), _short(row.item.remark, WIDEST_REMARK), row.y, y)
        for row, y in zip(named, heights, strict=True)
    ]


def _named(rows: Sequence[_Row]) -> list[_Row]:
    if len(rows) <= MOST_NAMED:
        return list(rows)
    middle = rows[len(rows) // 2].item.estimate
    outliers = [row for row in rows[1:-1] if row.item.remark]
    outliers.sort(key=lambda row: -abs(row.item.estimate - middle))
    return sorted([rows[0], rows[-1], *outliers[: MOST_NAMED_OF_MORE - 2]], key=lambda row: row.y)


def _spread(wanted: Values, height: float) -> list[float]:
    """Ascending heights in the plot, at least a row apart; the sum of squared moves is as small as can be."""
    if not wanted.size:
        return []
    steps = ROW_INCHES * np.arange(wanted.size)
    free = isotonic_regression(wanted - steps).x
    kept = np.clip(free, ROW_INCHES / 2, height - ROW_INCHES / 2 - steps[-1])
    return [float(y) for y in kept + steps]


def _short(text: str, room: float) -> str:
    """The text, or as much of its beginning as has room, set bold, in inches."""
    n_letters, short = len(text), text
    while letters_inches(short, POINTS, bold=True) > room:
        n_letters -= 1
        short = text[:n_letters].rstrip() + "…"
    return short


def _widest(texts: Sequence[str]) -> float:
    return max((letters_inches(text, POINTS, bold=True) for text in texts), default=0.0)


def _counted(rows: Sequence[_Row], labels: Sequence[_Label]) -> str:
    n_outliers = sum(bool(row.item.remark) for row in rows)
    n_named = sum(bool(label.remark) for label in labels)
    counted = f"{len(rows):,} item{'' if len(rows) == 1 else 's'}" if rows else "no items"
    counted += f", {n_outliers:,} outlier{'' if n_outliers == 1 else 's'}" if n_outliers else ""
    return counted + (f", {n_named} of them named" if n_named < n_outliers else "")


def _scale(axes: Axes, height: float, width: float) -> None:
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(0, height)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MultipleLocator(0.25 if width >= ROOM_FOR_QUARTERS else 0.5))
    axes.xaxis.set_major_formatter(PercentFormatter(1, 0))
    axes.grid(axis="x", color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)


def _chance_line(axes: Axes, chance: float | None) -> None:
    if chance is not None:
        axes.axvline(chance, color=INK, linewidth=1.1, linestyle=(0, (4, 3)), zorder=1.5)
        top = axes.get_ylim()[1]
        axes.text(chance, top + 0.05, f"chance {share(chance)}", ha="center", va="bottom", fontsize=POINTS)


def _draw(axes: Axes, rows: Sequence[_Row], pen: _Pen, name: str) -> None:
    """Intervals, all as one path so that 2,000 items stay a small file, and the estimates on them."""
    spans = [(row.item.interval, row.y) for row in rows if row.item.interval is not None]
    if spans:
        ends = [(x, y) for interval, y in spans for x in (interval.low, interval.high)]
        path = Path(ends, [Path.MOVETO, Path.LINETO] * len(spans))
        bars = PathPatch(path, fill=False, edgecolor=pen.colour, linewidth=pen.bar, alpha=pen.alpha, zorder=pen.zorder)
        axes.add_patch(bars)
    if rows:
        xs, ys = [row.item.estimate for row in rows], [row.y for row in rows]
        axes.scatter(
            xs, ys, s=pen.point**2, color=pen.colour, marker=pen.marker, edgecolor="white", linewidth=pen.edge,
            zorder=pen.zorder + 2, gid=name,
        )  # fmt: skip


def _write(axes: Axes, label: _Label, leader: float) -> None:
    """The name on the left, with a line to its row where that is elsewhere; the remark on the right.

    leader: how far from the plot they stand, as a share of its width.
    """
    across = axes.get_yaxis_transform()
    colour, weight = (INK, "bold") if label.remark else (FAINT, "normal")
    style: dict[str, Any] = {"transform": across, "va": "center_baseline", "fontsize": POINTS, "color": colour}
    axes.text(-leader, label.y, label.name, ha="right", weight=weight, **style)
    axes.text(1 + leader, label.y, label.remark, ha="left", **style)
    if abs(label.y - label.row) > ROW_INCHES / 20:
        xs, ys = [-0.85 * leader, -0.6 * leader, -0.1 * leader], [label.y, label.y, label.row]
        axes.plot(xs, ys, transform=across, color=FAINT, linewidth=0.6, clip_on=False)
